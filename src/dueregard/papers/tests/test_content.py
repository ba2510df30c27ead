"""What a paper says, and to whom its reader is sent."""

import pytest

from dueregard.papers import reports
from dueregard.papers.reports.words import pages
from dueregard.papers.tests.conftest import add
from dueregard.plans.models import Action
from dueregard.plans.reports import Filter
from dueregard.plans.tests.factories import TODAY, days
from equalities.documents.blocks import Paragraph, Table

pytestmark = pytest.mark.django_db


def content(actions=None, chosen=None, scope="all actions"):
    actions = Action.objects.all() if actions is None else actions
    return reports.content(actions, chosen or Filter(), organisation="Fairshire", scope=scope, as_at=TODAY)


def said(found, **given):
    return pages(found, **({"title": "Progress", "committee": ""} | given)).blocks


def under(blocks, heading):
    """The lines and tables between a heading and the next."""
    at = next(i for i, each in enumerate(blocks) if isinstance(each, Paragraph) and each.text == heading)
    rest = blocks[at + 1 :]
    end = next((i for i, each in enumerate(rest) if isinstance(each, Paragraph) and each.level), len(rest))
    return rest[:end]


def rows(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_each_list_holds_its_own_and_nothing_that_is_closed(plan):
    found = content()
    assert [each.ref for each in found.overdue] == ["1.1"]
    assert [each.ref for each in found.off_target] == ["1.2"]
    assert [each.ref for each in found.unheard] == ["1.3"]
    assert [each.ref for each in found.actions] == ["1.1", "1.2", "1.3", "2"]


def test_the_first_page_counts_and_asks(plan):
    blocks = said(content(), committee="Scrutiny")
    assert [each.text for each in blocks[:2]] == ["Progress", "For: Scrutiny"]
    assert [each.text for each in under(blocks, "In short")] == [
        "4 actions are in this paper. 3 of them are still open.",
        "1 is overdue: its day has passed.",
        "1 is off target: its lead says that it is late or at risk.",
        "1 has not been heard from for a quarter of a year.",
    ]
    first, second, third, _ = (each.text for each in under(blocks, "What to ask"))
    assert first.startswith("1.1 Fit ramps. It was due on ")
    assert first.endswith(
        ", 40 days ago. What held it up, and by what day will it be done? Ask: Depot Manager."
    )
    assert "The lead says: “Behind”." in second
    assert "There has been no update since it came into the register on" in third


def test_leads_are_posts_and_people_are_not_named(plan):
    table = under(said(content()), "1 Buildings that everybody can enter")[0]
    leads = {row[0]: row[2] for row in rows(table)[1:]}
    assert leads == {"1.1": "Depot Manager", "1.2": "Not a post", "1.3": "Nobody"}
    assert "Jane Example" not in str(said(content()))


def test_the_longest_overdue_comes_first_and_three_are_asked_about(plan):
    for age in range(50, 54):
        add(plan, f"9.{age}", "Another", last_day=days(-age), last_update_on=TODAY)
    found = content()
    assert [each.ref for each in found.overdue] == ["9.53", "9.52", "9.51", "9.50", "1.1"]
    asked = [each.text for each in under(said(found), "What to ask")]
    assert sum("It was due on" in each for each in asked) == 3


def test_a_filter_narrows_the_lists_too(plan):
    found = content(chosen=Filter(gap="stale"))
    assert [each.ref for each in found.actions] == ["1.3"]
    assert found.overdue == ()
    assert [each.ref for each in found.unheard] == ["1.3"]


def test_where_all_is_well_it_says_so(council, plan):
    Action.objects.exclude(ref="2").delete()
    blocks = said(content())
    assert "None is overdue or off target" in under(blocks, "In short")[1].text
    assert not any(isinstance(each, Paragraph) and each.text == "What to ask" for each in blocks)


def test_several_plans_are_told_apart(plan, council):
    other = type(plan).objects.create(organisation=council, title="Access plan")
    add(other, "1", "Buy loops")
    headings = [each.text for each in said(content()) if isinstance(each, Paragraph) and each.level == 3]
    assert headings == [
        "Equality plan: 1 Buildings that everybody can enter",
        "Equality plan: Under no objective",
        "Access plan: Under no objective",
    ]


def test_every_table_has_a_row_of_headings(plan):
    tables = [each for each in said(content()) if isinstance(each, Table)]
    assert len(tables) == 5
    assert all(all(cell.is_head for cell in table.rows[0]) for table in tables)
