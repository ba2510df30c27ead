"""Tables that came one cell a line: put together where nothing is left to guess, else said to be damaged."""

import pytest

from equalities.documents import plan_of
from equalities.documents.tests.making import pages, paragraph

HEAD = ("Action", "Lead", "Timescale")
FIRST = ("Train all the staff", "HR Manager", "May 2026")
SECOND = ("Audit all our lettings", "Head of Housing", "Every quarter")


def read(*texts):
    return plan_of(pages(*(paragraph(text, line) for line, text in enumerate(texts, start=1))))


def rows(plan):
    return [(one.text, *one.leads, one.timescale.phrase, one.source.line) for one in plan.actions]


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        ((*HEAD, *FIRST, *SECOND), (4, 7)),
        ((*HEAD, *FIRST, *HEAD, *SECOND), (4, 10)),
        ((*HEAD, *FIRST, *SECOND, "Was this page of use?", "Last updated: 3 May 2026"), (4, 7)),
        (tuple(text for column in zip(HEAD, FIRST, SECOND, strict=True) for text in column), (2, 3)),
    ],
)
def test_rows_and_columns_whose_order_tells_all(texts, lines):
    plan = read("Plan of the Council", *texts)
    assert rows(plan) == [(*row, line + 1) for row, line in zip((FIRST, SECOND), lines, strict=True)]
    assert sum("put together" in problem.what for problem in plan.problems) == 2
    assert plan.cells_kept + sum(not problem.kept for problem in plan.problems) == plan.cells_seen


def test_a_label_between_the_rows_is_their_objective():
    plan = read("Plan", *HEAD, "Objective 1: Fair jobs", *FIRST, "Objective 2: Fair homes", *SECOND)
    assert [(one.text, one.objective) for one in plan.actions] == [(FIRST[0], "1"), (SECOND[0], "2")]


@pytest.mark.parametrize(
    "texts",
    [
        (*HEAD, *FIRST, SECOND[0], SECOND[2], *FIRST),  # a cell is lost
        (*HEAD, *FIRST, "Audit all", "our lettings", *SECOND[1:]),  # a cell runs over two lines
        (*HEAD, *FIRST),  # one row shows no order
        (
            "Measure",
            "Outcome",
            "Train all the staff",
            "They know",
            "Audit all lettings",
            "Fairness",
        ),  # no dates
    ],
)
def test_what_the_order_does_not_tell_makes_no_row(texts):
    plan = read("Plan of the Council", *texts)
    assert plan.actions == ()
    assert any("lost the borders of its cells" in problem.what for problem in plan.problems)
