"""Plans without tables, and tables without borders."""

from equalities.documents import plan_of
from equalities.documents.tests.making import pages, paragraph, table


def lines(*texts):
    """Lines of text: "- " marks an entry of a list, "# " a heading."""
    return [
        paragraph(
            text.lstrip("-# "),
            line,
            is_item=text.startswith("- "),
            level=1 if text.startswith("# ") else None,
        )
        for line, text in enumerate(texts, start=1)
    ]


def read(*texts):
    return plan_of(pages(*lines(*texts)))


def left(plan):
    return {problem.source.line for problem in plan.problems if not problem.kept}


def test_lists_by_what_introduces_them():
    plan = read(
        "# Fair Town Plan",
        "We are committed to:",
        "- Listening",
        "To achieve this, we will:",
        "- Survey residents by 2026",
        "- Publish the answers",
        "We will measure progress through:",
        "- A yearly survey",
        "We will deliver the following outcomes:",
        "- More trust",
    )
    assert [objective.text for objective in plan.objectives] == ["Listening"]
    assert [action.text for action in plan.actions] == ["Survey residents by 2026", "Publish the answers"]
    assert plan.actions[0].timescale.phrase == "by 2026"
    assert (plan.measures, plan.outcomes) == (("A yearly survey",), ("More trust",))
    assert left(plan) == {2, 4, 7, 9}


def test_a_list_of_another_strategy_makes_no_rows():
    plan = read(
        "A Cohesion Strategy has been produced. The key priorities are:",
        "- Youth",
        "The strategy will:",
        "- Build",
    )
    assert plan.actions == plan.objectives == ()
    assert left(plan) == {1, 2, 3, 4}


def test_running_text_makes_no_rows():
    plan = read("We will do many things for everyone.", "By March 2026 we will publish a report.")
    assert plan.actions == ()


def test_objectives_named_in_lines_and_the_actions_under_them():
    plan = read(
        "Contents",
        "Objective 1: To listen to residents",
        "Objective 2: To act",
        "Our objectives",
        "Objective 1: To listen to residents",
        "Why this matters is plain to see.",
        "We will:",
        "- Hold forums",
        "Objective 2: To act",
    )
    assert [(each.ref, each.source.line) for each in plan.objectives] == [("1", 2), ("2", 3)]
    assert [(action.text, action.objective) for action in plan.actions] == [("Hold forums", "1")]


def test_entries_that_lost_their_bullets():
    plan = read(
        "To address these barriers, the Department will:",
        "Increase the number of reviews that it makes each year.",
        "In 2023, the unit opened a new office for this.",
        "Train every member of staff who meets the public.",
    )
    assert [action.source.line for action in plan.actions] == [2]
    assert [problem.source.line for problem in plan.problems if "bullets are lost" in problem.what] == [2]


def test_prose_beside_a_table_of_actions_makes_no_rows():
    plan = plan_of(
        pages(*lines("We will:", "- Survey residents"), table([["Action", "Lead"], ["Train", "HR"]], 1))
    )
    assert [action.text for action in plan.actions] == ["Train"]
    assert left(plan) == {1, 2}


def test_entries_with_a_deadline_are_actions():
    plan = read("- Publish the data (by March 2025)", "- Everything else")
    assert [action.timescale.phrase for action in plan.actions] == ["by March 2025"]
    assert left(plan) == {2}


def test_headings_one_a_line_mean_a_table_without_borders():
    plan = read("# Fair Town Plan", "Action", "Lead", "Timescale", "Train staff", "HR", "Lead", "2026")
    assert plan.headings == ("Action", "Lead", "Timescale")
    assert plan.actions == ()
    assert left(plan) == {5, 6, 8}


def test_columns_divided_by_slashes():
    plan = read(
        "Objective / Action / Lead",
        "Fair jobs / Train panels by 2026",
        "Survey staff / HR Manager",
        "Data Manager",
        "Fair homes / Audit lettings / Housing Manager",
    )
    assert [objective.text for objective in plan.objectives] == ["Fair jobs", "Fair homes"]
    assert [(action.text, action.leads) for action in plan.actions] == [
        ("Train panels by 2026", ("HR Manager",)),
        ("Survey staff", ("Data Manager",)),
        ("Audit lettings", ("Housing Manager",)),
    ]
