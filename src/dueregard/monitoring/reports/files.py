"""What a file holds, or the rows that were kept of it, read in a child process with limits: nothing here is kept."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _

from dueregard.monitoring.models import Correction, Dataset, KeptRows, MappedColumn, Objection, RawFile
from dueregard.monitoring.models.encryption import kept_reference_key, reference_key
from dueregard.monitoring.models.raw_files import plain
from equalities.codelists import Recognition
from equalities.cubes import Benchmark as Population
from equalities.cubes import Cube, Populations
from equalities.refusals import Refused
from equalities.sandbox import Limits, run_limited
from equalities.saying import say

LIMITS = Limits(seconds=600, megabytes=4096, processor=600)
"""What the largest file that is taken needs several times over, on a machine that has other things to do."""

WORKBOOKS = (".xlsx", ".ods")


@dataclass(frozen=True)
class FoundColumn:
    """A column of the file and what it was taken to hold; None where nothing could be inferred."""

    heading: str
    characteristic: str | None
    classification: str | None
    reasons: tuple[str, ...]
    refused: str | None


@dataclass(frozen=True)
class ReadColumn:
    """One mapped column, counted. For the analyst alone: it holds values as people wrote them."""

    column: MappedColumn
    cube: Cube
    rows: int
    recognition: Recognition
    values: Mapping[str, int]  # as written -> rows
    notes: tuple[tuple[str, int], ...]  # what else was found, and in how many rows


def _run(target: str, path: Path, *arguments: Any) -> Any:
    """`run_limited` on a file in a folder of its own. Workbooks alone have pictures and sheets to remove."""
    return run_limited(
        target,
        str(path),
        *arguments,
        limits=LIMITS,
        scratch=path.parent,
        only_rows=path.suffix.lower() not in WORKBOOKS,
    )


@contextmanager
def taken_in(upload: File[bytes], ages_on: date) -> Iterator[tuple[Path, tuple[FoundColumn, ...]]]:
    """A file as it comes, column by column as Parquet for one copying, and what its columns hold; of dates of birth the
    ages on that day alone. Refused, in one sentence, for a file that is no table."""
    with plain(upload.chunks(), Path(str(upload.name)).suffix, upload.size) as path:
        written = path.with_name("columns.parquet")
        described = _run(
            "equalities.cubes:take_in_as_dict",
            path,
            str(written),
            ages_on.isoformat(),
            settings.DATASET_MEGABYTES * 1_000_000,
        )
        path.unlink()
        yield written, _found(described)


def columns(dataset: Dataset) -> tuple[FoundColumn, ...]:
    """Every column of the file that waits."""
    with dataset.raw_file.readable() as path:
        described = _run("equalities.cubes:describe_as_dict", path)
    return _found(described)


def _found(described: Mapping[str, Any]) -> tuple[FoundColumn, ...]:
    return tuple(
        FoundColumn(
            each["name"],
            each["characteristic"],
            each["classification"],
            tuple(each["reasons"]),
            each["refused"],
        )
        for each in described["columns"]
    )


def read(dataset: Dataset, source: RawFile | KeptRows) -> tuple[ReadColumn, ...]:
    """The rows by each mapped column alone: no combination of answers is counted, so none can be kept."""
    return _columns(dataset, _readings(dataset, source))


def read_waiting(dataset: Dataset) -> tuple[ReadColumn, ...]:
    """`read` of the file that waits: what was kept of the last reading, where that was of the same."""
    raw_file = dataset.raw_file
    if raw_file.is_over or not _is_kept(dataset):
        return read(dataset, raw_file)
    return _columns(dataset, raw_file.reading)


def has_reading(dataset: Dataset) -> bool:
    """Whether a page may ask for `read_waiting`, since the file is small or was read as it is mapped now."""
    return not dataset.raw_file.is_large or dataset.raw_file.is_over or _is_kept(dataset)


def keep_reading(dataset: Dataset) -> None:
    """Read a waiting file for the pages that ask about it."""
    of = _mapped_as(dataset)
    dataset.raw_file.keep_reading(_readings(dataset, dataset.raw_file), of)


def _is_kept(dataset: Dataset) -> bool:
    return bool(dataset.raw_file.reading_of) and dataset.raw_file.reading_of == _mapped_as(dataset)


def _mapped_as(dataset: Dataset) -> str:
    """All that a reading rests on: the columns, what was said of their values, and who objected."""
    layout = json.dumps(_layout(dataset, dataset.raw_file), sort_keys=True)
    return hmac.new(reference_key(), layout.encode(), "sha256").hexdigest()


def _readings(dataset: Dataset, source: RawFile | KeptRows) -> list[dict[str, Any]]:
    with source.readable() as path:
        found: list[dict[str, Any]] = _run(
            "equalities.cubes:read_apart_as_dict",
            path,
            _layout(dataset, source),
        )
    return found


def _columns(dataset: Dataset, readings: Sequence[dict[str, Any]]) -> tuple[ReadColumn, ...]:
    return tuple(_read_column(*pair) for pair in zip(dataset.columns, readings, strict=True))


def read_together(
    dataset: Dataset, pairs: Sequence[tuple[str, str]], source: RawFile | KeptRows
) -> tuple[Cube, ...]:
    """The rows by these pairs of mapped columns. Refused for a pair of one column, of one that is not mapped, and for
    one that is asked for twice."""
    if not pairs:
        return ()
    mapped = {column.characteristic for column in dataset.columns}
    wanted = [frozenset(pair) for pair in pairs]
    if any(len(pair) != 2 or not pair <= mapped for pair in wanted) or len(set(wanted)) < len(wanted):
        raise Refused(_("Choose pairs of two columns of the file, each once."))
    with source.readable() as path:
        cubes = _run(
            "equalities.cubes:read_together_as_dict",
            path,
            _layout(dataset, source),
            [list(pair) for pair in pairs],
        )
    return tuple(Cube.from_dict(each) for each in cubes)


def parquet(dataset: Dataset) -> tuple[bytes, int]:
    """The mapped columns of the file and what tells people apart, that hashed, as Parquet; and how many rows."""
    with dataset.raw_file.readable() as path:
        written = path.with_name("kept.parquet")
        key = kept_reference_key().hex() if dataset.reference else None
        rows = _run(
            "equalities.cubes:store_as_dict",
            path,
            _layout(dataset, dataset.raw_file),
            str(written),
            key,
        )
        return written.read_bytes(), rows


def parquet_without(kept: KeptRows, reference: str) -> tuple[bytes, int]:
    """The rows that are kept of a dataset but those of one person; and how many rows."""
    with kept.readable() as path:
        written = path.with_name("kept.parquet")
        rows = _run(
            "equalities.cubes:forget_as_dict",
            path,
            kept.dataset.reference,
            reference,
            str(written),
            kept_reference_key().hex(),
        )
        return written.read_bytes(), rows


def _layout(dataset: Dataset, source: RawFile | KeptRows) -> dict[str, Any]:
    """How to read a file, or rows that were kept, of which those who objected are gone already; Refused where
    nothing tells them apart."""
    left_out = _left_out(dataset)
    return {
        "columns": [_column(dataset, column) for column in dataset.columns],
        "row": dataset.row,
        "reference": dataset.reference or None,
        "left_out": left_out if isinstance(source, RawFile) else None,
    }


def _left_out(dataset: Dataset) -> dict[str, Any] | None:
    """Whose rows are not read, because they objected. Refused where nothing tells people apart."""
    found = Objection.objects.holding_for(dataset)
    hashes = list(found.values_list("reference_hash", flat=True))
    if not hashes:
        return None
    if not dataset.reference:
        raise Refused(
            _(
                "Some users of this service have asked not to be counted: say which column tells people apart, so "
                "that they are left out."
            )
        )
    return {"key": reference_key().hex(), "hashes": hashes}


def _column(dataset: Dataset, column: MappedColumn) -> dict[str, Any]:
    said = Correction.objects.of(dataset.organisation, column.classification)
    return {
        "heading": column.heading,
        "name": column.characteristic,
        "classification": column.classification,
        "codes": dict(said.values_list("value", "meaning")),
    }


def _read_column(column: MappedColumn, reading: dict[str, Any]) -> ReadColumn:
    recognised = reading["columns"][column.characteristic]
    notes = [
        (say(problem["what"]), problem["rows"])
        for problem in reading["problems"]
        if problem["what"] != "not recognised"
    ]
    return ReadColumn(
        column,
        Cube.from_dict(reading["cube"]),
        reading["rows"],
        Recognition(**recognised),
        reading["values"][column.characteristic],
        tuple(notes),
    )


def populations(content: bytes, suffix: str, source: str) -> Populations:
    """The population of each area of a census file, with ages where it has them beside its groups; Refused for a file
    of another shape."""
    with plain([content], suffix, len(content)) as path:
        found = _run("equalities.cubes:read_populations_as_dict", path, source)
    ages = {area: tuple((code, age, n) for code, age, n in cells) for area, cells in found["ages"].items()}
    return Populations(tuple(Population.from_dict(each) for each in found["benchmarks"]), ages)
