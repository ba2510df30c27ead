"""How headings, numbers, leads, lists, aims and deadlines are read out of words."""

import csv
from importlib.resources import files
from time import process_time

import pytest

from equalities.documents import aims, people, references, vocabulary
from equalities.documents.blocks import Cell, Source
from equalities.documents.deadlines import at_the_end, deadline
from equalities.documents.entries import entries, is_unfinished, sentence
from equalities.documents.lines import is_furniture, period, title, without_page_number
from equalities.documents.tests.making import paragraph


def table(name):
    return list(csv.DictReader(files("equalities.documents").joinpath(name).read_text("utf-8").splitlines()))


def cell(text, *items):
    return Cell(text, Source(), items)


def test_each_heading_is_listed_once_with_a_known_field_and_a_source():
    rows = table("headings.csv")
    fields = {
        "ref",
        "theme",
        "objective",
        "action",
        "output",
        "outcome",
        "measure",
        "lead",
        "timescale",
        "status",
    }
    fields |= {
        "aim",
        "aim_a_eliminate",
        "aim_b_advance",
        "aim_c_foster",
        "next_step",
        "start",
        "finished",
        "other",
    }
    assert {row["field"] for row in rows} == fields
    assert len({row["heading"] for row in rows}) == len(rows)
    assert all(row["source"] for row in rows)


def test_each_opening_has_a_kind_and_a_source():
    rows = table("openings.csv")
    assert {row["field"] for row in rows} == {"objective", "action", "measure", "outcome"}
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Action relating to", "action"),
        ("OUTCOME & PERFORMANCE MEASURE", "outcome"),
        ("AUTION", "action"),
        ("Responsible Officer(s)", "lead"),
        ("Target date (MM/YY)", "timescale"),
        ("Timescale / Deadline", "timescale"),
        ("Protected characteristic covered by objective", "other"),
        ("Equality duty aim met through objective", "aim"),
        ("Lead officer and department", "lead"),
        ("What will we do?", "action"),
        ("Target (date)", "timescale"),
        ("Progress (RAG)", "status"),
        ("Who’s responsible?", "lead"),
        ("Owner / Support", "lead"),
        ("How will we know it has worked?", "measure"),
        ("Sut byddwn yn gwybod?", "measure"),
        ("What it aims at", None),
        ("Moon phase", None),
        ("What the weather was like", None),
        ("", None),
    ],
)
def test_headings(heading, field):
    assert vocabulary.field_of(heading) == field


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Objective Measuring success", ["Objective", "Measuring success"]),
        ("Action Timescale Lead", ["Action", "Timescale", "Lead"]),
        ("Action Actions", []),
        ("Objective one", []),
        ("", []),
    ],
)
def test_headings_run_together(text, headings):
    assert vocabulary.split_run(text) == headings


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("9. All services", "9", "All services"),
        ("1.1 Collecting data", "1.1", "Collecting data"),
        ("EO4: Listen", "EO4", "Listen"),
        ("1.0 Promote access", "1.0", "Promote access"),
        ("2003 was the year", None, "2003 was the year"),
        ("100% of staff", None, "100% of staff"),
        ("30 young people", None, "30 young people"),
    ],
)
def test_numbers_before_texts(text, number, rest):
    assert references.numbered(text) == (number, rest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Planning: Objective 1: To listen", ("objective", "1", "To listen", "Planning")),
        ("Objective 3: To ensure", ("objective", "3", "To ensure", None)),
        ("Equality Objective Two - Jobs", ("objective", "2", "Jobs", None)),
        ("Theme 2: Work", ("theme", "2", "Work", None)),
        ("Strategy #4: Counsel", ("objective", "4", "Counsel", None)),
        ("Equality objective: Fair jobs", ("objective", None, "Fair jobs", None)),
        ("Our priority: work", None),
        ("Our priority is work", None),
        ("Objectives for the year", None),
    ],
)
def test_labels(text, expected):
    label = references.label(text)
    assert (label and (label.kind, label.ref, label.text, label.theme)) == expected


@pytest.mark.parametrize(
    ("text", "is_it"), [("1.", True), ("2.3", True), ("EO4", True), ("a)", True), ("Train", False)]
)
def test_references(text, is_it):
    assert references.is_reference(text) is is_it


@pytest.mark.parametrize(
    ("entry", "names", "several"),
    [
        ("Head of HR; Head of Housing", ("Head of HR", "Head of Housing"), False),
        ("Head of HR, Housing Manager", ("Head of HR", "Housing Manager"), False),
        ("Senior Manager, Communications", ("Senior Manager, Communications",), False),
        ("Senior Managers Cabinet Member", ("Senior Managers Cabinet Member",), True),
        (
            "Chief Executive's Office Corporate Directors",
            ("Chief Executive's Office Corporate Directors",),
            True,
        ),
        ("Team Leader Housing", ("Team Leader Housing",), False),
        ("Directorate Business Managers", ("Directorate Business Managers",), False),
        ("Ann Lee & Bo Ray", ("Ann Lee", "Bo Ray"), False),
        ("Cy Dee & Ed Fox", ("Cy Dee & Ed Fox",), True),
        ("Cllrs Ash & Elm", ("Cllrs Ash & Elm",), True),
        ("Health & Safety Manager", ("Health & Safety Manager",), False),
        ("Personnel Section (HR) Training Unit", ("Personnel Section (HR) Training Unit",), True),
        ("TBC", ("TBC",), False),
        ("Jo Ash, Bo Ray & Cy Poe", ("Jo Ash", "Bo Ray", "Cy Poe"), False),
        (
            "Head of HR, Director of Place, and Chief Executive",
            ("Head of HR", "Director of Place", "Chief Executive"),
            False,
        ),
        ("Head of Housing / Head of Planning", ("Head of Housing", "Head of Planning"), False),
        ("Head of Policy / Communications", ("Head of Policy / Communications",), False),
        ("Manager/Team Leader", ("Manager/Team Leader",), True),
        ("Health, Safety & Wellbeing Team", ("Health, Safety & Wellbeing Team",), False),
        ("Senior Manager, Equal Pay & City Services", ("Senior Manager, Equal Pay & City Services",), False),
        ("Head of Housing, Head of Health & Safety", ("Head of Housing", "Head of Health & Safety"), False),
    ],
)
def test_leads(entry, names, several):
    found = people.leads((entry,), frozenset({"Ann Lee", "TBC"}))
    assert (found.names, found.may_be_several) == (names, several)


@pytest.mark.parametrize(
    ("read", "texts"),
    [
        (cell("one\ntwo"), ("one two",)),
        (cell("Reports published\nMembers trained"), ("Reports published", "Members trained")),
        (cell("Number of\nPeople trained"), ("Number of People trained",)),
        (cell("- one\n- two"), ("one", "two")),
        (cell("Measured by:\n• visits\n• calls", "visits", "calls"), ("visits", "calls")),
        (cell("Also this\n• visits", "visits"), ("Also this", "visits")),
        (cell(""), ()),
    ],
)
def test_entries(read, texts):
    assert entries(read).texts == texts


def test_words_that_lead_up_to_a_list_keep_it_in_a_sentence():
    assert sentence(cell("Advances equality by:\n• reach", "reach")) == ("Advances equality by: • reach",)


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("People who receive support Number of repeat referrals", True),
        ("Results at KS 4 Narrow the gap", True),
        ("Agreed with Cabinet and published", False),
        ("To be determined following approval of Health and Wellbeing Strategy", False),
        ("Share of young Black people in work", False),
    ],
)
def test_entries_whose_marks_were_lost(text, several):
    assert entries(cell(text)).may_be_several is several


@pytest.mark.parametrize(
    ("text", "following", "is_it"),
    [
        ("a good employer and", "Service provider", True),
        ("Done.", "and more", False),
        ("in early", "2003", True),
    ],
)
def test_unfinished(text, following, is_it):
    assert is_unfinished(text, following) is is_it


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Contributes to elimination of unlawful discrimination", ("a_eliminate",)),
        (
            "eliminating unlawful discrimination and advancing equality of opportunity",
            ("a_eliminate", "b_advance"),
        ),
        ("Fosters good relations", ("c_foster",)),
        ("To be agreed", ()),
    ],
)
def test_aims(text, codes):
    assert aims.named(text) == codes


def test_aims_have_the_codes_of_the_code_list(shared):
    rows = csv.DictReader((shared / "facts" / "codelists" / "psed_aims.csv").read_text("utf-8").splitlines())
    assert [row["code"] for row in rows] == list(aims.CODES)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Publish (by March 2024).", "by March 2024"),
        ("a training eventby 2014", "by 2014"),
        ("campaign by 2013asking all", "by 2013"),
        ("on an annual basis", "annual basis"),
        ("before the end of 2025", "before the end of 2025"),
        ("the 2013 plan", None),
    ],
)
def test_deadlines(text, phrase):
    assert deadline(text) == phrase


@pytest.mark.parametrize("text", ["Appendix 2", "DRAFT", "Page 3 of 9", "24", "[page 7]", "Updated May 2024"])
def test_furniture(text):
    assert is_furniture(text)


def test_a_page_number_is_told_by_the_same_head_without_it():
    assert (
        without_page_number("12 Strategy and Planning", {"strategy and planning"}) == "Strategy and Planning"
    )
    assert without_page_number("12 Strategy and Planning", set()) == "12 Strategy and Planning"


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Action Plan – January 2013 to March 2016", "January 2013 to March 2016"),
        ("Scheme 2012-16", "2012-16"),
        ("Plan 1999-2003", "1999-2003"),
        ("Plan 2013/14 - 2016/17", "2013/14 - 2016/17"),
        ("Plan, 1 April 2023 to 31 March 2027", "1 April 2023 to 31 March 2027"),
        ("Saved 2021-11-15", None),
        ("Corporate Plan: 2012", None),
    ],
)
def test_the_period_of_a_plan(text, phrase):
    found = period([paragraph(text)])
    assert (found and found[1]) == phrase


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Appendix 2", "Draft Equalities Action Plan"], "Draft Equalities Action Plan"),
        (["Midshire Council", "Equality Scheme", "Contents", "Plan on a page"], "Equality Scheme"),
        (["Equalities – Service Delivery", "We welcome the Act."], "Equalities – Service Delivery"),
        (["business-plan", "Our work"], "Our work"),
        (["We will act.", "Measure", "Lead"], None),
    ],
)
def test_titles(lines, expected):
    found = title([paragraph(text) for text in lines])
    assert (found and found.text) == expected


def test_a_cell_of_very_many_lines_is_read_in_time_that_grows_with_it():
    begun = process_time()
    found = entries(cell("unclosed\n" + ",x\n" * 20_000)).texts
    assert len(found) == 1
    assert process_time() - begun < 2


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Review the policy on wards – Q4 2025/26", "Q4 2025/26"),
        ("Train ward managers - by early March 2026.", None),  # `deadline` reads what "by" says
        ("Train ward managers — 30 September 2026.", "30 September 2026"),
        ("Act on the report (March 2019)", None),
        ("Follow the Equality Act – 2010", None),
    ],
)
def test_a_time_that_a_dash_sets_off(text, phrase):
    assert at_the_end(text) == phrase


def test_the_sheet_of_the_plan_names_it_before_a_sheet_of_lines():
    tracker, cover = [paragraph("EDI tracker")], [paragraph("How to use this workbook")]
    assert title(tracker, cover).text == "EDI tracker"
    assert title([paragraph("Sheet for leads")], [paragraph("Equality Plan")]).text == "Equality Plan"
