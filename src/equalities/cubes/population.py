"""Population benchmarks: who could use a service, by area and vintage."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from equalities.codelists import Recognition, atoms, headed, load, recognise
from equalities.codelists.ages import ages_of, banded
from equalities.codelists.standardise import plain
from equalities.cubes import dimensions
from equalities.cubes.counting import Table, table
from equalities.cubes.cube import Cube
from equalities.cubes.grouping import BESIDE_FIGURES, COUNT
from equalities.cubes.rulings import as_written
from equalities.cubes.totals import TOTALS
from equalities.refusals import Refused

PLACES = ("area_code", "area_name", "geography", "period", "measure", "unit", "value")
"""The columns of a long census file that are about the figure and not about the group."""

TOPICS = ("age", "sex", "ethnicity", "religion", "disability", "sexual orientation")
"""What a file is tried as where no heading names its groups."""


@dataclass(frozen=True)
class Benchmark:
    """One population by one characteristic. `cube` has one dimension, called after the characteristic;
    `vintage` is the date or year it describes; `source` is the file's name or what the user typed. Totals
    of different topics for one area differ by a few people, because the census is perturbed: never mix
    them."""

    cube: Cube
    area: str
    area_code: str
    vintage: str
    source: str

    def as_dict(self) -> dict[str, Any]:
        """The benchmark as JSON can hold it; the cube as `Cube.as_dict`."""
        return {
            "cube": self.cube.as_dict(),
            "area": self.area,
            "area_code": self.area_code,
            "vintage": self.vintage,
            "source": self.source,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Benchmark":
        """The benchmark that `as_dict` wrote."""
        return cls(**{**data, "cube": Cube.from_dict(data["cube"])})


def read_population(path: Path, *, source: str = "") -> tuple[Benchmark, ...]:
    """The benchmarks of a long census file (one line an area and group, its count in "value"), one an
    area, in the order of their codes; or of a file with a group and a count in each line, as one.

    Lines of totals and of other measures than counts are left out. Raises Refused for a file of another
    shape, and for a count that is no whole number.
    """
    with table(path) as opened:
        lines = _lines(opened)
        topic = _topic(opened.headings)
    return benchmarks_of(lines, topic, source or path.name)


def read_population_as_dict(path: str, source: str = "") -> list[dict[str, Any]]:
    """`read_population` for another process: JSON in and out."""
    return [benchmark.as_dict() for benchmark in read_population(Path(path), source=source)]


def combined(benchmarks: Iterable[Benchmark], area: str) -> Benchmark:
    """Several areas as one, under a name of your own. Raises Refused where they count different things."""
    parts = list(benchmarks)
    same = [(part.cube.dimensions, part.vintage) for part in parts]
    if not parts or any(each != same[0] for each in same):
        raise Refused("Only areas counted by the same groups on the same day can be put together.")
    counts = np.sum([part.cube.counts for part in parts], axis=0)
    first = parts[0]
    cube = Cube(first.cube.name, first.cube.dimensions, counts, first.cube.unit, {"area": area})
    return Benchmark(cube, area, "", first.vintage, first.source)


def same_names(labels: Sequence[str], groups: Sequence[str], heading: str) -> dict[str, str]:
    """For each label of a population the group of a file, under this heading, that is the same people: both
    are written alike, or a code list recognises both as the same, or as one within the other, or a crosswalk between
    their two lists does. Bands of ages go into the narrowest of the file's own that hold them."""
    written = {plain(group): group for group in groups}
    own = recognise(dict.fromkeys(groups, 1), heading)
    alike = {label: written[plain(label)] for label in labels if plain(label) in written}
    if own.characteristic == "age":
        return _same_ages(labels, groups) | alike
    theirs = recognise(dict.fromkeys(labels, 1), heading, classification=own.classification)
    coded = {code: group for group, code in own.mapping.items()}
    broad = _broad(own, coded, set(theirs.mapping.values()))
    same = {
        label: coded.get(code) or broad[code]
        for label, code in theirs.mapping.items()
        if code in coded or code in broad
    }
    return _by_crosswalk(recognise(dict.fromkeys(labels, 1), heading), own, same | alike)


def _by_crosswalk(theirs: Recognition, own: Recognition, same: Mapping[str, str]) -> dict[str, str]:
    """The same, and the labels of another list that lie within a group of the file's list, where with these all of that
    group's people are found, each once: who counts Roma apart says who is "any other White" to the NHS."""
    if theirs.classification is None or own.classification is None:
        return dict(same)
    parts = {label: atoms(theirs.classification, code) for label, code in theirs.mapping.items()}
    wholes = {group: atoms(own.classification, code) for group, code in own.mapping.items()}
    within: dict[str, list[str]] = {}
    for label, part in parts.items():
        group = next((group for group, whole in wholes.items() if part and part <= whole), None)
        if group is not None and same.get(label, group) == group:
            within.setdefault(group, []).append(label)
    return dict(same) | {
        label: group
        for group, labels in within.items()
        if sorted(part for label in labels for part in parts[label]) == sorted(wholes[group])
        for label in labels
    }


def _same_ages(labels: Sequence[str], groups: Sequence[str]) -> dict[str, str]:
    held = {ages: group for group in groups if (ages := ages_of(group)) is not None}
    narrowest = dict(sorted(held.items(), key=lambda each: each[0][1] - each[0][0]))
    found = {label: banded(ages, narrowest) for label in labels if (ages := ages_of(label)) is not None}
    return {label: group for label, group in found.items() if group is not None}


def _broad(own: Recognition, coded: Mapping[str, str], theirs: Collection[str]) -> dict[str, str]:
    """For each finer group of a file's list the broad group of the file that it lies in: only where the file
    has none of that broad group's members, and the population not the broad group itself, which would leave
    it unclear who is in it."""
    if own.classification is None:
        return {}
    parents = {code.code: code.parent for code in load(own.classification).codes if code.parent is not None}
    unclear = {parents[code] for code in coded if code in parents} | set(theirs)
    return {code: coded[top] for code, top in parents.items() if top in coded and top not in unclear}


Line = tuple[str, str, str, str, int]
"""Area code, area name, vintage, group, count."""


def _topic(headings: Sequence[str]) -> str:
    """The heading of the column that names the groups: the one that is not about place, day or measure."""
    extra = [heading for heading in headings if heading.casefold() not in PLACES]
    topics = [heading for heading in extra if heading.casefold() != "indicator"]
    return (topics or extra or [headings[0]])[0]


def _lines(opened: Table) -> list[Line]:
    """The lines of a long file, or of one with a group and a count. Raises Refused for another shape."""
    headings = {heading.casefold(): heading for heading in opened.headings}
    if "value" in headings and "area_code" in headings:
        return _long(opened, headings)
    if {"group", "count"} <= set(headings) or len(headings) == 2:
        return _pairs(
            opened, headings.get("group", opened.headings[0]), headings.get("count", opened.headings[1])
        )
    raise Refused("A population file has area_code, a group and value in each line, or group and count.")


def _long(opened: Table, headings: Mapping[str, str]) -> list[Line]:
    group = opened.column(_topic(opened.headings))
    columns = [
        opened.column(headings[name]) if name in headings else "''"
        for name in ("area_code", "area_name", "period")
    ]
    only = f" WHERE lower({opened.column(headings['measure'])}) = 'count'" if "measure" in headings else ""
    rows = opened.rows(f"SELECT {', '.join([*columns, group, opened.column('value')])} FROM rows{only}")
    return [(code, name, period, label, count_of(value)) for code, name, period, label, value in rows]


def _pairs(opened: Table, group: str, count: str) -> list[Line]:
    rows = opened.rows(f"SELECT {opened.column(group)}, {opened.column(count)} FROM rows")
    return [("", "", "", str(label or ""), count_of(value)) for label, value in rows]


def count_of(value: str | None) -> int:
    """A count of people as written ("1,200"). Raises Refused for anything else."""
    text = (value or "").strip()
    if re.match(COUNT, text) is None:
        raise Refused(
            '"{text}" is not a count of people: mend it in the population file and load it again.', text=text
        )
    return int(float(text.translate(dict.fromkeys(map(ord, BESIDE_FIGURES)))))


def benchmarks_of(lines: Sequence[Line], topic: str, source: str) -> tuple[Benchmark, ...]:
    """The benchmarks of these lines, one an area, by the list that holds every group under the heading `topic`."""
    people = [line for line in lines if plain(line[3]) not in TOTALS]
    values: Counter[str] = Counter()
    for *_, label, count in people:
        values[label] += count
    recognition = _recognised(topic, values)
    name = recognition.characteristic or topic
    areas = dict.fromkeys(line[:3] for line in people)
    return tuple(
        _benchmark(area, [line for line in people if line[:3] == area], name, recognition, source)
        for area in sorted(areas)
    )


def _recognised(topic: str, values: Mapping[str, int]) -> Recognition:
    """The list that holds every group of the file; the groups as they stand where none does."""
    named = headed(topic)
    for heading in [topic] if named else TOPICS:
        found = recognise(values, heading)
        if found.classification is not None and not found.unrecognised:
            return found
    return as_written(recognise(values, topic), values)


def _benchmark(
    area: tuple[str, str, str], lines: Sequence[Line], name: str, recognition: Recognition, source: str
) -> Benchmark:
    code, label, vintage = area
    dimension, places = dimensions.axis(name, recognition)
    counts = np.zeros(len(dimension.codes), dtype=np.int64)
    for *_, group, count in lines:
        counts[places[group]] += count
    cube = Cube(f"Population by {name}", (dimension,), counts, "people", {"area": label} if label else {})
    return Benchmark(cube, label, code, vintage, source)
