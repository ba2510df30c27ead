"""What an entry holds that a deed can change: read as plain values, put in place, put back, said in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from dueregard.access.models import Post
from dueregard.kit.writing import date as day_in_words
from dueregard.plans.models import Action, Entry, Label, Lead, Measure
from dueregard.plans.models.parts import AIMS
from dueregard.plans.models.words import is_to_be_mapped
from dueregard.plans.services import order
from dueregard.plans.services.dates import set_days, set_next_due

PLAIN = ("ref", "text", "theme", "arising_from", "objective", "unit", "outputs", "outcomes", "others")
LABELS = {"aims": Label.Kind.AIM, "characteristics": Label.Kind.CHARACTERISTIC}


def contents(entry: Entry) -> dict[str, Any]:
    """All that `reword` can change, as it stands now."""
    names = [*(name for name in PLAIN if hasattr(entry, name)), "leads", "measures"]
    if isinstance(entry, Action):
        names += ["aims", "characteristics"]
    return {name: _read(entry, name) for name in names}


def _read(entry: Any, name: str) -> Any:
    if name in ("leads", "measures"):
        return [part.text for part in getattr(entry, name).all()]
    if name in LABELS:
        return [label.value for label in entry.labels.all() if label.kind == LABELS[name]]
    return getattr(entry, name)


def in_words(value: Any) -> str:
    """A value as a person would write it down."""
    if isinstance(value, dict):
        return "\n".join(f"{heading}: {text}" for heading, text in value.items())
    if isinstance(value, list):
        return "\n".join(str(each) for each in value)
    return "" if value is None else str(value)


def named(name: str, value: Any) -> str:
    """As `in_words`; aims of the duty, which are kept by their codes, by what they say."""
    return in_words([str(AIMS.get(aim, aim)) for aim in value] if name == "aims" else value)


def plain(value: Any) -> Any:
    """As it is kept in the history: a row by its key, a day by its number."""
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Held:
    """One thing that an entry holds. `read` gives a plain value, `write` takes one, `words` says it."""

    read: Callable[[Any], Any]
    write: Callable[[Any, Any], None]
    words: Callable[[Any], str]


def held(name: str) -> Held:
    return HELD.get(name) or Held(
        lambda entry: plain(_read(entry, name)),
        lambda entry, value: _put(entry, name, value),
        lambda entry: named(name, _read(entry, name)),
    )


def all_in_words(entry: Entry) -> dict[str, str]:
    """Every field that can be compared between two times, as it stands now."""
    return {name: held(name).words(entry) for name in [*contents(entry), "timescale", "closed_on", "place"]}


def mark(entry: Entry) -> None:
    """Whether any value still says "To be mapped"."""
    if isinstance(entry, Action):
        values = [*entry.others.values(), *entry.labels.values_list("value", flat=True)]
        entry.is_to_be_mapped = any(map(is_to_be_mapped, values))
        entry.save()


def put_parts(entry: Entry, content: Mapping[str, Any]) -> None:
    for name, put in _PARTS.items():
        if content.get(name):
            put(entry, content[name])


def _put(entry: Any, name: str, value: Any) -> None:
    if name in _PARTS:
        _PARTS[name](entry, value)
    else:
        setattr(entry, f"{name}_id" if name in ("objective", "unit") else name, value)


def _put_leads(entry: Any, texts: Sequence[str]) -> None:
    entry.leads.all().delete()
    posts = {post.title.casefold(): post for post in Post.objects.within(entry.plan.organisation)}
    for text in texts:
        Lead.written(text, post=posts.get(text.strip().casefold()), **{entry.kind: entry}).save()


def _put_measures(entry: Any, texts: Sequence[str]) -> None:
    entry.measures.all().delete()
    for text in texts:
        Measure.written(text, plan=entry.plan, **{entry.kind: entry}).save()


def _put_labels(kind: Label.Kind) -> Callable[[Any, Sequence[str]], None]:
    def put(action: Any, values: Sequence[str]) -> None:
        action.labels.filter(kind=kind).delete()
        for value in dict.fromkeys(values):
            action.labels.create(kind=kind, value=value)

    return put


_PARTS: dict[str, Callable[[Any, Sequence[str]], None]] = {
    "leads": _put_leads,
    "measures": _put_measures,
    **{name: _put_labels(kind) for name, kind in LABELS.items()},
}


def _timescale(entry: Entry) -> dict[str, Any]:
    return {
        "text": entry.timescale_text,
        "timescale": entry.timescale,
        "events": entry.events,
        "first_last_day": plain(entry.first_last_day),
    }


def _put_timescale(entry: Entry, value: Mapping[str, Any]) -> None:
    entry.timescale_text, entry.timescale = value["text"], value["timescale"]
    entry.events, entry.first_last_day = value["events"], _day(value["first_last_day"])
    set_days(entry)


def when(entry: Entry) -> str:
    """The timescale as written, and its last day."""
    if entry.last_day is None:
        return entry.timescale_text
    return f"{entry.timescale_text} ({day_in_words(entry.last_day)})"


def _said(action: Action) -> dict[str, Any]:
    return {
        "status": action.status_as_written,
        "sentence": action.sentence_as_written,
        "on": plain(action.last_update_on),
    }


def _put_said(action: Action, value: Mapping[str, Any]) -> None:
    action.say(value["status"])
    action.sentence_as_written, action.last_update_on = value["sentence"], _day(value["on"])
    set_next_due(action)


def _said_in_words(action: Action) -> str:
    return ": ".join(filter(None, [action.status_as_written, action.sentence_as_written]))


def _put_closed(entry: Entry, value: str | None) -> None:
    entry.closed_on = _day(value)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


HELD: dict[str, Held] = {
    "timescale": Held(_timescale, _put_timescale, when),
    "said": Held(_said, _put_said, _said_in_words),
    "place": Held(order.place, order.put, order.in_words),
    "closed_on": Held(
        lambda entry: plain(entry.closed_on),
        _put_closed,
        lambda entry: day_in_words(entry.closed_on) if entry.closed_on else "",
    ),
    "merged_into": Held(
        lambda entry: entry.merged_into_id,
        lambda entry, value: setattr(entry, "merged_into_id", value),
        lambda entry: str(entry.merged_into or ""),
    ),
}
