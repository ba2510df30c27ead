"""From a timescale to the days that are stored beside it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dueregard.kit.writing import date as day_in_words
from dueregard.plans.models import Entry, Plan
from dueregard.plans.models.querysets import SOON
from dueregard.plans.models.words import is_placeholder
from equalities.timescales import Timescale, read

Events = Mapping[str, date]


def read_timescale(phrase: str, plan: Plan) -> Timescale | None:
    return read(phrase, plan_start=plan.starts_on, plan_end=plan.ends_on) if phrase.strip() else None


def check_timescale(timescale: Timescale | None) -> None:
    """What somebody types must have one meaning; a placeholder such as TBC says that there is none yet."""
    if timescale is None or is_placeholder(timescale.phrase):
        return
    if timescale.readings and timescale.last_day is None and not timescale.rrule:
        days = _(" or ").join(day_in_words(one.last_day) for one in timescale.readings if one.last_day)
        raise ValidationError(
            _("This can be read in several ways (%(days)s): write the day that is meant.") % {"days": days}
            if days
            else _("This can be read in several ways: write the day that is meant, or how often.")
        )
    if timescale.kind in ("unknown", "invalid", "not-a-date"):
        raise ValidationError(
            _("No day can be read in this: write it such as 30 June 2027, by March 2027, quarterly, or TBC.")
        )


def set_timescale(entry: Entry, timescale: Timescale | None) -> None:
    """Put the timescale and its days on the entry; the first last day that it ever had stays."""
    entry.timescale_text = timescale.phrase[:1000] if timescale else ""
    entry.timescale = timescale.as_dict() if timescale else None
    set_days(entry)


def set_days(entry: Entry) -> None:
    timescale, events = entry.read_timescale(), _events(entry)
    ends = list(_ends(timescale, events)) if timescale else []
    begins = list(_begins(timescale)) if timescale else []
    entry.last_day = max((day for day in ends if day), default=None) if None not in ends else None
    entry.first_day = min(begins, default=None)
    if entry.first_day and entry.last_day and entry.last_day < entry.first_day:
        entry.first_day = None
    entry.first_last_day = entry.first_last_day or entry.last_day
    set_next_due(entry)


def set_next_due(entry: Entry) -> None:
    """The next due day of what recurs or has parts: the first that no update has answered yet. An update
    answers the due days up to 30 days ahead, which is when the page begins to say that it is due."""
    timescale = entry.read_timescale()
    entry.next_due_on = None
    if timescale and (timescale.rrule or timescale.parts):
        due = timescale.next_due(_answered_until(entry), _events(entry))
        entry.next_due_on = None if due == entry.last_day else due


def _answered_until(entry: Entry) -> date:
    if entry.last_update_on:
        return entry.last_update_on + SOON
    return entry.registered_on - timedelta(days=1)


def _events(entry: Entry) -> Events:
    return {name: date.fromisoformat(day) for name, day in entry.events.items()}


def _ends(timescale: Timescale, events: Events) -> Iterator[date | None]:
    """The last day of each part; None for one that recurs without end."""
    if timescale.parts:
        for part in timescale.parts:
            yield from _ends(part, events)
    elif timescale.rrule:
        yield timescale.last_day if "UNTIL" in timescale.rrule else None
    else:
        last = timescale.next_due(date.min, events)
        yield from [last] if last else []


def _begins(timescale: Timescale) -> Iterator[date]:
    if timescale.first_day:
        yield timescale.first_day
    for part in timescale.parts:
        yield from _begins(part)
