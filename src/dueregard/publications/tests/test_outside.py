"""A draft beside what went out by other ways: it is taken again, it says what stands in the way, and readers are told
nothing that helps them."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from dueregard.monitoring.tests.factories import ETHNICITY, loaded
from dueregard.publications import reports, services
from dueregard.publications.tests.factories import prepared, publish
from dueregard.releases.reports import PrintedTable
from dueregard.releases.services import record_outside, strike_out
from equalities.disclosure import attack
from equalities.disclosure.sheets import from_releases
from tests.pages import page

PEOPLE = {
    "White British": 500,
    "White Irish": 3,
    "White Roma": 40,
    "Indian": 90,
    "Pakistani": 60,
    "Chinese": 30,
}


@pytest.fixture
def dataset(analyst):
    lines = [name for name, count in PEOPLE.items() for _ in range(count)]
    return loaded(analyst, "\n".join(["Ethnic group", *lines]).encode(), columns=(ETHNICITY,))


@pytest.fixture
def record(council, officer, dataset):
    def record(*rows, **said):
        dimension = dataset.release.tables[0].dimensions[0]
        details = {
            "title": "FOI 12/34",
            "paper": "request",
            "went_out_on": date(2025, 6, 2),
            "seen_at": "the FOI log",
            "service": "Libraries",
            "starts_on": date(2024, 4, 1),
            "ends_on": date(2025, 3, 31),
            "covers": "all",
        }
        table = PrintedTable((dimension,), ("count",), rows, ("x",))
        return record_outside(council, table=table, by=officer.user, **(details | said))

    return record


def draft(officer, dataset):
    return prepared(officer, choice=[(dataset.pk, "ethnicity")])


def test_a_draft_is_taken_again_when_something_went_out_meanwhile(officer, director, dataset, record):
    version = draft(officer, dataset)
    outside = record(("asian", "180"))
    with pytest.raises(ValidationError, match="What is known about the same people"):
        publish(version, by=director.user)
    services.revise(version, by=officer.user)
    assert "FOI 12/34, 2 June 2025" in version.taken["figures"][0]["release"]["receipt"]["against"]
    strike_out(outside, reason="The wrong year", by=officer.user)
    with pytest.raises(ValidationError, match="What is known about the same people"):
        publish(version, by=director.user)


def test_what_is_about_others_changes_nothing(officer, director, dataset, record):
    version = draft(officer, dataset)
    record(("asian", "180"), covers="others")
    publish(version, by=director.user)
    assert "FOI 12/34, 2 June 2025" not in version.taken["figures"][0]["release"]["receipt"]["against"]


def test_the_officer_sees_what_it_is_protected_beside(officer, dataset, record):
    record(("asian", "180"))
    seen = page(officer.get(f"/versions/{draft(officer, dataset).pk}/protection/"))
    assert "The draft is protected beside 2 releases recorded here:" in seen.all("//p")
    assert "FOI 12/34, 2 June 2025" in seen.all("//li")
    assert not seen.root.xpath("//*[@class='govuk-warning-text']")


def test_what_is_given_away_already_is_said_to_staff_by_name_and_not_to_readers(
    officer, director, dataset, record
):
    """The paper prints 40 Roma; the 3 Irish, the other White group withheld, are what is left."""
    record(("16", "40"))
    version = draft(officer, dataset)
    warned = page(officer.get(f"/versions/{version.pk}/protection/")).all("//*[@class='govuk-warning-text']")
    assert len(warned) == 1
    assert "What was published before gives counts of these tables away" in warned[0]
    assert "Irish" not in warned[0]
    assert (
        "gives counts of these tables away"
        in page(director.get(f"/versions/{version.pk}/publish/")).root.text_content()
    )
    publish(version, by=director.user)
    public = bytes(version.files.get(name="index.html").content).decode()
    receipt = json.loads(version.files.get(name="manifest.json").content)["protection"][0]["receipt"]
    assert set(receipt) & {"exposed", "narrowest", "only_if_same"} == set()
    assert "but for those listed as exposed" in receipt["proved"]
    assert receipt["withheld"] > 0
    assert "gives counts" not in public
    assert "What was published before prints some of the withheld counts, gives them away" in public
    assert "For each of the others two values remain possible" in public
    assert "even for the one that can be narrowed most" not in public


def test_the_next_data_withhold_what_a_paper_would_give_away(analyst, record, council):
    """An answer printed one group of a year whose data were not loaded yet: two others are withheld then, not it."""
    record(("16", "9"), starts_on=date(2025, 4, 1), ends_on=date(2026, 3, 31))
    people = {**PEOPLE, "White Roma": 9}
    lines = [name for name, count in people.items() for _ in range(count)]
    content = "\n".join(["Ethnic group", *lines]).encode()
    year = {"starts_on": date(2025, 4, 1), "ends_on": date(2026, 3, 31)}
    release = loaded(analyst, content, columns=(ETHNICITY,), **year).release
    assert release.receipt.against == ("FOI 12/34, 2 June 2025",)
    assert release.receipt.exposed == ()
    cells = release.tables[0].cells
    assert cells[("16",)].value == 9
    assert cells[("14",)].value is None


def test_a_small_count_that_a_paper_printed_is_not_printed_again_and_the_officer_reads_where_it_stands(
    officer, director, dataset, record
):
    """The paper prints the 3 Irish: the report withholds them, and the 40 Roma too, so that it tells nobody who has
    not got the paper; and the 500 British, so that nobody who has takes the 40 from what is left."""
    record(("14", "3"))
    version = draft(officer, dataset)
    (release,) = reports.releases_of(version.taken)
    cells = release.tables[0].cells
    assert cells[("14",)].value is None
    assert attack(from_releases([release]), ("informed",)).exposed == ()
    assert "FOI 12/34, 2 June 2025" in release.receipt.against
    seen = page(officer.get(f"/versions/{version.pk}/protection/"))
    rows = seen.table("Withheld here, and printed before")
    assert {row["Cell"]: row["Where it stands"] for row in rows} == {
        "Irish": "FOI 12/34, 2 June 2025",
        "English, Welsh, Scottish, Northern Irish or British": (
            "what staff see of Libraries, 1 April 2024 to 31 March 2025"
        ),
    }
    publish(version, by=director.user)
    public = page(director.get(version.publication.public_url))
    rows = public.table("Ethnic group of people who used Libraries")
    assert [row["People"] for row in rows if row["Group"].startswith("Irish")] == ["[c]"]
    assert "shown again" not in public.main
    assert b"told_before" not in b"".join(bytes(file.content) for file in version.files.all())


def test_a_paper_about_some_of_them_joins_a_draft_as_a_part(officer, director, dataset, record):
    """2 of the 3 Irish came to one branch: whoever has both papers knows that 2 or more came to all."""
    record(("14", "2"), covers="part")
    version = draft(officer, dataset)
    (release,) = reports.releases_of(version.taken)
    assert "FOI 12/34, 2 June 2025" in release.receipt.against
    assert [relation.kind for relation in release.relations] == ["part"]
    assert release.tables[0].cells[("14",)].value is None
    narrowest = release.receipt.narrowest
    assert narrowest.high - narrowest.low == 40  # 41, were it not for the paper
    publish(version, by=director.user)
    assert version.state == "published"
