"""Every sentence for people, in the language of whoever reads it; the English is its own key in the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

_CATALOGUE: ContextVar[Path | None] = ContextVar("the catalogue of who reads this", default=None)


def to_say(words: str) -> str:
    """The words as they are: it only marks for the catalogue those that are kept here and said elsewhere."""
    return words


def to_say_many(one: str, many: str) -> tuple[str, str]:
    """As `to_say`, for the two forms that `say_many` takes."""
    return one, many


_MONTHS = (
    to_say("January"),
    to_say("February"),
    to_say("March"),
    to_say("April"),
    to_say("May"),
    to_say("June"),
    to_say("July"),
    to_say("August"),
    to_say("September"),
    to_say("October"),
    to_say("November"),
    to_say("December"),
)
_WEEKDAYS = (
    to_say("Monday"),
    to_say("Tuesday"),
    to_say("Wednesday"),
    to_say("Thursday"),
    to_say("Friday"),
    to_say("Saturday"),
    to_say("Sunday"),
)


def say(words: str, /, **values: object) -> str:
    """The words in the language of whoever reads them, with `values` put in by name as `str.format` does."""
    path = _CATALOGUE.get()
    said = (
        words if path is None or not words else _catalogue(path).gettext(words)
    )  # "" has the catalogue's own head
    return said.format(**values) if values else said


def say_many(one: str, many: str, number: int, /, **values: object) -> str:
    """As `say`, with the form that the language has for this number, which both forms may name as `number`."""
    said = _catalogue(_CATALOGUE.get()).ngettext(one, many, number)
    return said.format(number=number, **values)


def say_day(day: date) -> str:
    """30 June 2013."""
    return f"{day.day} {say_month(day.month)} {day.year}"


def say_month(month: int) -> str:
    """June, for 6."""
    return say(_MONTHS[month - 1])


def say_weekday(day: date) -> str:
    """Sunday."""
    return say(_WEEKDAYS[day.weekday()])


@contextmanager
def speaking(catalogue: Path | None) -> Iterator[None]:
    """Within it sentences are said by this compiled catalogue (`.mo`); in English where there is none."""
    token = _CATALOGUE.set(catalogue)
    try:
        yield
    finally:
        _CATALOGUE.reset(token)


def spoken() -> Path | None:
    """The catalogue by which sentences are said now, to hand it to another process."""
    return _CATALOGUE.get()


@cache
def _catalogue(path: Path | None) -> NullTranslations:
    if path is None:
        return NullTranslations()
    with path.open("rb") as file:
        return GNUTranslations(file)
