"""A plan with something in it, and a dataset that staff have seen."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from dueregard.access.tests.factories import PostFactory
from dueregard.monitoring.reports import files
from dueregard.monitoring.tests.factories import ETHNICITY, census, loaded, users
from dueregard.plans.models import Action, Lead, Objective, Plan
from dueregard.publications.tests.factories import FIRST_YEAR, SECOND_YEAR, ethnic_groups
from tests.in_process import in_this_process

PEOPLE = {"Female": 600, "Male": 390, "Prefer not to say": 10}


@pytest.fixture(autouse=True)
def no_child(monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(files, "run_limited", in_this_process)


@pytest.fixture
def post(council):
    return PostFactory(organisation=council, title="Head of Libraries")


@pytest.fixture
def plan(council, post):
    """One objective with two actions, one on time and one overdue, and an action under no objective."""
    plan = Plan.objects.create(organisation=council, title="Equality plan")
    objective = Objective.objects.create(plan=plan, ref="1", text="Know who uses our services")
    today = timezone.localdate()
    soon, gone = today + timedelta(days=200), today - timedelta(days=20)
    ask = Action.objects.create(
        plan=plan,
        objective=objective,
        ref="1.1",
        text="Ask the same questions everywhere",
        status_as_written="On target",
        sentence_as_written="Six services of eight now ask.",
        first_last_day=soon,
        last_day=soon,
    )
    Action.objects.create(
        plan=plan,
        objective=objective,
        ref="1.2",
        text="=Review",
        first_last_day=gone,
        last_day=gone,
        position=1,
    )
    Action.objects.create(plan=plan, text="Train the front line", position=2)
    Lead.objects.create(action=ask, text="Pat Person", post=post)
    return plan


@pytest.fixture
def dataset(council, officer, analyst):
    """Library users by sex; ten of them preferred not to say."""
    census(council, officer.user)
    return loaded(analyst, users(**PEOPLE))


@pytest.fixture
def years(analyst):
    """The users of two years by ethnic group, the earlier first; each has a small group of its own."""
    earlier = {"starts_on": date(2023, 4, 1), "ends_on": date(2024, 3, 31), "title": "Users, first year"}
    first = loaded(analyst, ethnic_groups(FIRST_YEAR), columns=(ETHNICITY,), **earlier)
    second = loaded(analyst, ethnic_groups(SECOND_YEAR), columns=(ETHNICITY,), title="Users, second year")
    return first, second
