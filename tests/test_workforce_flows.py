"""Stocks and flows of real people, and of the made-up workforce of the benchmark."""

import csv
import time
from collections import defaultdict

import numpy as np
import pytest

from benchmarks.workforce import OUTSIDER, relations, tables, workforce
from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, attack, protect
from equalities.disclosure.relations import Flow
from equalities.disclosure.sheets import from_cube, from_releases
from equalities.disclosure.statements import UNKNOWN, Statements

COMERS = ("joiners", "arrived_from_below", "arrived_from_above")
LEAVERS = ("leavers", "moved_up", "moved_down")
PLACES = ("grade", "sex", "race")


@pytest.fixture
def years(shared):
    """year -> column -> counts by grade, sex and race, with the dimensions."""
    with (shared / "data/workforce/cpd_workforce_stock_flow_2002-2017_grade_sex_race.csv").open(
        encoding="utf-8-sig"
    ) as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 600
    dimensions = tuple(Dimension(name, tuple(sorted({row[name] for row in rows}))) for name in PLACES)
    shape = tuple(len(dimension.codes) for dimension in dimensions)
    found = defaultdict(lambda: defaultdict(lambda: np.zeros(shape, np.int64)))
    for row in rows:
        at = tuple(d.codes.index(row[d.name]) for d in dimensions)
        for column in ("stock_start", "stock_end", *COMERS, *LEAVERS):
            found[row["year"]][column][at] = int(row[column])
    return dimensions, found


def flow_of(year):
    def universe(column):
        return {"year": year, "of": column}

    return Flow(
        universe("stock_start"), tuple(map(universe, COMERS)), tuple(map(universe, LEAVERS)),
        universe("stock_end"), PLACES,
    )  # fmt: skip


def test_every_stock_is_the_one_before_with_those_who_came_and_without_those_who_left(years):
    dimensions, found = years
    assert len(found) == 15
    for year, columns in found.items():
        cubes = [
            Cube(column, dimensions, counts, universe={"year": year, "of": column})
            for column, counts in columns.items()
        ]
        statements = Statements([from_cube(cube, year, Policy()) for cube in cubes], [flow_of(year)])
        assert statements.population is not None
        assert not (statements.links @ statements.population).any()


@pytest.mark.slow_test
def test_withheld_leavers_are_all_found_by_the_flow_and_by_nothing_else(years):
    dimensions, found = years
    sheets = []
    for column, counts in found["2010"].items():
        cube = Cube(column, dimensions, counts, universe={"year": "2010", "of": column})
        sheets.append(from_cube(cube, "2010", OUTSIDER))
    leavers = next(sheet for sheet in sheets if sheet.name == "leavers")
    small = (leavers.values > 0) & (leavers.values < 5)
    finest = np.zeros(small.shape, bool)
    finest[:-1, :-1, :-1] = True
    hidden = {place: int(leavers.values[place]) for place in zip(*np.nonzero(small & finest), strict=True)}
    leavers.values[...] = UNKNOWN
    assert len(hidden) >= 10
    assert attack(sheets).exposed == ()
    exposed = {
        interval.cell.codes: interval.low for interval in attack(sheets, relations=[flow_of("2010")]).exposed
    }
    for place, count in hidden.items():
        codes = tuple(dimension.codes[at] for dimension, at in zip(dimensions, place, strict=True))
        assert exposed[codes] == count


@pytest.mark.slow_test
def test_a_year_of_the_benchmark_is_protected_together_and_not_apart():
    declared = relations(1)
    cubes = [
        cube for cube in tables(workforce(1)) if {d.name for d in cube.dimensions} == {"directorate", "dis"}
    ]
    alone = [protect([cube], OUTSIDER, key=1) for cube in cubes]
    assert len(attack(from_releases(alone), relations=declared).exposed) > 0
    joint = protect(cubes, OUTSIDER, key=1, relations=declared)
    assert joint.private.blocking == ()
    assert joint.private.min_interval_reached >= 2
    found = attack(from_releases([joint]), relations=declared)
    assert found.exposed == ()
    assert found.narrowest.high - found.narrowest.low >= 2


@pytest.mark.slow_test
def test_the_whole_benchmark_is_protected_together_within_a_minute():
    """Its tables never have all dimensions of its flows together: they are joined by what tables have."""
    cubes, declared = tables(workforce(2)), relations(2)
    began = time.process_time()
    joint = protect(cubes, OUTSIDER, key=1, relations=declared)
    found = attack(from_releases([joint]), relations=declared)
    assert time.process_time() - began < 60
    assert joint.private.blocking == ()
    assert joint.private.min_interval_reached >= 2
    assert found.exposed == ()
    assert found.withheld == joint.receipt.withheld > 1_000


def test_flows_by_more_than_any_table_has_leave_no_combination_that_no_table_has():
    cubes = tables(workforce(2))
    statements = Statements([from_cube(cube, "r", OUTSIDER) for cube in cubes], relations(2))
    assert statements.population is not None
    assert not (statements.links @ statements.population).any()
    assert {block.names for block in statements.blocks} == {
        tuple(sorted(dimension.name for dimension in cube.dimensions)) for cube in cubes
    }


def test_the_benchmarks_flows_hold():
    cubes = {tuple(cube.universe.values()): cube.counts for cube in workforce(2)}
    for flow in relations(2):
        names = [dimension.name for dimension in workforce(1)[0].dimensions]
        others = tuple(at for at, name in enumerate(names) if name not in flow.by)
        balance = sum(sign * cubes[tuple(u.values())].sum(axis=others) for sign, u in flow.signed)
        assert not balance.any()
