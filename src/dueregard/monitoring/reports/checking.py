"""What was read of a file and what was not, for the analyst who loads it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.monitoring.models import Correction, Dataset
from dueregard.monitoring.reports.files import ReadColumn, read_waiting
from equalities.codelists import Characteristic, characteristic, load, state_labels
from equalities.cubes.births import STRANGE_BIRTHS
from equalities.saying import say

MOST_VALUES = 100
"""Values to a column that a page asks about: beyond that it is free text, and not one by one to be mended."""

LONGEST_VALUE = 200
"""Letters of a value that can be remembered: anything longer is a remark, not an answer."""


@dataclass(frozen=True)
class Meaning:
    """A value as written, and what it was taken to mean: a code or missing state of the list, or "" for nothing that
    anybody decided. `guess` is the code that was guessed for what looks like a slip of typing."""

    classification: str
    title: str
    value: str
    rows: int
    code: str
    choices: tuple[tuple[str, str], ...]
    guess: str = ""

    @property
    def label(self) -> str:
        words = ngettext("“%(value)s” in %(rows)s row", "“%(value)s” in %(rows)s rows", self.rows)
        return words % {"value": self.value, "rows": f"{self.rows:,}"}

    @property
    def undecided(self) -> str:
        """What stands for it while nobody has decided."""
        if not self.guess:
            return _("Not understood")
        return _("A guess: %(group)s") % {"group": dict(self.choices)[self.guess]}


@dataclass(frozen=True)
class CheckedColumn:
    """What one column holds, counted as it is: for the analyst alone."""

    heading: str
    title: str
    list_title: str
    is_place: bool
    has_strange_ages: bool
    has_strange_births: bool
    condition: str
    rows: int
    recognised: int
    not_understood: int
    values_not_understood: int
    groups: tuple[tuple[str, int], ...]
    missing: tuple[tuple[str, int], ...]
    notes: tuple[tuple[str, int], ...]
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True)
class Check:
    columns: tuple[CheckedColumn, ...]

    @property
    def rows(self) -> int:
        return self.columns[0].rows

    @property
    def places(self) -> list[str]:
        """The areas or teams of the file, as they are written."""
        return [place for column in self.columns if column.is_place for place, _n in column.groups]

    @property
    def meanings(self) -> list[Meaning]:
        return [meaning for column in self.columns for meaning in column.meanings]

    @property
    def guesses(self) -> list[Meaning]:
        """Slips of typing that were read as a group, and that nobody has confirmed."""
        return [meaning for meaning in self.meanings if meaning.guess]

    @property
    def values_not_understood(self) -> int:
        return sum(column.values_not_understood for column in self.columns)

    @property
    def has_ages_not_understood(self) -> bool:
        """Whether some are no ages, or bands that lie across those of the list."""
        return any(column.has_strange_ages for column in self.columns)

    @property
    def has_births_not_understood(self) -> bool:
        """Whether some are dates of birth of which no age could be made."""
        return any(column.has_strange_births for column in self.columns)


def check(dataset: Dataset) -> Check:
    """Read the waiting file as it is mapped. Refused where its day is over."""
    return Check(tuple(_checked(dataset, column) for column in read_waiting(dataset)))


def _checked(dataset: Dataset, read_column: ReadColumn) -> CheckedColumn:
    dimension, recognition = read_column.cube.dimensions[0], read_column.recognition
    column = read_column.column
    strange = set(recognition.unrecognised) if column.characteristic == "age" else set()
    counts = dict(zip(dimension.codes, read_column.cube.counts.tolist(), strict=True))
    return CheckedColumn(
        heading=column.heading,
        title=column.title,
        is_place=column.is_place,
        has_strange_ages=bool(strange - STRANGE_BIRTHS),
        has_strange_births=bool(strange & STRANGE_BIRTHS),
        condition="" if column.is_place else _condition(characteristic(column.characteristic)),
        list_title=column.list_title,
        rows=read_column.rows,
        recognised=recognition.recognised,
        not_understood=sum(recognition.unrecognised.values()),
        values_not_understood=len(recognition.unrecognised),
        groups=tuple((dimension.label(code), counts[code]) for code in dimension.answered),
        missing=tuple((say(dimension.label(code)), counts[code]) for code in dimension.missing),
        notes=read_column.notes,
        meanings=tuple(_meanings(dataset, read_column)),
    )


def _condition(what: Characteristic) -> str:
    """Under which condition special category data may be processed; "" where it is none."""
    if not what.special:
        return ""
    words = _("%(title)s is special category data. Condition for processing it: %(condition)s.")
    if not what.confirmed:
        words = _(
            "%(title)s is special category data. Condition for processing it: %(condition)s. Ask your data "
            "protection officer whether it holds."
        )
    return words % {"title": say(what.title), "condition": what.condition and say(what.condition)}


def _meanings(dataset: Dataset, read_column: ReadColumn) -> Iterator[Meaning]:
    """What the page asks about: values that were not understood, then slips, then what was said before."""
    column, recognition, rows = read_column.column, read_column.recognition, read_column.values
    if column.is_place:
        return
    title, choices = column.title, _choices(column.classification)
    said = _said(dataset, read_column)
    short = [item for item in recognition.unrecognised.items() if len(item[0]) <= LONGEST_VALUE]
    left = sorted(short, key=lambda item: (-item[1], item[0]))
    for value, count in left[:MOST_VALUES]:
        yield Meaning(column.classification, title, value, count, "", choices)
    for value, code in recognition.slips.items():
        if value not in said:
            yield Meaning(column.classification, title, value, rows[value], "", choices, guess=code)
    for value, code in said.items():
        yield Meaning(column.classification, title, value, rows[value], code, choices)


def _said(dataset: Dataset, read_column: ReadColumn) -> dict[str, str]:
    """Values of the column of which somebody said what they mean."""
    found = Correction.objects.of(dataset.organisation, read_column.column.classification)
    said = dict(found.values_list("value", "meaning"))
    return {value: said[value] for value in said if value in read_column.values}


def understood(dataset: Dataset) -> list[Meaning]:
    """Every value that a list explains, with what it was taken to mean, for the analyst to put right. Ages in years
    are left out: there is nothing to understand."""
    return [
        Meaning(column.column.classification, column.column.title, value, column.values[value], code, choices)
        for column in read_waiting(dataset)
        if not column.column.is_place and column.column.characteristic != "age"
        for choices in [_choices(column.column.classification)]
        for value, code in _coded(column)[:MOST_VALUES]
    ]


def _coded(read_column: ReadColumn) -> list[tuple[str, str]]:
    recognition, rows = read_column.recognition, read_column.values
    coded = {**recognition.mapping, **recognition.states}
    found = [(value, code) for value, code in coded.items() if value and value not in recognition.slips]
    return sorted(found, key=lambda item: (-rows[item[0]], item[0]))


def _choices(classification: str) -> tuple[tuple[str, str], ...]:
    groups = tuple((code.code, code.label) for code in load(classification).codes)
    return groups + tuple((state, say(label)) for state, label in state_labels().items())
