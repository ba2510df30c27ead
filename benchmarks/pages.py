"""A plan of 2,000 actions against an empty one: the server's time for the same page, and for a filtered one.

The empty page is the unit, since it holds all that is not the list: session, membership, shell.
"""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

ACTIONS, OBJECTIVES, TIMES = 2000, 40, 15


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    django.setup()
    setup_test_environment(debug=False)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        report()
    finally:
        teardown_databases(databases, verbosity=0)
    return 0


def report() -> None:
    from dueregard.plans.tests.factories import PlanFactory

    client, organisation = sign_in()
    empty = PlanFactory(organisation=organisation)
    full = PlanFactory(organisation=organisation)
    fill(full)
    unit = seconds(lambda: client.get(f"/plans/{empty.pk}/"))
    print(f"{'an empty plan':40} {unit * 1000:7.1f} ms    1.0")
    for name, query in [
        (f"a plan of {ACTIONS:,} actions", ""),
        ("its last page", f"?page={ACTIONS // 50}"),
        ("what is overdue in it", "?gap=overdue"),
        ("what disagrees, of one lead", "?gap=disagreement&lead=Head of service 3"),
    ]:
        took = seconds(lambda query=query: client.get(f"/plans/{full.pk}/{query}"))
        print(f"{name:40} {took * 1000:7.1f} ms {took / unit:6.1f}")


def sign_in() -> tuple[Any, Any]:
    from django.test import Client

    from benchmarks.scale import enter
    from dueregard.access.tests.factories import MembershipFactory

    membership = MembershipFactory(role="officer")
    client = Client()
    enter(client, membership.user)
    return client, membership.organisation


def fill(plan: Any) -> None:
    from dueregard.plans.models import Action, Label, Lead, Measure, Objective
    from dueregard.plans.tests.factories import ActionFactory, ObjectiveFactory, days

    objectives = Objective.objects.bulk_create(
        ObjectiveFactory.build(plan=plan, position=number) for number in range(OBJECTIVES)
    )
    actions = Action.objects.bulk_create(
        ActionFactory.build(
            plan=plan,
            objective=objectives[number * OBJECTIVES // ACTIONS],
            position=number,
            ref=str(number),
            text=f"Action {number}: review how a service is used, and by whom, and publish what was found",
            timescale_text="By the end of the year",
            last_day=days(number % 400 - 100),
            status_as_written="On target",
            saying="well",
        )
        for number in range(ACTIONS)
    )
    Lead.objects.bulk_create(
        Lead.written(f"Head of service {action.position % 30}", action=action) for action in actions
    )
    Measure.objects.bulk_create(
        Measure.written("Number of people", plan=plan, action=action) for action in actions
    )
    Label.objects.bulk_create(Label(action=action, kind="aim", value="b_advance") for action in actions)


def seconds(ask: Callable[[], Any]) -> float:
    """The median of some requests after one that warms up, in the process's own time: others share the machine."""
    if ask().status_code != 200:
        raise SystemExit("the page was not shown")
    taken = []
    for _time in range(TIMES):
        started = time.process_time()
        ask()
        taken.append(time.process_time() - started)
    return statistics.median(taken)
