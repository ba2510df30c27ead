"""Population files that have ages beside groups: the benchmarks, and how the groups differ in age."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equalities.codelists import headed, recognise
from equalities.cubes.counting import Table, table
from equalities.cubes.dimensions import unspecified
from equalities.cubes.joint import Wanted, joint_population
from equalities.cubes.population import Benchmark, Line, benchmarks_of, read_population
from equalities.refusals import Refused

AREA = "area_code"

GroupAtAge = tuple[str, str, int]
"""A code of the benchmark's groups, an age or band of ages as written, and how many people."""


@dataclass(frozen=True)
class Populations:
    """What a population file holds: a benchmark for each area, and by the area's code its people by group and age,
    which is empty for a file without ages beside its groups."""

    benchmarks: tuple[Benchmark, ...]
    ages: Mapping[str, tuple[GroupAtAge, ...]]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "benchmarks": [benchmark.as_dict() for benchmark in self.benchmarks],
            "ages": {area: [list(cell) for cell in cells] for area, cells in self.ages.items()},
        }


def read_populations(path: Path, *, source: str = "") -> Populations:
    """As `read_population`, and with ages where the file has a column of them beside its groups. Lines of totals are
    left out. Raises Refused as `read_population` and `joint_population` do."""
    with table(path) as opened:
        found = _group_and_age(opened.headings)
        names = _areas(opened) if found else {}
    if not found:
        return Populations(read_population(path, source=source), {})
    group, age = found
    has_areas = bool(names)
    people = joint_population(path, Wanted(group, adjust=(age, AREA) if has_areas else (age,))).counts
    if not people:
        raise Refused("No line of this population file counts people of one group and age.")
    cells = {(*cell, "")[:3]: count for cell, count in people.items()}
    lines = [_line(cell, count, names) for cell, count in cells.items()]
    benchmarks = benchmarks_of(lines, group, source or path.name)
    return Populations(benchmarks, _by_code(benchmarks, cells, group))


def read_populations_as_dict(path: str, source: str = "") -> dict[str, Any]:
    """`read_populations` for another process: JSON in and out."""
    return read_populations(Path(path), source=source).as_dict()


def _group_and_age(headings: Sequence[str]) -> tuple[str, str] | None:
    """The column of groups and that of ages, where a file has both."""
    about = {heading: headed(heading) for heading in headings}
    ages = [heading for heading, what in about.items() if what is not None and what.name == "age"]
    groups = [heading for heading, what in about.items() if what is not None and what.name != "age"]
    return (groups[0], ages[0]) if ages and groups else None


def _areas(opened: Table) -> dict[str, tuple[str, str]]:
    """Area code -> its name and the day of its figures; empty for a file without areas."""
    low = {heading.casefold(): heading for heading in opened.headings}
    if AREA not in low:
        return {}
    columns = [
        f"any_value({opened.column(low[name])})" if name in low else "''" for name in ("area_name", "period")
    ]
    rows = opened.rows(f"SELECT {opened.column(low[AREA])}, {', '.join(columns)} FROM rows GROUP BY 1")
    return {code: (name or "", period or "") for code, name, period in rows}


def _line(cell: Sequence[str], count: int, names: Mapping[str, tuple[str, str]]) -> Line:
    group, _age, area = cell
    name, period = names.get(area, ("", ""))
    return area, name, period, group, count


def _by_code(
    benchmarks: Sequence[Benchmark], cells: Mapping[tuple[str, ...], int], group: str
) -> dict[str, tuple[GroupAtAge, ...]]:
    """People by area, code of the benchmarks and age; none where the groups are in no list."""
    dimension = benchmarks[0].cube.dimensions[0]
    if not dimension.classification:
        return {}
    labels = dict.fromkeys((label for label, *_ in cells), 1)
    known = recognise(labels, group, classification=dimension.classification).mapping
    found: dict[str, list[GroupAtAge]] = {benchmark.area_code: [] for benchmark in benchmarks}
    for (label, age, area), count in cells.items():
        if label in known:
            found[area].append((unspecified(known[label], dimension.codes), age, count))
    return {area: tuple(each) for area, each in found.items()}
