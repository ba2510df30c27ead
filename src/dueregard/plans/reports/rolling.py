"""What becomes of a plan when it is rolled forward: proposed for each open action, and as it was decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from dueregard.kit.writing import date as day_in_words
from dueregard.plans.models import Action, Objective, Plan
from dueregard.plans.models.words import Saying

MOST_ROLLED = 300


@dataclass(frozen=True)
class Rolled:
    """Whether an action carries over to the next plan or closes, and why. `version` is the one that was looked at."""

    action: Action
    version: int
    carries: bool
    reason: str


@dataclass(frozen=True)
class RolledPlan:
    """What was decided of each action, and what follows for the objectives."""

    carried: tuple[Rolled, ...]
    closed: tuple[Rolled, ...]
    objectives_carried: tuple[Objective, ...]
    objectives_closed: tuple[Objective, ...]


def open_actions(plan: Plan) -> list[Action]:
    rows = plan.actions.still_open().select_related("plan__organisation", "objective")
    in_order = rows.order_by(F("objective__position").asc(nulls_last=True), "position", "pk")
    return list(in_order.prefetch_related("leads")[: MOST_ROLLED + 1])


def proposed(plan: Plan, actions: Sequence[Action], today: date) -> Iterator[Rolled]:
    """What a lead says is done closes; all else carries over."""
    for action in actions:
        is_done = action.saying == Saying.DONE
        yield Rolled(action, action.version, not is_done, _reason(action, plan, today))


def _reason(action: Action, plan: Plan, today: date) -> str:
    last = action.last_day
    if action.saying == Saying.DONE:
        return _("The lead says that it is done: “%(status)s”.") % {"status": action.status_as_written}
    if action.is_recurring:
        return _("It recurs.")
    if last and last < today:
        return _("It was due on %(day)s and is not done.") % {"day": day_in_words(last)}
    if last and plan.ends_on and last > plan.ends_on:
        return _("It runs until %(day)s.") % {"day": day_in_words(last)}
    return _("It is not done yet.")


def rolled_plan(plan: Plan, rows: Sequence[Rolled]) -> RolledPlan:
    """An open objective carries over with any of its actions, or where it has none at all; else it closes."""
    carried = tuple(row for row in rows if row.carries)
    used = {row.action.objective_id for row in carried}
    with_actions = set(plan.actions.order_by().values_list("objective", flat=True))
    objectives = list(plan.objectives.still_open())
    goes_on = [each for each in objectives if each.pk in used or each.pk not in with_actions]
    return RolledPlan(
        carried,
        tuple(row for row in rows if not row.carries),
        tuple(goes_on),
        tuple(each for each in objectives if each not in goes_on),
    )
