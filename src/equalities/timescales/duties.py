"""The duties and the kinds of body as the law has them: `duties.csv` and `bodies.csv`.

A duty's `rule` is one of

- rolling: within a length of time (`when`) that begins with the day of the last publication (`counts_from`); the first
  by `first_due`. "P6M or P2Y" is a length that the body chooses;
- event: within a length of time after something happens, "20 working days" or "P1M"; without one, when it happens;
- fixed: on the days that a phrase names (`when`, read by `equalities.timescales.read`);
- external: the same, of what others do;
- annual: every year, on no day that the law names;
- awaited: not in force, or no day set.

`moved` is for a fixed day that was put off once: "2021-03-30=2021-10-05".

`holidays` says whose bank holidays matter: "own" those of the body's nation, "any" those of any part of the United
Kingdom. Working days leave them out; another length that ends on one goes on to the next working day.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from .working_days import NATIONS

_UNSURE = "to be confirmed"


@dataclass(frozen=True)
class Duty:
    """A duty as the law has it: one row of `duties.csv`. `in_force_from` and `in_force_to` are its first and last
    day, None where the data do not say; `first_day` says where that first day is to be confirmed. `least_headcount`
    is 0 where every body is bound."""

    id: str
    jurisdiction: str
    who: tuple[str, ...]
    least_headcount: int
    title: str
    rule: str
    when: str
    counts_from: str
    first_due: date | None
    holidays: str
    in_force_from: date | None
    first_day: str
    in_force_to: date | None
    legal_basis: str
    status: str
    confidence: str
    source: str
    note: str
    moved: tuple[date, date] | None

    @property
    def is_confirmed(self) -> bool:
        """Whether the data say it from the law itself; else it is to be confirmed."""
        return self.confidence == "confirmed"

    @property
    def has_sure_first_day(self) -> bool:
        """Whether its first day in force is confirmed, or none is named."""
        return self.first_day != _UNSURE

    @property
    def lengths(self) -> tuple[str, ...]:
        """The lengths of time among which a body chooses; none where the duty itself names one."""
        return tuple(self.when.split(" or ")) if " or " in self.when else ()

    def binds(self, body: "Body", headcount: int | None, on: date) -> bool:
        """Whether a body of that size is bound on a day; an unknown headcount counts as large enough."""
        reached = self.jurisdiction in body.jurisdictions and bool(set(self.who) & set(body.kinds))
        large = headcount is None or headcount >= self.least_headcount
        return reached and large and (self.in_force_from or date.min) <= on <= (self.in_force_to or date.max)


@dataclass(frozen=True)
class Body:
    """A kind of public body: one row of `bodies.csv`."""

    id: str
    title: str
    jurisdictions: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def nations(self) -> tuple[str, ...]:
        """Those of working_days.NATIONS in which it is; all where the data do not say."""
        return tuple(one for one in NATIONS if one in self.jurisdictions) or NATIONS


@cache
def duties() -> tuple[Duty, ...]:
    """Every duty, revoked ones too."""
    return tuple(_duty(row) for row in _rows("duties.csv"))


@cache
def bodies() -> dict[str, Body]:
    """The kinds of body by their names."""
    rows = _rows("bodies.csv")
    return {
        row["body"]: Body(row["body"], row["title"], _list(row["jurisdictions"]), _list(row["kinds"]))
        for row in rows
    }


@cache
def counted_from() -> tuple[str, ...]:
    """The names of the publications and events that some duty counts from."""
    return tuple(sorted({duty.counts_from for duty in duties() if duty.counts_from}))


def _duty(row: Mapping[str, str]) -> Duty:
    days = {name: _day(row[name]) for name in ("first_due", "in_force_from", "in_force_to")}
    sized = {"least_headcount": int(row["least_headcount"] or 0), "who": _list(row["who"])}
    moved = tuple(_day(day) for day in row["moved"].split("=")) if row["moved"] else None
    return Duty(**{**row, **days, **sized, "moved": moved})  # type: ignore[arg-type]


def _rows(name: str) -> list[dict[str, str]]:
    lines = files("equalities.timescales").joinpath(name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split(";"))


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None
