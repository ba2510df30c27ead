import io

import docx
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.access.tests.factories import PostFactory, UnitFactory
from dueregard.plans.models import Action, Label, Lead, Measure
from dueregard.plans.tests.factories import ActionFactory, ObjectiveFactory, complete, days
from tests.pages import page

pytestmark = pytest.mark.django_db


def test_actions_stand_under_their_objective(officer, plan, objective):
    complete(ActionFactory(plan=plan, objective=objective, ref="1.1", text="Count", last_day=days(-1)))
    Action.objects.update(status_as_written="On target", timescale_text="Yesterday")
    ActionFactory(plan=plan, text="Loose")
    seen = page(officer.get(f"/plans/{plan.pk}/"))
    assert seen.h1 == "Our plan"
    (row,) = seen.table("1 Know who uses our services")
    assert (row["Action"], row["Lead"], row["The lead says"]) == ("1.1 Count", "Head of Housing", "On target")
    assert row["The dates say"].startswith("Overdue last day ")
    assert [row["Action"] for row in seen.table("Under no objective")] == ["Loose"]
    assert seen.links["1 Know who uses our services"] == f"/objectives/{objective.pk}/"


def test_the_rule_is_printed_beside_the_word(reader, plan):
    ActionFactory(plan=plan)
    assert (
        "Overdue its last day or its next due day has passed" in page(reader.get(f"/plans/{plan.pk}/")).main
    )


def test_an_empty_plan_says_so(reader, officer, plan):
    assert "This plan has no actions yet." in page(reader.get(f"/plans/{plan.pk}/")).main
    assert "Add an action" in page(officer.get(f"/plans/{plan.pk}/")).links


def test_an_empty_list_offers_no_download(officer, plan):
    for url in (f"/plans/{plan.pk}/", "/actions/"):
        assert not any("ownload" in words for words in page(officer.get(url)).links)


def test_outcomes_and_measures_of_the_whole_plan(reader, plan):
    plan.outcomes = ["A fair place"]
    plan.save()
    Measure.objects.create(plan=plan, text="Share of staff")
    seen = page(reader.get(f"/plans/{plan.pk}/")).main
    assert "A fair place" in seen
    assert "Share of staff" in seen


def actions_of(seen):
    return [row["Action"] for row in seen.table("Under no objective")]


def test_the_list_is_filtered_and_says_so(officer, plan):
    unit = UnitFactory(organisation=plan.organisation)
    wanted = ActionFactory(plan=plan, text="Wanted", unit=unit, last_day=days(-1))
    Label.objects.create(action=wanted, kind="aim", value="c_foster")
    ActionFactory(plan=plan, text="Other")
    for query in ({"unit": unit.name}, {"aim": "c_foster"}, {"due": "overdue"}, {"gap": "overdue"}):
        assert actions_of(page(officer.get(f"/plans/{plan.pk}/", **query))) == ["Wanted"]
    empty = page(officer.get(f"/plans/{plan.pk}/", due="closed"))
    assert "No action fits this filter." in empty.main


def test_a_value_that_is_not_there_asks_for_nothing(officer, plan):
    ActionFactory(plan=plan, text="Only")
    seen = page(officer.get(f"/plans/{plan.pk}/", due="nonsense", unit="x"))
    assert actions_of(seen) == ["Only"]


def test_fifty_on_a_page(officer, plan):
    Action.objects.bulk_create(ActionFactory.build(plan=plan, position=n, text=f"A{n}") for n in range(51))
    assert len(actions_of(page(officer.get(f"/plans/{plan.pk}/")))) == 50
    assert actions_of(page(officer.get(f"/plans/{plan.pk}/", page=2))) == ["A50"]


def test_each_page_goes_on_where_the_one_before_it_ended(officer, plan):
    """Also where they are read from the end, and by their keys where they stand at one place."""
    made = [ActionFactory.build(plan=plan, position=n // 7, text=f"A{n}") for n in range(231)]
    Action.objects.bulk_create(made)
    pages = [page(officer.get(f"/plans/{plan.pk}/", page=number)) for number in range(1, 6)]
    assert [text for each in pages for text in actions_of(each)] == [action.text for action in made]


def test_many_objectives_have_a_page_of_their_own(officer, plan):
    for number in range(51):
        ObjectiveFactory(plan=plan, text=f"Objective {number}", position=number)
    seen = page(officer.get(f"/plans/{plan.pk}/"))
    assert seen.links["All 51 objectives"] == f"/plans/{plan.pk}/objectives/"
    assert len(page(officer.get(f"/plans/{plan.pk}/objectives/")).table("Objectives")) == 50
    assert len(page(officer.get(f"/plans/{plan.pk}/objectives/", page=2)).table("Objectives")) == 1


def fill(plan, objective, number):
    actions = Action.objects.bulk_create(
        ActionFactory.build(plan=plan, objective=objective, position=n, text=f"A{n}") for n in range(number)
    )
    Lead.objects.bulk_create(Lead.written("Manager", action=action) for action in actions)
    Measure.objects.bulk_create(Measure.written("Number", plan=plan, action=action) for action in actions)
    Label.objects.bulk_create(Label(action=action, kind="aim", value="All") for action in actions)


@pytest.mark.slow_test
@pytest.mark.parametrize(
    "address", ["/plans/", "/plans/{}/", "/plans/{}/objectives/", "/actions/", "/remit/"]
)
def test_the_queries_are_the_same_for_ten_and_a_thousand(officer, plan, objective, address):
    def queries(number):
        Action.objects.all().delete()
        fill(plan, objective, number)
        officer.get(address.format(plan.pk))
        with CaptureQueriesContext(connection) as captured:
            assert officer.get(address.format(plan.pk)).status_code == 200
        return len(captured)

    assert queries(1000) == queries(10)


@pytest.mark.slow_test
@pytest.mark.parametrize("address", ["/plans/{}/", "/plans/{}/objectives/"])
def test_the_queries_are_the_same_for_few_objectives_and_many(officer, plan, objective, address):
    def queries():
        officer.get(address.format(plan.pk))
        with CaptureQueriesContext(connection) as captured:
            officer.get(address.format(plan.pk))
        return len(captured)

    fill(plan, objective, 10)
    few = queries()
    for number in range(30):
        fill(plan, ObjectiveFactory(plan=plan, text=f"Objective {number}"), 1)
    assert queries() == few


def test_a_filtered_list_is_a_landscape_document_with_a_repeated_head(reader, plan):
    complete(ActionFactory(plan=plan, text="Late", last_day=days(-1)))
    complete(ActionFactory(plan=plan, text="Fine", last_day=days(100)))
    response = reader.get(f"/plans/{plan.pk}/download/docx/", due="overdue")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Our plan" in response["Content-Disposition"]
    document = docx.Document(io.BytesIO(response.content))
    section = document.sections[0]
    assert section.page_width > section.page_height
    (table,) = document.tables
    assert [row.cells[0].text for row in table.rows] == ["Action", "Late"]
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    line = next(each.text for each in document.paragraphs if each.text.startswith("As at "))
    assert line.endswith(": the dates say: Overdue")


def test_a_workbook_runs_no_formula(reader, plan):
    ActionFactory(plan=plan, text="=1+1")
    content = reader.get(f"/plans/{plan.pk}/download/xlsx/").content
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    (cell,) = [cell for cell in cells if cell.value == "=1+1"]
    assert cell.data_type == "s"


def test_the_actions_of_every_plan(reader, plan, objective):
    complete(ActionFactory(plan=plan, objective=objective, text="Late", last_day=days(-1)))
    PostFactory(organisation=plan.organisation)
    seen = page(reader.get("/actions/", gap="overdue"))
    assert seen.h1 == "Actions"
    assert "In this list: only: Overdue. The last day or the next due day has passed." in seen.main
    assert seen.links["Our plan"] == f"/plans/{plan.pk}/"
    assert reader.get("/actions/download/docx/", gap="overdue").content.startswith(b"PK")
