"""A councillor's page: what is late, what has slipped, and what nobody measures, in plain words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dueregard.access.models import Membership, Unit
from dueregard.audit.keeping import kept_until_written
from dueregard.kit.writing import date as day_in_words
from dueregard.plans.models import Action, Gap
from dueregard.plans.models.querysets import ActionQuerySet
from dueregard.plans.models.words import in_months

MOST = 20


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


def remit(membership: Membership, today: date) -> Remit:
    """Read again only when something was written, or on another day."""
    units = list(membership.remit.all())
    actions = Action.objects.within(membership.organisation)
    if units:
        actions = actions.filter(unit__in=units)
    return kept_until_written(lambda: _remit(units, actions, today), "remit", today, actions.query)


def _remit(units: Sequence[Unit], actions: ActionQuerySet, today: date) -> Remit:
    totals = actions.gap_counts((Gap.OVERDUE, Gap.SLIPPED, Gap.NO_MEASURE), today)

    def part(gap: Gap, sentence: Callable[[Action], str]) -> RemitPart:
        shown = _having(actions, gap, today).prefetch_related("leads", "measures").by_urgency()[:MOST]
        return RemitPart(tuple(_lines(shown, sentence)), totals[gap])

    return Remit(
        tuple(unit.name for unit in units),
        actions.still_open().count(),
        part(Gap.OVERDUE, lambda action: _late(action, today)),
        part(Gap.SLIPPED, _slipped),
        part(Gap.NO_MEASURE, _unmeasured),
    )


def _having(actions: ActionQuerySet, gap: Gap, today: date) -> ActionQuerySet:
    """As on Home: what an import brought in is the officer's to tidy for 30 days before anybody is asked about it."""
    return actions.with_gap(gap, today).not_left_by_import(today, gap)


def _lines(actions: Iterable[Action], sentence: Callable[[Action], str]) -> Iterable[RemitLine]:
    for action in actions:
        leads = tuple(lead.text for lead in action.leads.all())
        yield RemitLine(action.pk, action.title, sentence(action), leads, action.status_as_written)


def _late(action: Action, today: date) -> str:
    due = min(day for day in (action.last_day, action.next_due_on) if day and day < today)
    return _("It was due on %(day)s, %(time)s ago.") % {
        "day": day_in_words(due),
        "time": in_months((today - due).days),
    }


def _slipped(action: Action) -> str:
    first, last = action.first_last_day or date.min, action.last_day or date.min
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
