"""Lines of a paper that count several groups in one number."""

from collections import Counter
from datetime import date

import pytest

from dueregard.ledger.reports.joining import OTHER_LINES, joined_meanings
from dueregard.ledger.tests.test_record import again, fields, say, text
from dueregard.monitoring.tests.factories import ETHNICITY, loaded
from dueregard.releases.models import OutsideRelease
from dueregard.releases.reports import PrintedTable
from equalities.codelists import load, recognise
from tests.pages import page

ETHNIC, RELIGION = "ethnic_group_census2021_ew", "religion_census2021_ew"


def meaning(text, classification=ETHNIC, beside=("White",)):
    values = Counter([text, *beside])
    found = recognise(values, classification=classification)
    return joined_meanings(load(classification), found).get(text, "")


@pytest.mark.parametrize(
    ("words", "classification", "code"),
    [
        ("Sikh and Jewish", RELIGION, "5 + 7"),
        ("Hindu, Jewish & Sikh", RELIGION, "4 + 5 + 7"),
        ("Black/Mixed", ETHNIC, "black + mixed"),
        ("Pakistani / Bangladeshi", ETHNIC, "1 + 4"),
        ("Non-white", ETHNIC, "all but white"),
        ("All except White British", ETHNIC, "all but 13"),
        ("All other ethnic groups", ETHNIC, OTHER_LINES),
        ("All others", ETHNIC, OTHER_LINES),
        ("White and White Irish", ETHNIC, ""),
        ("BME", ETHNIC, ""),
        ("Black and Martian", ETHNIC, ""),
        ("Non-Martian", ETHNIC, ""),
    ],
)
def test_a_line_is_read_as_the_groups_that_it_names_or_is_asked_about(words, classification, code):
    assert meaning(words, classification) == code


def kept():
    return PrintedTable.from_dict(OutsideRelease.objects.get().table_kept)


def test_joined_groups_are_recorded_as_their_sum(officer):
    seen = say(officer, "Religion\tPeople\nChristian\t50\nMuslim\t30\nSikh and Jewish\t4\nTotal\t100\n")
    rows = [" ".join(row.text_content().split()) for row in seen.root.xpath("//table//tbody/tr")]
    assert "Together: Jewish; Sikh 4" in rows
    again(officer, seen, "record", covers="all")
    assert ("5 + 7", "4") in kept().rows


def test_all_others_are_everybody_whom_no_other_line_names(officer):
    seen = say(
        officer, "Ethnic group\tPeople\nWhite\t543\nAsian\t180\nAll other ethnic groups\t7\nTotal\t730\n"
    )
    assert "All but: Asian, Asian British or Asian Welsh; White" in text(seen)
    again(officer, seen, "record", covers="all")
    assert kept().rows[2] == ("all but asian + white", "7")


def test_what_is_not_recognised_can_be_said_to_be_all_others(officer):
    seen = say(officer, "Ethnic group\tPeople\nWhite\t543\nBME\t190\n")
    assert seen.errors == ["Say what “BME” in “Ethnic group” means"]
    (name,) = [name for name, value in fields(seen).items() if name.startswith("text_") and not value]
    seen = page(again(officer, seen, **{name: OTHER_LINES}))
    assert "All but: White" in text(seen)
    again(officer, seen, "record", covers="all")
    assert kept().rows[1] == ("all but white", "190")


def test_two_lines_for_everybody_else_are_asked_about(officer):
    seen = say(officer, "Ethnic group\tPeople\nWhite\t543\nNon-white\t190\nAll others\t4\n")
    assert seen.errors == ["Two lines count everybody else: say of one of them which groups it counts."]


def test_a_joined_line_gives_away_what_is_left_of_it(officer, dataset):
    """500 White British, 3 Irish, 40 Roma; 180 others. The paper prints that 503 are British or Irish."""
    seen = say(
        officer,
        "Ethnic group\tPeople\nWhite British and White Irish\t503\n",
        about=str(dataset.pk),
    )
    assert "Whoever has this table can work out counts that are withheld." in text(seen)


def test_a_joined_line_that_contradicts_our_figures_is_said(officer, dataset):
    seen = say(officer, "Ethnic group\tPeople\nNon-white\t181\nWhite\t543\n", about=str(dataset.pk))
    assert "It contradicts our own figures" in text(seen)
    seen = say(officer, "Ethnic group\tPeople\nNon-white\t180\nWhite\t543\n", about=str(dataset.pk))
    assert "It was laid beside" in text(seen)


def test_later_figures_are_protected_beside_a_joined_line(officer, analyst):
    """The paper says that 8 are Irish or Roma: withholding Irish alone would give the 3 away where Roma is shown."""
    said = {"service": "Libraries", "starts_on_2": "2025", "ends_on_2": "2026"}
    seen = say(officer, "Ethnic group\tPeople\nWhite Irish and White Roma\t43\n", **said)
    again(officer, seen, "record", covers="all")
    people = {
        "White British": 500,
        "White Irish": 3,
        "White Roma": 40,
        "Indian": 90,
        "Pakistani": 60,
        "Chinese": 30,
    }
    lines = [name for name, count in people.items() for _ in range(count)]
    release = loaded(
        analyst,
        "\n".join(["Ethnic group", *lines]).encode(),
        columns=(ETHNICITY,),
        starts_on=date(2025, 4, 1),
        ends_on=date(2026, 3, 31),
    ).release
    cells = release.tables[0].cells
    assert release.receipt.against == ("FOI 12/34, 2 June 2025",)
    assert cells[("14",)].value is None
    assert cells[("16",)].value is None
