"""A comparison straight from a file."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from equalities.comparison.outcomes import compare
from equalities.comparison.questions import Comparison, Question
from equalities.cubes import AS_WRITTEN, Column, Layout, population_by, read
from equalities.refusals import Refused


def compare_file(
    path: Path,
    question: Question,
    *,
    count: str | None = None,
    row: str = "person",
    population: Path | None = None,
) -> Comparison:
    """Answer a question of a file. Its `by`, `outcome` and `within` are headings; groups keep the names
    that the file has, spellings of one group put together.

    `count` is the heading of a column of counts, `row` what a row is ("person" or "visit"), `population` a
    file with group and count to compare with. Raises Refused for a file, heading or value that cannot be
    used.
    """
    if question.outcome and question.good is None:
        raise Refused("Say which value of the outcome is the good one, with --good.")
    headings = [heading for heading in (question.by, question.outcome, question.within) if heading]
    columns = tuple(Column(heading, classification=AS_WRITTEN) for heading in headings)
    reading = read(path, Layout(columns, row=row, count=count))
    if population is not None:
        dimension = reading.cube.dimension(question.by)
        groups = [dimension.label(code) for code in dimension.answered]
        question = replace(question, against=population_by(population, groups, question.by))
    found = compare(reading.cube, question)
    unread = [
        f"{each.rows:,} rows have {each.value} in {each.column}: {each.what}." for each in reading.problems
    ]
    return replace(found, warnings=(*found.warnings, *unread))


def compare_file_as_dict(path: str, question: Mapping[str, Any], **options: Any) -> dict[str, Any]:
    """`compare_file` for another process: JSON in and out."""
    population = options.pop("population", None)
    return compare_file(
        Path(path), Question(**question), population=Path(population) if population else None, **options
    ).as_dict()
