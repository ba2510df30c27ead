"""The public page of a report."""

import csv
import io
import itertools
import typing
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import get_type_hints

import numpy as np
import pytest
from django.utils import timezone

from dueregard.access.tests.factories import UserFactory
from dueregard.monitoring.models import MappedColumn
from dueregard.monitoring.tests.factories import loaded, users
from dueregard.publications import reports, services
from dueregard.publications.reports.csv_tables import csv_table
from dueregard.publications.reports.progress import ActionLine, ObjectiveLine, Progress
from dueregard.publications.reports.tables import Population
from dueregard.publications.tests.factories import prepared, published
from equalities.comparison import GroupShare, Representation
from equalities.cubes import Cube, Dimension
from equalities.disclosure import SafeCell, SafeTable, Status
from tests.pages import page

URL = "/published/fairshire/annual-equality-report-2025/"
KEPT = {"characteristic": "sex", "service": "Libraries", "period": "2024", "population": None}


@pytest.fixture
def seen(officer, director, plan, dataset, client):
    said = {"introduction": "First.\n\nSecond.", "sections": [{"heading": "Case studies", "body": "One."}]}
    published(officer, director, plan=plan, choice=[(dataset.pk, "sex")], **said)
    return page(client.get(URL))


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_summary_comes_first_in_plain_words(seen):
    assert seen.h1 == "Annual equality report"
    summary = seen.all("//section")[0]
    assert summary.startswith(
        "In short 1 of 3 actions are on time by their dates. 1 is overdue. Of the rest, 1 has no date yet."
    )
    assert (
        "Sex of people who used Libraries, 1 April 2024 to 31 March 2025. "
        "Fewer than the population would lead one to expect: Male." in summary
    )


def test_headings_go_down_one_step_at_a_time(seen):
    levels = [int(heading.tag[1]) for heading in seen.root.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(lower - upper <= 1 for upper, lower in itertools.pairwise(levels))


def test_every_cell_of_a_table_stands_under_a_heading_with_a_scope(seen):
    assert {cell.get("scope") for cell in seen.root.xpath("//th")} == {"col", "row"}
    assert len(seen.root.xpath("//table/caption")) == len(seen.root.xpath("//table"))


def test_what_the_lead_says_stands_beside_what_the_dates_say(seen):
    day = timezone.localdate() + timedelta(days=200)
    ask, review = seen.table("Actions: 1 Know who uses our services")
    assert ask["Lead"] == "Head of Libraries"
    assert ask["What the lead says"] == "On target Six services of eight now ask.".replace(
        "target Six", "targetSix"
    )
    assert ask["What the dates say"].startswith("On time")
    assert f"{day.day} {day:%B %Y}" in ask["What the dates say"]
    assert review["What the dates say"].startswith("Overdue")
    assert review["What the lead says"] == "Nothing yet"
    (other,) = seen.table("Actions: Other actions")
    assert other["Action"] == "Train the front line"


def test_the_rule_stands_beside_the_word(seen):
    assert seen.table("What the dates say, and the rule: the first that is true is said")[0] == {
        "Word": "Overdue",
        "Actions": "1",
        "Said when": "its last day or its next due day has passed",
    }


def test_users_stand_against_the_population_with_intervals_and_a_verdict(seen):
    female, male = seen.table("Sex of people who used Libraries")
    assert female == {
        "Group": "Female",
        "People": "600",
        "Share of those who answered": "60.6%likely 57.5% to 63.6%",
        "Share of population": "52.0%",
        "What may be said": "More than expected",
    }
    assert male["What may be said"] == "Fewer than expected"


@pytest.mark.parametrize(
    ("base", "sentence"),
    [
        (None, "How many answered is withheld, so nothing can be said of a difference from the population."),
        (
            90,
            "Nothing can be said of a difference from the population: people are not what is counted, or too many "
            "counts are withheld.",
        ),
    ],
)
def test_where_nothing_could_be_compared_the_summary_claims_no_absence(base, sentence):
    groups = (GroupShare("1", "Female", None, 40, benchmark_share=0.5), GroupShare("2", "Male", None, None))
    figures = Representation("sex", groups, (), base, None, None, None, ())
    people = Population("Fairshire", "21 March 2021", "Census office")
    section = reports.TableSection(
        1, SafeTable("Sex", (), {}, "people", {}, ""), "sex", "Pools", "2025", figures, people
    )
    assert section.sentences == [sentence]


def test_those_who_did_not_answer_stand_apart(seen):
    answers = {row["Answer"]: row["People"] for row in seen.table("Who answered this question")}
    assert list(answers.values()) == ["990", "10", "1,000"]
    assert "99.0% of people answered this question. Those who did not are in no share." in seen.main
    assert "In this table that was not needed." in seen.main


def test_the_receipt_names_whom_it_is_against_and_what_it_does_not_cover(seen):
    tried = seen.table("Who might try to work out a withheld count")
    assert [row["Is it safe from her?"] for row in tried] == [
        "Checked",
        "Checked",
        "Not promised",
        "Not promised",
    ]
    assert "knows the rule above (informed)" in tried[1]["A reader who"]
    assert "a program of its own, which is given only what readers have" in seen.main
    (link,) = seen.root.xpath("//a[contains(., 'The receipt of these figures')]/@href")
    assert seen.root.get_element_by_id(link.removeprefix("#")).tag == "h2"
    assert "cannot be identified" not in seen.main
    assert "what staff see of Libraries, 1 April 2024 to 31 March 2025" in seen.main


def test_it_ends_with_who_answers_for_it_and_how_to_ask(seen):
    footer = seen.all("//footer")[0]
    assert "Fairshire Council" in footer
    assert "Published" in footer
    links = {link.get("href") for link in seen.root.xpath("//footer//a")}
    assert links == {
        "/published/fairshire/",
        "/published/fairshire/ask/?about=annual-equality-report-2025",
        "/published/fairshire/accessibility/",
        "/published/fairshire/privacy/",
    }


def test_text_is_shown_as_it_was_typed(seen):
    assert seen.all("//*[@aria-label='Introduction']/p") == ["First.", "Second."]
    assert "Case studies" in seen.all("//h2")


def test_it_carries_its_own_style_and_nothing_of_the_service(seen, council):
    assert [link.get("href") for link in seen.root.xpath("//link")] == ["style.css"]
    assert seen.root.xpath("//script | //form | //*[@style]") == []
    assert "dueregard" not in seen.root.text_content()


def test_no_name_of_an_officer_is_published(seen, officer):
    text = seen.root.text_content()
    assert "Pat Person" not in text
    assert "Olive Officer" not in text


def test_names_stand_beside_posts_where_the_organisation_wants_it(officer, director, plan, post, council):
    holder = UserFactory(name="Pat Person")
    post.holdings.create(user=holder, starts_on=timezone.localdate() - timedelta(days=1))
    council.shows_names = True
    council.save()
    version = prepared(officer)
    action = version.taken["progress"]["objectives"][0]["actions"][0]
    assert list(action["leads"]) == ["Head of Libraries (Pat Person)"]


def test_only_the_chosen_plan_is_reported(officer, plan, council):
    other = council.plans.create(title="Another plan")
    other.actions.create(text="Elsewhere")
    version = prepared(officer, plan=plan)
    assert list(version.taken["progress"]["plans"]) == ["Equality plan"]
    assert "Elsewhere" not in str(version.taken["progress"])


def test_files_hold_the_same_figures_and_mark_what_is_withheld(seen, client):
    found = {row["Group"]: row for row in rows(client.get(URL + "table-1-sex.csv").content)}
    assert found["Female"]["People"] == "600"
    assert found["Female"]["Share of those who answered, per cent"] == "60.6"
    assert found["Female"]["Index, 1 is parity"] == "1.17"
    assert found["All who answered"]["People"] == "990"
    assert found["Everybody"]["People"] == "1000"
    assert found["Everybody"]["Note"] == ""
    assert found["Everybody"]["What may be said"] == "[x]"
    signs = {row["Sign"]: row["Meaning"] for row in rows(client.get(URL + "notes.csv").content)}
    assert set(signs) == {"[c]", "[x]", "Rule"}


def test_a_file_is_taken_away_and_no_spreadsheet_runs_what_it_holds(seen, client):
    response = client.get(URL + "actions.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="actions.csv"'
    assert [row["Action"] for row in rows(response.content)] == [
        "Ask the same questions everywhere",
        "'=Review",
        "Train the front line",
    ]


def test_one_sign_stands_for_every_withheld_count_and_shares_go_with_it(officer, director, analyst, client):
    dataset = loaded(analyst, users(Female=600, Male=3, **{"Prefer not to say": 400}))
    published(officer, director, choice=[(dataset.pk, "sex")])
    seen = page(client.get(URL))
    shown = {row["Group"]: row for row in seen.table("Sex of people who used Libraries")}
    assert shown["Male"] == {"Group": "Male", "People": "[c]", "Share of those who answered": "[c]"}
    found = {row["Group"]: row for row in rows(client.get(URL + "table-1-sex.csv").content)}
    assert found["Male"]["Share of those who answered, per cent"] == "[c]"
    assert found["Male"]["Index, 1 is parity"] == "[c]"
    assert found["Male"]["Note"].startswith("Withheld: this count, or another")
    everywhere = [row["People"] for row in [*shown.values(), *seen.table("Who answered this question")]]
    assert everywhere.count("[c]") > 1
    assert "[c] means that a count is withheld. Counts of 1 to 4 are withheld" in seen.main
    assert "There is no population to compare with yet." in seen.main


def test_a_ruling_on_gender_stands_under_the_published_table(analyst, officer, director, plan, client):
    column = MappedColumn("Gender", "sex", "sex_census2021", "Head of Data")
    dataset = loaded(analyst, users(Female=60, Male=40).replace(b"Sex", b"Gender", 1), (column,))
    published(officer, director, plan=plan, choice=[(dataset.pk, "sex")])
    words = "The file calls this “Gender”. It is read as Sex, as ruled by: Head of Data."
    assert words in page(client.get(URL)).main


def test_counts_alone_do_not_pass():
    cube = Cube("Sex", (Dimension("sex", ("1", "2")),), np.array([600, 3]))
    with pytest.raises(TypeError, match="only a SafeTable may be published"):
        reports.section(1, cube, KEPT)


def test_where_the_base_is_withheld_there_are_no_shares_and_no_picture():
    dimension = Dimension("sex", ("1", "2"))
    cells = {
        codes: SafeCell(codes, value, Status.WITHHELD if value is None else Status.SHOWN)
        for codes, value in {("1",): 600, ("2",): None, ("Total",): None}.items()
    }
    table = SafeTable("Sex", (dimension,), cells, "people", {}, "A rule.")
    shown = reports.section(1, table, KEPT)
    assert shown.chart is None
    assert [row[2:4] for row in csv_table(shown)[1]] == [("600", "[c]"), ("[c]", "[c]"), ("[c]", "[x]")]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (["closed"], "1 is finished."),
        (["closed", "closed"], "2 are finished."),
        (["due"], "1 is due within 30 days."),
        (["stale", "stale"], "Of the rest, 2 have had no update for three months."),
        (["no_date", "no_date"], "Of the rest, 2 have no date yet."),
        (["overdue", "overdue"], "2 are overdue."),
    ],
)
def test_each_standing_has_its_sentence(said, sentence):
    actions = tuple(ActionLine("", "x", (), (), "", "", "", word, None, 0) for word in said)
    progress = Progress("2026-03-31", (), (ObjectiveLine("", "", "", None, actions),))
    assert progress.sentences == [f"0 of {len(said)} actions are on time by their dates.", sentence]


def library_types(shown, seen):
    """Every class of our own that a page can reach from this one, by the types of fields and properties."""
    hints = list(get_type_hints(shown).values()) if is_dataclass(shown) else []
    properties = [value.fget for value in vars(shown).values() if isinstance(value, property)]
    hints += [get_type_hints(one).get("return") for one in properties]
    while hints:
        each = hints.pop()
        hints += typing.get_args(each)
        ours = isinstance(each, type) and each.__module__.startswith(("equalities", "dueregard"))
        if ours and each not in seen:
            seen.add(each)
            library_types(each, seen)
    return seen


def test_a_page_can_reach_safe_tables_and_no_counts():
    found = library_types(reports.Report, {reports.Report})
    assert SafeTable in found
    assert reports.PairSection in found
    assert Cube not in found
    assert {field.name: field.type for field in fields(reports.TableSection)}["table"] == "SafeTable" or (
        get_type_hints(reports.TableSection)["table"] is SafeTable
    )
    assert get_type_hints(reports.section)["table"] is SafeTable


def test_a_report_of_nothing_says_so(officer, director, client):
    published(officer, director)
    assert "This report holds no actions and no figures." in page(client.get(URL)).main


def test_the_language_of_whoever_publishes_does_not_matter(officer, settings):
    version = prepared(officer)
    from django.utils import translation

    at = timezone.now()
    english = reports.files(version, at=at, audit_head="a")
    with translation.override("cy"):
        assert reports.files(version, at=at, audit_head="a") == english


def test_the_logo_goes_out_with_the_page(officer, director, council, client):
    council.logo = b"\xff\xd8\xff\xe0 a picture"
    council.save()
    published(officer, director)
    assert page(client.get(URL)).root.xpath("//header//img/@src") == ["logo"]
    response = client.get(URL + "logo")
    assert (response.content, response["Content-Type"]) == (
        b"\xff\xd8\xff\xe0 a picture",
        "image/jpeg; charset=utf-8",
    )


def test_a_file_that_is_not_there_is_not_found(officer, director, client):
    published(officer, director)
    assert client.get(URL + "nothing.csv").status_code == 404
    assert client.get(URL + "2/").status_code == 404


def test_caches_ask_each_time_and_are_told_shortly_that_nothing_changed(officer, director, client):
    version = published(officer, director)
    response = client.get(URL)
    assert response["Cache-Control"] == "public, no-cache"
    assert response["ETag"] == f'"{version.files.get(name="index.html").sha256}"'
    again = client.get(URL, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    services.withdraw(version, reason="error", by=director.user)
    assert client.get(URL, headers={"if-none-match": response["ETag"]}).status_code == 410
