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


def test_headings_say_what_the_lists_under_them_are():
    plan = read(
        "# Small Town Equality Policy and Plan",
        "# Our objectives",
        "- Make our buildings easy to use",
        "# What we will do",
        "We have chosen these:",
        "- Install a ramp at the hall by May 2026",
        "- Print minutes in large type",
        "# How we will measure progress",
        "- Visits to the hall",
    )
    assert [objective.text for objective in plan.objectives] == ["Make our buildings easy to use"]
    assert [action.text for action in plan.actions] == [
        "Install a ramp at the hall by May 2026",
        "Print minutes in large type",
    ]
    assert plan.measures == ("Visits to the hall",)


def test_one_short_promise_under_an_objective_is_an_action_and_running_text_is_none():
    plan = read(
        "# River Museum Equality Plan",
        "We will be fair.",
        "# Objective 1: Open our collections",
        "We will offer described tours by the end of March 2027.",
        "Lead: Head of Visits",
        "# Objective 2: Recruit trustees",
        "We will advertise. This matters to us.",
        "We will ask partners to sign up to all that we hold dear and by being open in every thing that we do we "
        "will grow our understanding of each of our communities.",
        "Lead: Director",
    )
    (action,) = plan.actions
    assert (action.text, action.objective, action.leads, action.timescale.phrase) == (
        "We will offer described tours by the end of March 2027.",
        "1",
        ("Head of Visits",),
        "by the end of March 2027",
    )
    assert [objective.leads for objective in plan.objectives] == [(), ("Director",)]
    assert left(plan) == {2, 7, 8}


def test_actions_that_labels_name_have_what_is_said_under_each():
    plan = read(
        "# Plan of Equality",
        "Objective: Fair jobs",
        "Action 1: Advertise each post",
        "Lead: HR Manager",
        "Timescale: March 2027",
        "Action 2: Train panels",
        "- Lead: Training Officer",
        "- Measure of success: All panels trained",
    )
    assert [(action.text, action.objective, action.leads) for action in plan.actions] == [
        ("Advertise each post", "Fair jobs", ("HR Manager",)),
        ("Train panels", "Fair jobs", ("Training Officer",)),
    ]
    assert plan.actions[0].timescale.phrase == "March 2027"
    assert plan.actions[1].measures == ("All panels trained",)
    assert left(plan) == set()


def objectives_by_number(column, *listed):
    actions = table(
        [["Objective", "Action", "Lead"], *([number, f"Do {number}", "Head"] for number in column)]
    )
    return plan_of(pages(*lines("# Our equality objectives", *listed), actions))


def test_a_table_may_name_listed_objectives_by_their_numbers():
    plan = objectives_by_number(
        ["1", "Objective 2", "1"], "- 1. Listen", "- 2. Hire fairly", "- 3. Open doors"
    )
    assert [objective.text for objective in plan.objectives] == ["Listen", "Hire fairly", "Open doors"]
    assert [action.objective for action in plan.actions] == ["1", "2", "1"]


def test_a_number_that_no_list_explains_stays_as_it_is():
    assert [each.text for each in objectives_by_number(["7"], "- 1. Listen").objectives] == ["7"]


def test_an_aim_and_a_question_may_be_labels():
    plan = read(
        "Signing Plan of the Council",
        "Aim: Deaf people can reach every service",
        "Action 1: Train twenty staff to sign",
        "How will we know? Twenty certificates",
    )
    (action,) = plan.actions
    assert (action.objective, action.measures) == (
        "Deaf people can reach every service",
        ("Twenty certificates",),
    )
    assert left(plan) == set()


def test_a_commitment_may_open_with_its_day_and_a_deadline_be_an_allowance_or_a_start():
    plan = plan_of(
        pages(
            paragraph("Goal 1: Patients are heard", 1),
            paragraph("We will:", 2),
            paragraph("publish complaints every year, starting in June 2026; and", 3, is_item=True),
            paragraph("let the contract within six months of the framework being agreed.", 4, is_item=True),
            paragraph("Goal 2: Staff can thrive", 5),
            paragraph("By 31 March 2027 we will halve the gap between disabled staff and others.", 6),
            paragraph("By 2019 we had halved the gap in pay.", 7),
        )
    )
    assert [(each.objective, each.timescale.phrase, each.timescale.kind) for each in plan.actions] == [
        ("1", "every year, starting in June 2026", "recurring"),
        ("1", "within six months of the framework being agreed", "relative"),
        ("2", "By 31 March 2027", "deadline"),
    ]
    assert 7 in {problem.source.line for problem in plan.problems if not problem.kept}


def test_a_numbered_heading_over_what_we_will_do_is_its_objective():
    plan = read(
        "# Our plan",
        "# 1. Everyone can reach us",
        "We will:",
        "- Publish the audit by June 2026",
        "Lead: Customer Services",
        "# 2. Who we are",
        "We run libraries.",
        "We will:",
        "- Keep them open",
        "# 3. We know who we serve",
        "We will:",
        "- Ask everyone",
    )
    assert [(one.ref, one.text) for one in plan.objectives] == [
        ("1", "Everyone can reach us"),
        ("3", "We know who we serve"),
    ]
    assert [(one.objective, one.leads) for one in plan.actions] == [
        ("1", ("Customer Services",)),
        (None, ()),
        ("3", ()),
    ]
    assert left(plan) == {3, 6, 7, 8, 11}


def test_labels_inside_a_line_and_on_lines_of_their_own():
    inline = read("Plan", "- Action: Train staff. Lead: HR Manager. Timescale: May 2026.")
    alone = read(
        "Plan",
        *("Ref", "1.1", "Action", "Train staff", "Lead", "HR Manager", "Timescale", "May 2026"),
        *("Ref", "1.2", "Action", "Audit pay", "Lead", "Finance", "Timescale", "June 2026"),
    )
    beside = read("Plan", "- Train staff (Lead: HR Manager; Timescale: May 2026)", "- Something else")
    for plan in (inline, alone, beside):
        first = plan.actions[0]
        assert (first.text, first.leads, first.timescale.phrase) == (
            "Train staff",
            ("HR Manager",),
            "May 2026",
        )
    assert [one.ref for one in alone.actions] == ["1.1", "1.2"]
    assert left(alone) == set()
    assert left(beside) == {3}


def pasted(*texts):
    """Lines as they are pasted: a number makes an entry of any line, and nothing a heading."""
    return plan_of(
        pages(
            *(
                paragraph(text.removeprefix("- "), line, is_item=text.startswith("- ") or text[:1].isdigit())
                for line, text in enumerate(texts, start=1)
            )
        )
    )


def test_a_numbered_title_keeps_its_objective_when_a_plan_is_pasted():
    plan = pasted(
        *("Our plan", "1. Easy to reach", "We will:", "- Open late", "- Offer video calls"),
        *("2. Fair to work for", "We will:", "- Publish pay gaps each March"),
        *("Monitoring", "We will:", "- Report to members"),
    )
    assert [(one.ref, one.text) for one in plan.objectives] == [
        ("1", "Easy to reach"),
        ("2", "Fair to work for"),
    ]
    assert [one.objective for one in plan.actions] == ["1", "1", "2", None]
    assert left(plan) == {3, 7, 9, 10}


def test_the_last_of_a_numbered_list_is_no_title():
    plan = pasted(
        "We will:", "1. Listen", "2. Act", "3. Learn", "We will measure progress through:", "- A survey"
    )
    assert [one.text for one in plan.actions] == ["Listen", "Act", "Learn"]
    assert (plan.objectives, plan.measures) == ((), ("A survey",))


def test_entries_broken_over_lines_and_numbers_on_lines_of_their_own():
    plan = read(
        "Aim 1",
        "Everyone is paid fairly",
        "We will:",
        "1.",
        "Pay cleaners more from April 2027",
        "- Ask each contractor by",
        "May 2026",
        "- Report on shortlists",
        "3",
    )
    assert [(one.text, one.timescale and one.timescale.phrase) for one in plan.actions] == [
        ("Pay cleaners more from April 2027", "from April 2027"),
        ("Ask each contractor by May 2026", "by May 2026"),
        ("Report on shortlists", None),
    ]
    assert {one.objective for one in plan.actions} == {"1"}
    assert left(plan) == {3, 9}


def test_the_date_in_brackets_at_the_end_counts_before_one_in_the_text():
    plan = read("Objective 1: Be heard", "- We will test the line every quarter (by June 2026).")
    assert plan.actions[0].timescale.phrase == "by June 2026"


def test_numbered_actions_and_paragraphs_that_say_who_leads():
    plan = read(
        "Objective: Trust in our searches",
        "Action 1: Publish the reasons each quarter",
        "Owner: Superintendent",
        "Due: 30 September 2027",
        "Objective 2: Getting here",
        "2.1 Mark six bays near the lift. Lead: Facilities. By when: March 2027.",
    )
    assert [(one.ref, one.text, one.leads, one.timescale.phrase) for one in plan.actions] == [
        (None, "Publish the reasons each quarter", ("Superintendent",), "30 September 2027"),
        ("2.1", "Mark six bays near the lift", ("Facilities",), "March 2027"),
    ]
    assert left(plan) == set()


def test_what_has_a_number_under_its_objective_is_to_be_done():
    plan = read(
        "Fair Town Plan",
        "Goal 1: Close the gap",
        "Strategy 1.1 Review assessment by July 2025",
        "Lead: Registrar",
        "Action 1.2: Mentor students",
        "Strategy 2.1 Of no goal here",
    )
    assert [each.ref for each in plan.objectives][:1] == ["1"]
    assert [(each.ref, each.text, each.objective, each.leads) for each in plan.actions] == [
        ("1.1", "Review assessment by July 2025", "1", ("Registrar",)),
        ("1.2", "Mentor students", "1", ()),
    ]


def test_when_one_thing_is_due_is_not_the_plans_period():
    assert read("Fair Town Plan", "Set up a forum", "Deadline: 2025/26").period is None
    assert read("Fair Town Plan", "Plan period: 2025/26").period == "2025/26"
