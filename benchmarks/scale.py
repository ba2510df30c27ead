"""A region: 50 organisations under one, 20,000 actions, 200,000 updates. How long does each list page take the server?

Signed in is the officer of the organisation above all, who sees every row. The unit is an empty Django page in the
same run: what Django itself takes to answer through the same middleware. Times are of the processor, since others share
the machine: of this process, and of the one of PostgreSQL that works for it. Queries are counted. Each page has three
times: of whoever asks while nothing is written; of whoever asks first after an update was recorded in one of the
organisations; and of whoever asks first of all after a start or at midnight, when every organisation is counted. Fails
where one of the first two is over 50 ms, or 100 ms for the search, of the whole region.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

TIMES = 11
OBJECTIVES = 20  # of each organisation
LIMIT, SEARCH_LIMIT = 50, 100  # milliseconds
BATCH = 2_000


@dataclass(frozen=True)
class Region:
    organisations: int
    actions: int
    updates: int


SMALL = Region(5, 1_000, 5_000)
WHOLE = Region(50, 20_000, 200_000)


def main() -> int:
    """A small region, on SQLite."""
    return _apart("SMALL", {"DATABASE_URL": ""})


def main_all() -> int:
    """The whole region on both databases, each in a process of its own."""
    from tests.postgres import find_binaries, throwaway_cluster

    failed = _apart("WHOLE", {"DATABASE_URL": ""})
    if find_binaries():
        with throwaway_cluster("on") as url:
            failed |= _apart("WHOLE", {"DATABASE_URL": url})
    return failed


def _apart(size: str, environment: dict[str, str]) -> int:
    code = f"import benchmarks.scale as one; raise SystemExit(one.measure(one.{size}))"
    command = [sys.executable, "-c", code]
    ours = {"PYTHONPATH": os.pathsep.join(["src", "."]), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.run(command, env=os.environ | ours | environment, check=False).returncode


def measure(size: Region) -> int:
    import django
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    django.setup()
    setup_test_environment(debug=False)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        return report(size)
    finally:
        teardown_databases(databases, verbosity=0)


def report(size: Region) -> int:
    from django.db import connection
    from django.test import override_settings

    from dueregard.config.settings import CACHES

    top = make(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":  # all the work in the one process that is measured
            cursor.execute("SET max_parallel_workers_per_gather = 0")
    client = sign_in(top)
    empty = milliseconds(lambda: client.get("/healthz"))
    rows = f"{size.actions:,} actions, {size.updates:,} updates in {size.organisations} organisations"
    print(f"{connection.vendor}: {rows}; an empty page takes {empty:.2f} ms")
    heads = ("while nothing is written", "first after a write", "first of all")
    print(f"{'':42} {' '.join(f'{head:>30}' for head in heads)}")
    with override_settings(CACHES=CACHES):  # as in use: tests keep no counts
        slow = [page for page in pages(top, size) if not is_quick(*page, client, empty)]
    return 1 if slow and size == WHOLE else 0


def is_quick(name: str, address: str, limit: int, client: Any, empty: float) -> bool:
    """Prints the times of a page; whether it keeps to its limit."""
    from django.core.cache import caches

    ask, forget = partial(client.get, address), caches["counts"].clear
    found = [
        (milliseconds(ask, before), queries(ask, before)) for before in (nothing, record_an_update, forget)
    ]
    took = max(found[0][0], found[1][0])
    figures = " ".join(f"{each:7.1f} ms {each / empty:6.1f} x {number:2} queries" for each, number in found)
    print(f"{name:42} {figures}{'  over the limit' if took > limit else ''}", flush=True)
    return took <= limit


def nothing() -> None:
    """Happens before the page is asked for."""


def record_an_update() -> None:
    from dueregard.plans.models import Action
    from dueregard.plans.services import record_update
    from dueregard.plans.tests.factories import TODAY

    action = Action.objects.select_related("plan__organisation").first()
    record_update(
        action, by=author(), version=action.version, status="On target", note="It goes on", on=TODAY
    )


def pages(top: Any, size: Region) -> Iterator[tuple[str, str, int]]:
    """Name, address, and the most that it may take."""
    from dueregard.plans.models import Plan

    own = Plan.objects.filter(organisation__parent=top).first()
    for name, address in (
        ("Home", "/"),
        ("plans", "/plans/"),
        ("one plan", f"/plans/{own.pk}/"),
        ("its objectives", f"/plans/{own.pk}/objectives/"),
        ("all actions", "/actions/"),
        ("all actions, the last page", f"/actions/?page={size.actions // 50}"),
        ("all actions that are overdue", "/actions/?gap=overdue"),
        ("all actions without a lead", "/actions/?gap=no_lead"),
        ("all actions where lead and dates disagree", "/actions/?gap=disagreement"),
        ("what an import left", "/actions/?tidy=only"),
        ("my remit", "/remit/"),
        ("calendar", "/calendar/"),
        ("monitoring", "/monitoring/"),
        ("publications", "/publications/"),
        ("people", "/people/"),
        ("posts", "/posts/"),
        ("backups", "/backups/"),
    ):
        yield name, address, LIMIT
    yield "search: a word of few", "/search/?q=zebra", SEARCH_LIMIT
    yield "search: a word of all", "/search/?q=service", SEARCH_LIMIT
    yield "search: two words of none", "/search/?q=nothing+here", SEARCH_LIMIT


def make(size: Region) -> Any:
    from dueregard.access.models import Organisation
    from dueregard.access.tests.factories import OrganisationFactory

    top = OrganisationFactory(name="Region", slug="region")
    for number in range(size.organisations):
        body = OrganisationFactory(name=f"Body {number}", slug=f"body-{number}", parent=top)
        Organisation.objects.filter(pk=body.pk).update(path=f"{top.path}{body.pk}/")
        fill(body, size)
    fill_log()
    return top


def fill(body: Any, size: Region) -> None:
    """A plan of a body: what most actions have, and some that have not."""
    from dueregard.access.tests.factories import PostFactory, UnitFactory
    from dueregard.plans.models import Action, Label, Lead, Measure, Objective, Update
    from dueregard.plans.tests.factories import PlanFactory

    plan = PlanFactory(organisation=body, title=f"Equality plan of {body.name}")
    units = [UnitFactory(organisation=body, name=f"Service {number}") for number in range(8)]
    post = PostFactory(organisation=body, title="Head of service")
    objectives = Objective.objects.bulk_create(
        Objective(plan=plan, text=f"Objective {number} of the body", position=number, ref=str(number + 1))
        for number in range(OBJECTIVES)
    )
    actions = Action.objects.bulk_create(
        (_action(plan, objectives, units, number) for number in range(size.actions // size.organisations)),
        BATCH,
    )
    with_lead = [action for action in actions if action.position % 10]
    Lead.objects.bulk_create(
        Lead(action=each, text=f"Head {each.position % 30}", post=post) for each in with_lead
    )
    Measure.objects.bulk_create(
        Measure(plan=plan, action=each, text="Number of people") for each in with_lead
    )
    Label.objects.bulk_create(Label(action=each, kind="aim", value="b_advance") for each in actions)
    by = author()
    Update.objects.bulk_create(
        (_update(action, by, number) for action in actions for number in range(size.updates // size.actions)),
        BATCH,
    )


def _action(plan: Any, objectives: list[Any], units: list[Any], number: int) -> Any:
    from dueregard.plans.models import Action
    from dueregard.plans.tests.factories import TODAY

    last = TODAY + timedelta(days=number * 7 % 700 - 200)
    words = "zebra" if number == 7 else "service"
    return Action(
        plan=plan,
        objective=objectives[number % OBJECTIVES],
        unit=units[number % len(units)],
        position=number,
        ref=f"{number % OBJECTIVES + 1}.{number}",
        text=f"Action {number}: review how a {words} is used, and by whom, and publish what was found",
        timescale_text="By the end of the year",
        last_day=last,
        first_last_day=last - timedelta(days=30 if number % 5 == 0 else 0),
        last_update_on=TODAY - timedelta(days=number % 150),
        status_as_written="On target",
        saying="well",
        sentence_as_written="The survey went out to all who use it, and half have answered so far.",
    )


def _update(action: Any, by: Any, number: int) -> Any:
    from dueregard.plans.models import Update

    day = action.last_update_on - timedelta(days=30 * number)
    return Update(
        action=action, status="On target", note=f"What was done in month {number}", made_on=day, made_by=by
    )


def fill_log() -> None:
    """An event for each update, as in use: factories write none."""
    from dueregard.audit.models import Event, Head
    from dueregard.plans.models import Update

    updates = Update.objects.order_by("pk").values_list("action", "action__plan__organisation")
    events = (
        Event(
            number=number,
            kind="plans.update_recorded",
            organisation=str(organisation),
            target=f"plans.Action:{action}",
            hash=f"{number:064}",
        )
        for number, (action, organisation) in enumerate(updates.iterator(), start=1)
    )
    made = Event.objects.bulk_create(events, BATCH)
    Head.objects.create(pk=1, rows=len(made), hash=made[-1].hash)


def author() -> Any:
    from dueregard.access.models import User

    return User.objects.get_or_create(email="author@example.org", defaults={"name": "Author"})[0]


def sign_in(organisation: Any) -> Any:
    from django.test import Client

    from dueregard.access.tests.factories import MembershipFactory

    membership = MembershipFactory(role="officer", organisation=organisation)
    client = Client()
    enter(client, membership.user)
    return client


def enter(client: Any, user: Any) -> None:
    """Signed in with a second proof, as who sees all must be."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["second_factor_passed"] = "totp"
    session.save()


def milliseconds(ask: Callable[[], Any], before: Callable[[], None] = nothing) -> float:
    """The quickest of some answers, each after `before` and all after one that warms up: the others shared the machine
    with something else."""
    if (status := ask().status_code) != 200:
        raise SystemExit(f"a page answered {status}")
    taken = []
    for _time in range(TIMES):
        before()
        started = spent()
        ask()
        taken.append(spent() - started)
    return min(taken) * 1000


def spent() -> float:
    """Seconds of the processor until now."""
    from django.db import connection

    ours = time.process_time()
    if connection.vendor != "postgresql":
        return ours
    theirs = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return ours + int(theirs.split()[0]) / 1e9


def queries(ask: Callable[[], Any], before: Callable[[], None]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    before()
    with CaptureQueriesContext(connection) as found:
        ask()
    return len(found)
