"""What was read of a file and what was not, for the analyst who loads it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.monitoring.models import Correction, Dataset
from dueregard.monitoring.reports.files import ReadColumn, read
from equalities.codelists import Characteristic, characteristic, load, state_labels

MOST_VALUES = 100
"""Values to a column that a page asks about: beyond that it is free text, and not one by one to be mended."""

LONGEST_VALUE = 200
"""Letters of a value that can be remembered: anything longer is a remark, not an answer."""


@dataclass(frozen=True)
class Meaning:
    """A value as written, and what it was taken to mean: a code or missing state of the list, or "" for nothing."""

    classification: str
    title: str
    value: str
    rows: int | None
    code: str
    choices: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        if self.rows is None:
            return _("“%(value)s”") % {"value": self.value}
        words = ngettext("“%(value)s” in %(rows)s row", "“%(value)s” in %(rows)s rows", self.rows)
        return words % {"value": self.value, "rows": f"{self.rows:,}"}


@dataclass(frozen=True)
class CheckedColumn:
    """What one column holds, counted as it is: for the analyst alone."""

    heading: str
    title: str
    list_title: str
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
    def meanings(self) -> list[Meaning]:
        return [meaning for column in self.columns for meaning in column.meanings]

    @property
    def values_not_understood(self) -> int:
        return sum(column.values_not_understood for column in self.columns)


def check(dataset: Dataset) -> Check:
    """Read the waiting file as it is mapped. Refused where its day is over."""
    return Check(tuple(_checked(dataset, column) for column in read(dataset)))


def _checked(dataset: Dataset, read_column: ReadColumn) -> CheckedColumn:
    dimension, recognition = read_column.cube.dimensions[0], read_column.recognition
    what = characteristic(read_column.column.characteristic)
    counts = dict(zip(dimension.codes, read_column.cube.counts.tolist(), strict=True))
    return CheckedColumn(
        heading=read_column.column.heading,
        title=what.title,
        condition=_condition(what),
        list_title=load(read_column.column.classification).title,
        rows=read_column.rows,
        recognised=recognition.recognised,
        not_understood=sum(recognition.unrecognised.values()),
        values_not_understood=len(recognition.unrecognised),
        groups=tuple((dimension.label(code), counts[code]) for code in dimension.answered),
        missing=tuple((dimension.label(code), counts[code]) for code in dimension.missing),
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
    return words % {"title": what.title, "condition": what.condition}


def _meanings(dataset: Dataset, read_column: ReadColumn) -> Iterator[Meaning]:
    """What the page asks about: values that were not understood, then slips, then what was said before."""
    column, recognition = read_column.column, read_column.recognition
    title, choices = characteristic(column.characteristic).title, _choices(column.classification)
    said = dict(
        Correction.objects.of(dataset.organisation, column.classification).values_list("value", "meaning")
    )
    present = {
        value: said[value] for value in said if value in recognition.mapping or value in recognition.states
    }
    short = [item for item in recognition.unrecognised.items() if len(item[0]) <= LONGEST_VALUE]
    left = sorted(short, key=lambda item: (-item[1], item[0]))
    for value, rows in left[:MOST_VALUES]:
        yield Meaning(column.classification, title, value, rows, "", choices)
    for value, code in {**recognition.slips, **present}.items():
        yield Meaning(column.classification, title, value, None, code, choices)


def _choices(classification: str) -> tuple[tuple[str, str], ...]:
    groups = tuple((code.code, code.label) for code in load(classification).codes)
    return groups + tuple(state_labels().items())
