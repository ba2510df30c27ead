import pytest

from dueregard.plans import services
from dueregard.plans.services import reading
from dueregard.plans.tests.factories import ObjectiveFactory, PlanFactory, read_here, upload


@pytest.fixture(autouse=True)
def _no_child_process(request, monkeypatch):
    """Only slow tests start one."""
    if "slow_test" not in request.keywords:
        monkeypatch.setattr(reading, "run_limited", read_here)


@pytest.fixture
def waiting(officer):
    """A document that was read and waits to be confirmed."""
    return services.read_plan(officer.membership.organisation, by=officer.user, upload=upload())


@pytest.fixture
def imported(waiting, officer):
    return services.confirm(waiting, by=officer.user, title="Equality plan")


@pytest.fixture
def plan(council):
    return PlanFactory(organisation=council, title="Our plan")


@pytest.fixture
def objective(plan):
    return ObjectiveFactory(plan=plan, ref="1", text="Know who uses our services")
