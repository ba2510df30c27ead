"""A councillor's page: what is late, what has slipped, and what nobody measures, in plain words."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from itertools import chain

from django.utils.translation import gettext as _

from dueregard.access.counting import kept_within
from dueregard.access.models import Membership
from dueregard.kit.writing import date as day_in_words
from dueregard.plans.models import Action, Gap
from dueregard.plans.models.querysets import OPEN, ActionQuerySet
from dueregard.plans.models.words import in_months

MOST = 20
GAPS = (Gap.OVERDUE, Gap.SLIPPED, Gap.NO_MEASURE)
Place = tuple[date, int, int]  # all that by_urgency() orders by; the key comes last


@dataclass(frozen=True)
class RemitLine:
    """One action, and what there is to ask about it."""

    pk: int
    text: str
    sentence: str
    leads: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class RemitPart:
    """At most 20 lines, of `total`."""

    lines: tuple[RemitLine, ...]
    total: int


@dataclass(frozen=True)
class Remit:
    """`units` are the names of the units that are scrutinised; none means the whole organisation."""

    units: tuple[str, ...]
    actions: int
    late: RemitPart
    slipped: RemitPart
    without_measure: RemitPart


@dataclass(frozen=True)
class Counted:
    """Of one organisation: what gap_counts() counts, and where the first 20 that have each gap stand."""

    numbers: dict[str, int]
    first: dict[Gap, list[Place]]


def remit(membership: Membership, today: date) -> Remit:
    """What there is, and which come first, is counted again only where something was written, or on another day."""
    units, organisation = list(membership.remit.all()), membership.organisation
    keys = [unit.pk for unit in units]

    def make(organisations: Collection[int]) -> dict[int, Counted]:
        return _counted(Action.objects.of_organisations(organisations), keys, today)

    kept = kept_within(organisation, make, "remit", today, *keys)
    first = {
        gap: [pk for *_when, pk in nsmallest(MOST, chain(*(one.first[gap] for one in kept)))] for gap in GAPS
    }
    shown = _actions({pk for keys in first.values() for pk in keys})

    def part(gap: Gap, sentence: Callable[[Action], str]) -> RemitPart:
        lines = _lines((shown[pk] for pk in first[gap] if pk in shown), sentence)
        return RemitPart(tuple(lines), sum(one.numbers[gap] for one in kept))

    return Remit(
        tuple(unit.name for unit in units),
        sum(one.numbers[OPEN] for one in kept),
        part(Gap.OVERDUE, lambda action: _late(action, today)),
        part(Gap.SLIPPED, _slipped),
        part(Gap.NO_MEASURE, _unmeasured),
    )


def _counted(actions: ActionQuerySet, units: Sequence[int], today: date) -> dict[int, Counted]:
    """By organisation."""
    if units:
        actions = actions.filter(unit__in=units)
    counts = actions.gap_counts(GAPS, today)
    found = {pk: Counted(numbers, {gap: [] for gap in GAPS}) for pk, numbers in counts.items()}
    for gap in GAPS:
        for pk, *place in _having(actions, gap, today).most_urgent_of_each(MOST):
            found[pk].first[gap].append(tuple(place))
    return found


def _having(actions: ActionQuerySet, gap: Gap, today: date) -> ActionQuerySet:
    """As on Home: what an import brought in is the officer's to tidy for 30 days before anybody is asked about it."""
    return actions.with_gap(gap, today).not_left_by_import(today, gap)


def _actions(keys: Collection[int]) -> dict[int, Action]:
    columns = ("text", "status_as_written", "last_day", "next_due_on", "first_last_day")
    return Action.objects.only(*columns).prefetch_related("leads", "measures").in_bulk(keys)


def _lines(actions: Iterable[Action], sentence: Callable[[Action], str]) -> Iterable[RemitLine]:
    """Of those of which there is something to say still: somebody may have written since they were found."""
    for action in actions:
        if said := sentence(action):
            leads = tuple(lead.text for lead in action.leads.all())
            yield RemitLine(action.pk, action.title, said, leads, action.status_as_written)


def _late(action: Action, today: date) -> str:
    passed = [day for day in (action.last_day, action.next_due_on) if day and day < today]
    if not passed:
        return ""
    due = min(passed)
    return _("It was due on %(day)s, %(time)s ago.") % {
        "day": day_in_words(due),
        "time": in_months((today - due).days),
    }


def _slipped(action: Action) -> str:
    first, last = action.first_last_day, action.last_day
    if first is None or last is None or last <= first:
        return ""
    return _("It was to be done by %(first)s; now it is %(last)s, %(time)s later.") % {
        "first": day_in_words(first),
        "last": day_in_words(last),
        "time": action.slippage,
    }


def _unmeasured(action: Action) -> str:
    written = next((measure.text for measure in action.measures.all()), "")
    if written:
        return _("How success is measured is still open: “%(words)s”.") % {"words": written}
    return _("Nothing says how success is measured.")
