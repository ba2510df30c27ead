"""Objectives and actions as a report says them: posts, and names only where the organisation wants them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.access.models import Holding, Organisation
from dueregard.kit.writing import date as written
from dueregard.plans import reports as plans
from dueregard.plans.models import Plan, Standing

Naming = Callable[[str], str]


@dataclass(frozen=True)
class ActionLine:
    """What the lead says (`status`, `sentence`) beside what the dates say (`dates_say`, a Standing). Days are ISO."""

    ref: str
    text: str
    leads: tuple[str, ...]
    measures: tuple[str, ...]
    timescale: str
    status: str
    sentence: str
    dates_say: str
    next_day: str | None
    slipped_days: int

    @property
    def standing(self) -> Standing:
        return Standing(self.dates_say)

    @property
    def next_on(self) -> date | None:
        return date.fromisoformat(self.next_day) if self.next_day else None


@dataclass(frozen=True)
class ObjectiveLine:
    """An objective and its actions; `ref` and `text` are blank for actions that stand under none."""

    ref: str
    text: str
    theme: str
    closed_day: str | None
    actions: tuple[ActionLine, ...]

    @property
    def closed_on(self) -> date | None:
        return date.fromisoformat(self.closed_day) if self.closed_day else None


@dataclass(frozen=True)
class Progress:
    """Plans on a day."""

    as_at: str
    plans: tuple[str, ...]
    objectives: tuple[ObjectiveLine, ...]

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Progress":
        objectives = tuple(_objective_of(each) for each in kept["objectives"])
        return cls(kept["as_at"], tuple(kept["plans"]), objectives)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.as_at)

    @property
    def actions(self) -> list[ActionLine]:
        return [action for objective in self.objectives for action in objective.actions]

    @property
    def counts(self) -> list[tuple[Standing, int]]:
        """Every standing that some action has, in the order of the rule."""
        said = [action.standing for action in self.actions]
        return [(standing, said.count(standing)) for standing in Standing if standing in said]

    @property
    def sentences(self) -> list[str]:
        """The whole of it in a few plain words."""
        total, counted = len(self.actions), dict(self.counts)
        if not total:
            return []
        sentences = [_on_time(counted.get(Standing.ON_TIME, 0), total)]
        for standing, number in self.counts:
            if standing in SENTENCES:
                sentences.append(SENTENCES[standing](number))
        return sentences


def _on_time(number: int, total: int) -> str:
    words = _("%(number)s of %(total)s actions are on time by their dates.")
    return words % {"number": number, "total": total}


def _closed(number: int) -> str:
    return ngettext("%(n)s is finished.", "%(n)s are finished.", number) % {"n": number}


def _due(number: int) -> str:
    words = ngettext("%(n)s is due within 30 days.", "%(n)s are due within 30 days.", number)
    return words % {"n": number}


def _overdue(number: int) -> str:
    return ngettext("%(n)s is overdue.", "%(n)s are overdue.", number) % {"n": number}


def _stale(number: int) -> str:
    words = ngettext(
        "Of the rest, %(n)s has had no update for three months.",
        "Of the rest, %(n)s have had no update for three months.",
        number,
    )
    return words % {"n": number}


def _undated(number: int) -> str:
    words = ngettext("Of the rest, %(n)s has no date yet.", "Of the rest, %(n)s have no date yet.", number)
    return words % {"n": number}


SENTENCES: Mapping[Standing, Callable[[int], str]] = {
    Standing.CLOSED: _closed,
    Standing.OVERDUE: _overdue,
    Standing.DUE: _due,
    Standing.STALE: _stale,
    Standing.NO_DATE: _undated,
}


def take_progress(organisation: Organisation, plan: Plan | None, as_at: date) -> Progress:
    """The organisation's plans, or one of them, as they stand today."""
    found = plans.progress(organisation, as_at, plan=plan)
    naming = naming_of(organisation)
    lines = [
        ObjectiveLine(
            each.ref,
            each.text,
            each.theme,
            each.closed_on.isoformat() if each.closed_on else None,
            tuple(_actions(each.actions, naming)),
        )
        for each in found.objectives
    ]
    if found.other_actions:
        lines.append(ObjectiveLine("", "", "", None, tuple(_actions(found.other_actions, naming))))
    return Progress(as_at.isoformat(), found.plans, tuple(lines))


def _actions(actions: Iterable[plans.ActionProgress], naming: Naming) -> Iterator[ActionLine]:
    for action in actions:
        days = [day for day in (action.last_day, action.next_due_on) if day]
        yield ActionLine(
            action.ref,
            action.text,
            tuple(naming(post) for post in action.posts),
            action.measures,
            action.timescale,
            action.status,
            action.sentence,
            action.standing.value,
            min(days).isoformat() if days else None,
            action.slipped_days,
        )


def naming_of(organisation: Organisation) -> Naming:
    """How a lead is named: by the post, and by who holds it where officers' names may be published."""
    if not organisation.shows_names:
        return str
    holdings = Holding.objects.current(timezone.localdate()).filter(post__organisation=organisation)
    holders = {each.post.title: each.user.name for each in holdings.select_related("post", "user")}
    return lambda post: f"{post} ({holders[post]})" if post in holders else post


def _objective_of(kept: Mapping[str, Any]) -> ObjectiveLine:
    return ObjectiveLine(**{**kept, "actions": tuple(_action_of(each) for each in kept["actions"])})


def _action_of(kept: Mapping[str, Any]) -> ActionLine:
    return ActionLine(**{**kept, "leads": tuple(kept["leads"]), "measures": tuple(kept["measures"])})


def action_rows(progress: Progress) -> tuple[tuple[str, ...], ...]:
    """The rows of actions.csv, under ACTION_HEADINGS."""
    return tuple(
        (
            f"{objective.ref} {objective.text}".strip(),
            action.ref,
            action.text,
            "; ".join(action.leads),
            "; ".join(action.measures),
            action.timescale,
            action.status,
            action.sentence,
            str(action.standing.label),
            written(action.next_on),
        )
        for objective in progress.objectives
        for action in objective.actions
    )


def action_headings() -> tuple[str, ...]:
    return (
        _("Objective"),
        _("Number"),
        _("Action"),
        _("Lead"),
        _("Measures"),
        _("Timescale"),
        _("Status, as the lead says"),
        _("In the lead's words"),
        _("What the dates say"),
        _("Next date"),
    )
