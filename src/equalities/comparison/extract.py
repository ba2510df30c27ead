"""An HR extract, one row a person: who is in it, in which grade, and what happened to whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from equalities.codelists.standardise import missing_state, plain
from equalities.comparison.flags import Flags, flags
from equalities.comparison.verdicts import Judgement, Rate
from equalities.cubes import AS_WRITTEN, Column, columns_of, header
from equalities.cubes.rulings import recognised
from equalities.cubes.totals import at_the_foot
from equalities.refusals import Refused

RECRUITING = ("stage", "applied", "shortlisted", "appointed")
STAGES: Mapping[str, tuple[str, ...]] = {
    "applied": ("applied", "applicant", "application", "not shortlisted"),
    "shortlisted": ("shortlisted", "short listed", "interview", "not appointed"),
    "appointed": ("appointed", "hired", "offered", "offer", "started", "recruited"),
}
"""The furthest stage that a person reached, by how the value begins."""


@dataclass(frozen=True)
class Staffing:
    """What is asked of an extract: the heading of the groups; the reference group (default: the largest); the
    senior grades, the organisation's own ("PO3+" is PO3 and higher numbers of PO); and headings that are not
    found by themselves, what -> heading."""

    by: str
    reference: str | None = None
    senior: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    judgement: Judgement = field(default_factory=Judgement)


@dataclass(frozen=True)
class Extract:
    """An extract, read: the group of each row (None where it is not known), the text of its grade, and what
    happened, by the names of workforce.yaml; a name that is not there has no column. `staff` and `applicants`
    say which rows are which."""

    by: str
    groups: tuple[str | None, ...]
    grades: tuple[str, ...] | None
    happened: Mapping[str, Flags]
    staff: tuple[bool, ...]
    applicants: tuple[bool | None, ...]

    def base(self, of: str) -> tuple[bool | None, ...]:
        """Which rows a process is of: staff, applicants, or those shortlisted."""
        if of == "shortlisted":
            return self.happened["shortlisted"].values if "shortlisted" in self.happened else self.applicants
        return self.staff if of == "staff" else self.applicants

    def rates(self, what: str, of: str) -> dict[str, Rate]:
        """The rate of each group."""
        counts: dict[str, Counter[bool | None]] = {}
        column = self.happened[what]
        for group, inside, value in zip(self.groups, self.base(of), column.values, strict=True):
            if group is not None and inside:
                counts.setdefault(group, Counter())[value] += 1
        return {
            group: Rate(held[True], held[True] + held[False], held[None])
            for group, held in sorted(counts.items())
        }


@lru_cache
def definitions() -> Mapping[str, Any]:
    """What workforce.yaml holds: `columns`, `processes` and `indicators`."""
    text = files("equalities.comparison").joinpath("workforce.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


def read_extract(path: Path, staffing: Staffing) -> Extract:
    """Read an HR extract, one row a person: staff, applicants, or both (applicants then have no grade).

    Columns are found by their headings, or named in `staffing`. Raises Refused for a file, heading or name
    that cannot be used.
    """
    headings = _headings(path, staffing)
    names = list(headings)
    rows = columns_of(path, [staffing.by, *headings.values()])
    feet = at_the_foot(Counter(row[0] for row in rows))
    rows = [row for row in rows if row[0] not in feet]
    texts = {
        name: tuple(" ".join(row[1 + place].split()) for row in rows) for place, name in enumerate(names)
    }
    by = [" ".join(row[0].split()) for row in rows]
    mapping = recognised(Column(staffing.by, classification=AS_WRITTEN), Counter(by)).mapping
    groups = tuple(mapping.get(value) for value in by)
    happened = {
        name: flags(column, headings[name])
        for name, column in texts.items()
        if name not in ("grade", "stage")
    }
    staff = _staff(texts, happened, len(rows))
    happened |= _stages(texts.get("stage"))
    grades = texts.get("grade")
    return Extract(
        staffing.by, groups, grades, _settled(happened, staff), staff, _applicants(happened, staff)
    )


def _headings(path: Path, staffing: Staffing) -> dict[str, str]:
    """What -> the heading that holds it: as named, else as workforce.yaml knows it."""
    there = header(path)
    known: Mapping[str, Sequence[str]] = definitions()["columns"]
    for name in staffing.columns:
        if name not in known:
            raise Refused(
                "{name} is none of the things that a column may hold: {known}.",
                name=name,
                known=", ".join(known),
            )
    found = dict(staffing.columns)
    for name, words in known.items():
        match = next((each for each in there if plain(each) in words), None)
        if name not in found and match is not None and plain(match) != plain(staffing.by):
            found[name] = match
    return found


def _staff(texts: Mapping[str, Sequence[str]], happened: Mapping[str, Flags], rows: int) -> tuple[bool, ...]:
    """Which rows are staff: as a column says; else who has a grade; else all, if nothing is about
    recruitment."""
    if "staff" in happened:
        return tuple(value is True for value in happened["staff"].values)
    if not any(name in texts for name in RECRUITING):
        return (True,) * rows
    grades = texts.get("grade", ("",) * rows)
    return tuple(bool(grade) and missing_state(grade) is None for grade in grades)


def _applicants(happened: Mapping[str, Flags], staff: Sequence[bool]) -> tuple[bool | None, ...]:
    """Which rows applied: as a column says; else those of whom a later stage is known."""
    if "applied" in happened:
        return happened["applied"].values
    later = [happened[name].values for name in ("shortlisted", "appointed") if name in happened]
    return tuple(any(values[place] is not None for values in later) for place in range(len(staff)))


def _settled(happened: Mapping[str, Flags], staff: Sequence[bool]) -> dict[str, Flags]:
    """The same, where a blank about recruitment says no only of people who are not staff: the others did not
    apply."""
    found = dict(happened)
    for name in ("shortlisted", "appointed"):
        column = happened.get(name)
        if column is not None and column.blank_is_no:
            values = tuple(
                None if value is False and inside else value
                for value, inside in zip(column.values, staff, strict=True)
            )
            found[name] = replace(column, values=values)
    return found


def _stages(texts: Sequence[str] | None) -> dict[str, Flags]:
    """The furthest stage reached, as a column for each stage."""
    if texts is None:
        return {}
    order = list(STAGES)
    reached = [
        next((place for place, name in enumerate(order) if plain(text).startswith(STAGES[name])), None)
        for text in texts
    ]
    unread = tuple(
        sorted({text for text, place in zip(texts, reached, strict=True) if place is None and text})
    )
    return {
        name: Flags(
            tuple(None if stage is None else stage >= place for stage in reached),
            blank_is_no=False,
            unread=unread,
        )
        for place, name in enumerate(order)
    }
