"""What is due and what is missing, for Home."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dueregard.access.counting import kept_within
from dueregard.access.models import Membership, Organisation, User
from dueregard.access.permissions import Permission
from dueregard.plans.models import Action, Gap, Standing
from dueregard.plans.models.querysets import TO_TIDY

HOME = (
    Gap.OVERDUE,
    Gap.DUE,
    Gap.DISAGREEMENT,
    Gap.NO_DATE,
    Gap.NO_LEAD,
    Gap.NO_MEASURE,
    Gap.STALE,
)


@dataclass(frozen=True)
class Count:
    """A number of actions, the list that holds them, and the rule by which they are counted."""

    label: str
    number: int
    url: str
    rule: str | Promise


def home_counts(membership: Membership, today: date) -> tuple[Count, ...]:
    """What needs somebody. What an import brought in is counted apart for 30 days, for the officer alone. Counted again
    only where something was written, or on another day."""

    def make(organisations: Collection[int]) -> dict[int, dict[str, int]]:
        return Action.objects.of_organisations(organisations).gap_counts(HOME, today)

    numbers: Counter[str] = Counter()
    for found in kept_within(membership.organisation, make, "home", today):
        numbers.update(found)
    counts = [
        Count(str(gap.label), numbers[gap], _address(gap=gap.value, tidy="without"), gap.rule) for gap in HOME
    ]
    if numbers[TO_TIDY] and membership.may(Permission.PLAN_EDIT):
        counts.append(_to_tidy(numbers[TO_TIDY]))
    return tuple(counts)


def _to_tidy(number: int) -> Count:
    rule = _(
        "An import of the last 30 days brought these in without a date, a lead or a measure, or overdue."
    )
    return Count(_("To tidy after an import"), number, _address(tidy="only"), rule)


def _address(**chosen: str) -> str:
    return f"{reverse('plans:actions')}?{urlencode(chosen)}"


@dataclass(frozen=True)
class MyAction:
    """An action that somebody leads: `due_on` is its next date, None where it has none."""

    pk: int
    text: str
    plan: str
    standing: Standing
    status: str
    due_on: date | None
    url: str
    update_url: str


def my_actions(user: User, organisation: Organisation, today: date, limit: int = 5) -> tuple[MyAction, ...]:
    """Open actions led by a post that the person holds today, the most urgent first."""
    found = Action.objects.within(organisation).still_open().led_by(user, today)
    return tuple(
        _mine(action) for action in found.standing(today).select_related("plan").by_urgency()[:limit]
    )


def _mine(action: Action) -> MyAction:
    days = [day for day in (action.last_day, action.next_due_on) if day]
    return MyAction(
        action.pk,
        action.title,
        action.plan.title,
        action.standing,
        action.status_as_written,
        min(days, default=None),
        reverse("plans:action", args=[action.pk]),
        reverse("plans:record-update", args=[action.pk]),
    )
