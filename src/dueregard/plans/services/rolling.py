"""A plan rolled forward: what is not done goes on in the next one, and the old one stays to be read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.access.models import User
from dueregard.audit.services import record
from dueregard.plans import reports
from dueregard.plans.models import Change, Deed, Measure, Plan
from dueregard.plans.reports import Rolled
from dueregard.plans.services.changes import SOMEBODY, ChangedMeanwhile, begin_in, keep
from dueregard.plans.services.contents import contents, held
from dueregard.plans.services.entries import close, copy_of


@transaction.atomic
def roll_forward(
    plan: Plan,
    *,
    by: User,
    on: date,
    rows: Sequence[Rolled],
    title: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Plan:
    """A new plan with copies of what carries over, each of which says what it came from. In the old one all is closed,
    with its reason; updates and history stay there."""
    _check_all_decided(plan, rows)
    organisation, whole = plan.organisation, reports.rolled_plan(plan, rows)
    new = Plan.objects.create(
        organisation=organisation, title=title, starts_on=starts_on, ends_on=ends_on, outcomes=plan.outcomes
    )
    for measure in plan.measures.filter(action=None, objective=None):
        Measure.written(measure.text, plan=new).save()
    deed = begin_in(organisation, Deed.Kind.ROLLED, by=by)
    under: dict[int | None, Any] = {
        each.pk: _carry(each, new, deed, on, "") for each in whole.objectives_carried
    }
    for row in whole.carried:
        made = _carry(row.action, new, deed, on, row.reason, version=row.version)
        made.objective = under.get(row.action.objective_id)
        held("said").write(made, held("said").read(row.action))
        made.save()
    for row in whole.closed:
        _close(row.action, deed, on, row.reason, row.version)
    for objective in whole.objectives_closed:
        _close(objective, deed, on, _("None of its actions carries over."), objective.version)
    counts = {"carried": len(whole.carried), "closed": len(whole.closed)}
    record("plans.plan_rolled", by=by, organisation=organisation, target=new, before=plan.pk, **counts)
    return new


def _check_all_decided(plan: Plan, rows: Sequence[Rolled]) -> None:
    waiting = plan.actions.still_open().exclude(pk__in=[row.action.pk for row in rows])
    if waiting.exists():
        raise ChangedMeanwhile(SOMEBODY)


def _carry(entry: Any, new: Plan, deed: Deed, on: date, why: str, version: int | None = None) -> Any:
    content = {name: value for name, value in contents(entry).items() if name != "objective"}
    made = copy_of(entry, new, content)
    keep(made, Change.Kind.CARRIED, deed=deed, before=entry.plan.title, after=made.text, reason=why)
    reason = _("Carried over to “%(plan)s”. %(why)s") % {"plan": new.title, "why": why}
    _close(entry, deed, on, reason.strip(), entry.version if version is None else version)
    return made


def _close(entry: Any, deed: Deed, on: date, reason: str, version: int) -> None:
    close(entry, by=deed.made_by, version=version, closed_on=on, reason=reason, deed=deed)
