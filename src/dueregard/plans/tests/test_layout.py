"""The register goes out in the layout of the document that it came in by."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.plans import services
from dueregard.plans.models import Action, Lead
from dueregard.plans.tests.factories import ActionFactory, ObjectiveFactory, upload
from equalities.documents import read_plan
from equalities.documents.exporting import FORMATS

SAID = ("ref", "text", "objective", "theme", "leads", "measures", "outcomes", "aims", "status")


def said(plan):
    """What a document says of each action and objective."""
    actions = [
        [getattr(each, name) for name in SAID] + [each.timescale and each.timescale.phrase]
        for each in plan.actions
    ]
    return plan.title, actions, [(each.ref, each.text) for each in plan.objectives]


def brought_in(officer, tmp_path, text, name="plan.csv"):
    """The plan of a document, and what the library reads in it."""
    file = tmp_path / name
    file.write_text(text)
    found = services.read_plan(officer.membership.organisation, by=officer.user, upload=upload(text, name))
    before = read_plan(file)
    return services.confirm(found, by=officer.user, title=before.title), before


def taken_out(client, plan, kind, tmp_path):
    file = tmp_path / f"out.{kind}"
    file.write_bytes(client.get(f"/plans/{plan.pk}/layout/{kind}/").content)
    return read_plan(file)


TITLED = """<h1>Fair for everyone: equality plan</h1><table><tr><th>Ref</th><th>What we will do</th><th>Who</th>
<th>By when</th><th>Measures</th><th>Priority</th></tr>
<tr><td colspan=6>Objective 1: Know our tenants</td></tr>
<tr><td>1.1</td><td>Ask every tenant</td><td>Head of Housing / Head of Insight</td><td>May 2026</td>
<td><ul><li>Nine in ten answer</li><li>Answers are published</li></ul></td><td>High</td></tr>
<tr><td colspan=6>Objective 2: Open our doors</td></tr>
<tr><td>2.1</td><td>Fit ramps</td><td>Estates</td><td>Ongoing</td><td>Ramps</td><td>Low</td></tr></table>"""
MERGED = """<h1>Equality plan 2025</h1><table><tr><th>Equality objective</th><th>Action</th><th>Lead</th><th>Due</th></tr>
<tr><td rowspan=2>1. Fair jobs</td><td>Advertise widely</td><td>HR</td><td>May 2026</td></tr>
<tr><td>Train who chooses</td><td>HR</td><td>June 2026</td></tr>
<tr><td>2. Open doors</td><td>Fit ramps</td><td>Estates</td><td>Q2 2026/27</td></tr></table>"""
THEMED = """<h1>Equality plan 2025</h1><h2>Customers</h2><table><tr><th>Action</th><th>Owner</th><th>Deadline</th></tr>
<tr><td>Fit a loop</td><td>Estates</td><td>May 2026</td></tr></table><h2>Colleagues</h2><table><tr><th>Action</th>
<th>Owner</th><th>Deadline</th></tr><tr><td>Publish the gap</td><td>HR</td><td>June 2026</td></tr></table>"""


@pytest.mark.parametrize("page", [TITLED, MERGED, THEMED], ids=["titled", "merged", "themed"])
@pytest.mark.parametrize("kind", FORMATS)
def test_a_plan_goes_out_as_its_document_had_it(officer, tmp_path, page, kind):
    plan, before = brought_in(officer, tmp_path, page, "plan.html")
    after = taken_out(officer, plan, kind, tmp_path)
    assert said(after) == said(before)
    assert [heading for heading in before.headings if heading not in after.headings] == []


def test_it_says_what_the_register_says_today(officer, tmp_path):
    plan, _before = brought_in(officer, tmp_path, TITLED, "plan.html")
    action = Action.objects.get(ref="2.1")
    action.text, action.timescale_text = "Fit ramps and rails", "June 2027"
    action.save()
    Lead.written("Head of Assets", action=action).save()
    ActionFactory(plan=plan, objective=action.objective, text="Added by hand", position=99)
    after = taken_out(officer, plan, "docx", tmp_path)
    _first, changed, added = after.actions
    assert (changed.ref, changed.text, changed.timescale.phrase) == (
        "2.1",
        "Fit ramps and rails",
        "June 2027",
    )
    assert changed.leads == ("Estates", "Head of Assets")
    assert changed.fields["Priority"] == "Low"
    assert (added.text, added.objective) == ("Added by hand", "2")


def test_what_stands_in_no_table_goes_out_too(officer, tmp_path):
    plan, _before = brought_in(officer, tmp_path, MERGED, "plan.html")
    ObjectiveFactory(plan=plan, ref="3", text="Speak plainly")
    after = taken_out(officer, plan, "html", tmp_path)
    assert [(each.ref, each.text) for each in after.objectives][-1] == ("3", "Speak plainly")
    assert len(after.actions) == 3


def test_a_plan_made_by_hand_has_columns_of_its_own(reader, plan, tmp_path):
    ActionFactory(plan=plan, ref="7", text="Fit ramps", timescale_text="May 2026")
    (action,) = taken_out(reader, plan, "csv", tmp_path).actions
    assert (action.ref, action.text, action.timescale.phrase) == ("7", "Fit ramps", "May 2026")


def test_who_may_take_it(reader, stranger, plan):
    ActionFactory(plan=plan)
    assert reader.get(f"/plans/{plan.pk}/layout/docx/").status_code == 200
    assert reader.get(f"/plans/{plan.pk}/layout/pdf/").status_code == 404
    assert stranger.get(f"/plans/{plan.pk}/layout/docx/").status_code == 404


def test_the_page_of_a_plan_that_came_in_by_a_document_offers_it(officer, plan, tmp_path):
    ActionFactory(plan=plan)
    assert "/layout/" not in officer.get(f"/plans/{plan.pk}/").content.decode()
    imported, _before = brought_in(officer, tmp_path, MERGED, "plan.html")
    assert f"/plans/{imported.pk}/layout/docx/" in officer.get(f"/plans/{imported.pk}/").content.decode()


def test_a_longer_plan_takes_no_more_queries(reader, plan):
    counts = []
    for number in (3, 30):
        ActionFactory.create_batch(number, plan=plan)
        with CaptureQueriesContext(connection) as queries:
            reader.get(f"/plans/{plan.pk}/layout/html/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.slow_test
@pytest.mark.parametrize("seed", ["001", "002", "003"])
def test_real_plans_go_out_as_their_documents_had_them(officer, shared, tmp_path, seed):
    (path,) = (shared / "spec" / "seeds").glob(f"{seed}_*.txt")
    plan, before = brought_in(officer, tmp_path, path.read_text("utf-8"), path.name)
    after = taken_out(officer, plan, "docx", tmp_path)
    assert said(after)[1] == said(before)[1]
