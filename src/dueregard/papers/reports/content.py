"""What stands in a paper: what to ask first, then the exceptions, then every action. Posts, no officers' names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dueregard.plans.models import Action, Gap
from dueregard.plans.models.querysets import ActionQuerySet, Standing
from dueregard.plans.models.words import Saying
from dueregard.plans.reports import Filter, whole_list


@dataclass(frozen=True)
class PaperAction:
    """What the lead says (`status`, `sentence`) beside what the dates say. `posts` are titles of posts; a lead who is
    not a post of the register is not named, since it may be a person: then `has_other_lead` holds. `heard_on` is the
    day of the last update or, where there was none, of coming into the register."""

    ref: str
    text: str
    plan: str
    objective: str
    posts: tuple[str, ...]
    has_other_lead: bool
    timescale: str
    due_on: date | None
    status: str
    sentence: str
    standing: Standing
    heard_on: date
    was_heard: bool


@dataclass(frozen=True)
class Content:
    """A paper on a day. An action may be in more than one of the three lists of exceptions."""

    organisation: str
    scope: str
    as_at: date
    actions: tuple[PaperAction, ...]
    overdue: tuple[PaperAction, ...]
    off_target: tuple[PaperAction, ...]
    unheard: tuple[PaperAction, ...]

    @property
    def open_count(self) -> int:
        return sum(action.standing != Standing.CLOSED for action in self.actions)


def content(
    actions: ActionQuerySet, chosen: Filter, *, organisation: str, scope: str, as_at: date
) -> Content:
    """Those of the actions that the filter chooses, as they stand on a day."""
    said = {action.pk: _action(action) for action in whole_list(actions, chosen, as_at)}

    def among(rows: ActionQuerySet, oldest: Callable[[PaperAction], date]) -> tuple[PaperAction, ...]:
        keys = set(rows.order_by().values_list("pk", flat=True))
        return tuple(sorted((said[pk] for pk in said if pk in keys), key=oldest))

    return Content(
        organisation,
        scope,
        as_at,
        tuple(said.values()),
        overdue=among(actions.with_gap(Gap.OVERDUE, as_at), _due),
        off_target=among(actions.still_open().filter(saying=Saying.LATE), _due),
        unheard=among(actions.with_gap(Gap.STALE, as_at), _heard),
    )


def _due(action: PaperAction) -> date:
    """For putting in order: without a date, last."""
    return action.due_on or date.max


def _heard(action: PaperAction) -> date:
    return action.heard_on


def _action(action: Action) -> PaperAction:
    leads = [lead for lead in action.leads.all() if not lead.is_placeholder]
    days = [day for day in (action.last_day, action.next_due_on) if day]
    objective = action.objective
    return PaperAction(
        action.ref,
        action.text,
        action.plan.title,
        f"{objective.ref} {objective.text}".strip() if objective else "",
        tuple(lead.post.title for lead in leads if lead.post),
        any(lead.post is None for lead in leads),
        action.timescale_text,
        min(days, default=None),
        action.status_as_written,
        action.sentence_as_written,
        action.standing,
        action.last_update_on or action.registered_on,
        action.last_update_on is not None,
    )
