import pytest

from dueregard.access.tests.factories import PostFactory
from dueregard.plans.models import Action, Lead, Objective, Plan
from dueregard.plans.models.words import saying
from dueregard.plans.tests.factories import days


@pytest.fixture
def plan(council):
    """Of four actions one is overdue, one off target, one not heard from; one is closed."""
    plan = Plan.objects.create(organisation=council, title="Equality plan")
    objective = Objective.objects.create(plan=plan, ref="1", text="Buildings that everybody can enter")
    post = PostFactory(organisation=council, title="Depot Manager")
    ramps = add(plan, "1.1", "Fit ramps", objective=objective, last_day=days(-40), last_update_on=days(-5))
    Lead.written("Depot Manager", action=ramps, post=post).save()
    parking = add(plan, "1.2", "Review parking", objective=objective, last_day=days(300), status="Behind")
    Lead.written("Jane Example", action=parking).save()
    add(plan, "1.3", "Ask the forum", objective=objective, last_day=days(300), registered_on=days(-200))
    add(plan, "2", "Open the door", last_day=days(-400), closed_on=days(-300))
    return plan


def add(plan, ref, text, *, status="", **fields):
    fields["first_last_day"] = fields.get("last_day")
    said = {"status_as_written": status, "saying": saying(status)}
    return Action.objects.create(plan=plan, ref=ref, text=text, **said, **fields)


@pytest.fixture
def paper(officer, plan):
    """Prepared, not issued."""
    officer.post("/papers/prepare/", title="Progress", committee="Scrutiny")
    return plan.organisation.papers.get()
