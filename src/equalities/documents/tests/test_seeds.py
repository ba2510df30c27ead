"""The five source documents, counted by hand."""

import json
from collections import Counter

import pytest

from equalities.documents import PlanDocument, read_plan

SEEDS = {
    "000": "000_d0c265ff52f37d54.txt",
    "001": "001_eec69947d69cbc58.txt",
    "002": "002_908b0bdd26c09c3c.txt",
    "003": "003_79ed6ec65f82ed54.txt",
    "004": "004_152d57aac5323a8d.txt",
}
COUNTS = {
    "000": (7, 8, 5, 0),
    "001": (7, 18, 0, 0),
    "002": (0, 15, 0, 0),
    "003": (21, 27, 0, 0),
    "004": (3, 0, 0, 3),
}


@pytest.fixture
def seed(shared):
    return lambda number: read_plan(shared / "spec" / "seeds" / SEEDS[number])


def lines_of(plan, what):
    return [problem.source.line for problem in plan.problems if what in problem.what]


@pytest.mark.parametrize("number", SEEDS)
def test_counts(seed, number):
    plan = seed(number)
    found = (len(plan.objectives), len(plan.actions), len(plan.measures), len(plan.outcomes))
    assert found == COUNTS[number]


@pytest.mark.parametrize("number", SEEDS)
def test_every_cell_is_kept_or_named(seed, number):
    plan = seed(number)
    left = {problem.source for problem in plan.problems if not problem.kept}
    assert plan.cells_kept + len(left) == plan.cells_seen


@pytest.mark.parametrize("number", SEEDS)
def test_json_brings_the_plan_back(seed, number):
    plan = seed(number)
    assert PlanDocument.from_dict(json.loads(json.dumps(plan.as_dict()))) == plan


def test_001_cells_seen_are_those_of_the_file(shared, seed):
    lines = (shared / "spec" / "seeds" / SEEDS["001"]).read_text().split("\n")
    assert seed("001").cells_seen == sum(bool(cell.strip()) for line in lines for cell in line.split("\t"))


def test_001_objectives(seed):
    plan = seed("001")
    assert [objective.ref for objective in plan.objectives] == list("1234567")
    assert [objective.theme for objective in plan.objectives] == [
        "Strategic Planning",
        "Service Development and Delivery",
        None,
        "Performance",
        "Workforce",
        "Communications",
        "Partnerships",
    ]
    assert [objective.source.line for objective in plan.objectives] == [8, 11, 30, 39, 42, 52, 54]
    assert plan.objectives[2].text.startswith("To ensure commissioning")


def test_001_actions_stand_under_their_objectives(seed):
    plan = seed("001")
    assert [action.ref for action in plan.actions] == [str(number) for number in range(1, 19)]
    assert [action.objective for action in plan.actions] == list("112222223344555677")
    assert {action.theme for action in plan.actions if action.objective == "3"} == {None}


def test_001_title_period_and_headings(seed):
    plan = seed("001")
    assert plan.title == "Draft Equalities Action Plan – January 2013 to March 2016"
    assert plan.period == "January 2013 to March 2016"
    assert plan.headings == ("Action relating to", "Outcomes", "Measures", "Lead", "Timescale")


def test_001_underlined_aims(seed):
    aims = {action.ref: action.aims for action in seed("001").actions}
    assert aims["1"] == ("a_eliminate",)
    assert aims["7"] == ("c_foster",)
    assert aims["9"] == ("a_eliminate", "b_advance")
    assert aims["13"] == ("b_advance", "c_foster")
    assert aims["17"] == ("a_eliminate",)  # "fostering good relations" is not underlined there
    assert aims["8"] == aims["12"] == ()


def test_001_lists_without_marks_stay_whole(seed):
    plan = seed("001")
    assert lines_of(plan, "may be several") == [9, 9, 12, 19, 22, 32]
    assert all(len(action.measures) == len(action.leads) == 1 for action in plan.actions)


def test_001_to_be_determined_is_a_measure(seed):
    vague = [action.ref for action in seed("001").actions if action.measures[0].startswith("To be")]
    assert vague == ["5", "8", "10", "12", "15"]


def test_001_marks_of_lists_are_not_text(seed):
    eleven = seed("001").actions[10]
    assert eleven.measures == ("Single system in place",)
    assert len(eleven.outcomes) == 1


def test_001_fields_hold_every_column(seed):
    first = seed("001").actions[0]
    assert list(first.fields) == [
        "column 1",
        "Action relating to",
        "Outcomes",
        "Measures",
        "Lead",
        "Timescale",
    ]
    assert first.fields["column 1"] == "1."
    assert first.sources["Timescale"].column == 6
    assert first.timescale.kind == "compound"


def test_002_values_are_not_blanks(seed):
    plan = seed("002")
    assert len(plan.headings) == 11
    assert Counter(action.fields["EFLG Criteria"] for action in plan.actions) == {"To be mapped": 15}
    assert Counter(action.aims for action in plan.actions) == {("All",): 14, ("n/a",): 1}
    assert Counter(action.status for action in plan.actions) == {"On target": 4, None: 11}
    assert plan.actions[3].leads == ("TBC",)
    assert plan.actions[3].timescale.kind == "period"


def test_002_two_people_are_two_leads_where_one_stands_alone_elsewhere(seed):
    plan = seed("002")
    assert [len(action.leads) for action in plan.actions] == [1] * 6 + [2, 1, 2] + [1] * 6
    assert lines_of(plan, "may be several") == [232]


def test_002_goes_on_after_a_blank_line(seed):
    last = seed("002").actions[-1]
    assert (last.source.line, last.theme, last.ref) == (235, None, None)


def test_002_focus_points_are_named_and_left(seed):
    plan = seed("002")
    left = {problem.source.line for problem in plan.problems if not problem.kept}
    assert {80, 140, 217} <= left


def test_003_objectives(seed):
    plan = seed("003")
    without = [objective.source.line for objective in plan.objectives if objective.ref is None]
    assert without == [254, 267, 287]
    assert lines_of(plan, "the numbering leaves one out here") == without
    assert [objective.ref for objective in plan.objectives if objective.ref] == [
        str(number) for number in range(1, 22) if number not in (12, 14, 17)
    ]


def test_003_a_row_without_number_or_gap_continues_the_one_above(seed):
    plan = seed("003")
    nine, ten = plan.objectives[8:10]
    assert nine.leads[-1] == "Procurement Group (All Departments represented)"
    assert nine.text.endswith("Procurement and Purchasing policy")
    assert "include data on race/ethnicity" in ten.text
    assert lines_of(plan, "leaves none out") == [236, 252]


def test_003_actions_belong_to_a_group(seed):
    plan = seed("003")
    assert {action.objective for action in plan.actions} == {None}
    assert list(dict.fromkeys(action.theme for action in plan.actions)) == [
        "Strategy and Planning",
        "Improving Customer Care",
        "Accessible Services Communications, Publicity and Customer Access",
        "Representative Workforce",
    ]


def test_003_torn_rows_are_mended(seed):
    plan = seed("003")
    *_, training, _, review = plan.actions
    assert training.outcomes[-1].startswith("Integration of social inclusion")
    assert review.text.endswith("To be completed in early 2003")
    assert review.outcomes[0].endswith("good quality employer and service provider.")
    assert review.outcomes[1] == "BVPI 11a, BVPI 11b."
    assert lines_of(plan, "told by its place alone") == [316, 316, 318]


def test_003_a_heading_broken_in_two_is_one(seed):
    assert seed("003").headings == (
        "OBJECTIVE",
        "LEAD",
        "ACTION",
        "OUTPUT (Improvements by March 2005 or earlier)",
        "OUTCOME & PERFORMANCE MEASURE",
    )


def test_000_lists_of_prose(seed):
    plan = seed("000")
    assert [objective.source.line for objective in plan.objectives] == list(range(15, 22))
    assert [action.source.line for action in plan.actions] == [25, 26, 27, 28, 30, 31, 32, 33]
    assert [source.line for source in plan.sources["measures"]] == list(range(37, 42))


def test_004_other_strategies_make_no_rows(seed):
    plan = seed("004")
    assert [objective.source.line for objective in plan.objectives] == [21, 27, 31]
    assert [source.line for source in plan.sources["outcomes"]] == [15, 16, 17]
    assert plan.objectives[0].text.startswith("To undertake a full review")
