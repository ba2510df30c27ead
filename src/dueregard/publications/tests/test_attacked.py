"""Somebody who has kept everything, with an integer programme of her own: load, publish, correct the extract, publish,
withdraw, record a paper, publish. She learns of no withheld count more than the paper alone tells her."""

import random
from datetime import date

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from dueregard.monitoring import services as monitoring
from dueregard.monitoring.tests.factories import BRANCH, ETHNICITY, SEX, mapped
from dueregard.publications import reports, services
from dueregard.publications.tests.factories import prepared, publish
from dueregard.releases.models import LedgerEntry
from dueregard.releases.reports import PrintedTable
from dueregard.releases.services import record_outside

pytestmark = pytest.mark.slow_test

GROUPS = ("White British", "White Irish", "Indian", "Pakistani", "Chinese", "Bangladeshi", "Arab")
SEXES = ("Female", "Male", "Prefer not to say")
PLACES = ("North", "South", "East")
LEAST = 2


def people(draw, number):
    """Many of one group, few of the others: rows of a file."""
    common = [200, *(draw.choice([1, 2, 5, 20]) for _ in GROUPS[1:])]
    return [
        (draw.choices(GROUPS, common)[0], draw.choices(SEXES, [50, 45, 3])[0], draw.choice(PLACES))
        for _ in range(number)
    ]


def file_of(rows):
    lines = [f"C{number},{','.join(row)}" for number, row in enumerate(rows)]
    return "\n".join(["Card,Ethnic group,Sex,Branch", *lines]).encode()


class Attacker:
    """Numbers of people in every combination of the groups of some tables, whole and never fewer than none."""

    def __init__(self, tables):
        dimensions = {one.name: one for table in tables for one in table.dimensions}
        self.dimensions = [dimensions[name] for name in sorted(dimensions)]
        self.places = np.arange(np.prod([len(one.codes) for one in self.dimensions])).reshape(
            [len(one.codes) for one in self.dimensions]
        )
        self.tables = tables

    def people_at(self, table, codes):
        """Which of the numbers a cell is the sum of."""
        said = dict(zip([one.name for one in table.dimensions], codes, strict=True))
        chosen = [
            [own.codes.index(code) for code in own.members(said.get(own.name, own.total))]
            for own in self.dimensions
        ]
        row = np.zeros(self.places.size)
        row[self.places[np.ix_(*chosen)].ravel()] = 1
        return row

    def narrow(self, paper=()):
        """The withheld cells with fewer possible values than promised; `paper` says code, least and most."""
        rows, least, most, withheld = [], [], [], {}
        for table in self.tables:
            for codes, cell in table.cells.items():
                rows.append(self.people_at(table, codes))
                least.append(1 if cell.value is None else cell.value)
                most.append(np.inf if cell.value is None else cell.value)
                if cell.value is None:
                    withheld[rows[-1].tobytes()] = (codes, rows[-1])
        rows += [self.people_at(self.tables[0], (code,)) for code, _low, _high in paper]
        known = LinearConstraint(
            np.array(rows), [*least, *(low for _, low, _ in paper)], [*most, *(high for *_, high in paper)]
        )
        return {
            codes
            for codes, row in withheld.values()
            if self._most(row, known) + self._most(-row, known) < LEAST
        }

    def _most(self, row, known):
        found = milp(-row, constraints=known, integrality=np.ones(row.size), bounds=Bounds(0, np.inf))
        return np.inf if found.x is None else round(row @ found.x)


def everything_about(dataset):
    """What staff see of its people, and what was published of them: her tables, those by one question first."""
    published = [table for entry in LedgerEntry.objects.all() for table in entry.release.tables]
    ours = [table for table in published if dict(table.universe) == dataset.universe]
    return sorted([*dataset.release.tables, *ours], key=lambda table: table.dimensions[0].name != "ethnicity")


def check_true(dataset):
    counted = {tuple(one.name for one in cube.dimensions): cube for cube in dataset.cubes}
    for table in everything_about(dataset):
        cube = counted[tuple(one.name for one in table.dimensions)]
        for codes, cell in table.cells.items():
            if cell.value is not None and set(codes) <= {c for one in cube.dimensions for c in one.codes}:
                place = tuple(one.codes.index(code) for one, code in zip(cube.dimensions, codes, strict=True))
                assert cell.value == cube.counts[place]


@pytest.mark.parametrize("seed", [0, 4, 6])
def test_she_learns_nothing_of_what_is_withheld(seed, council, analyst, officer, director):
    draw = random.Random(seed)
    rows = people(draw, draw.choice([40, 90, 300]))

    def load(rows):
        dataset = mapped(analyst, file_of(rows), (ETHNICITY, SEX, BRANCH))
        pairs = [("ethnicity", "sex"), ("sex", "place")]
        return monitoring.load(dataset, by=analyst.user, together=pairs, keep_rows=False)

    def let_out(dataset, title):
        choice = [(dataset.pk, name) for name in ("ethnicity", "sex", "sex+place")]
        return publish(prepared(officer, title=title, choice=choice), by=director.user)

    first = load(rows)
    let_out(first, "First")
    assert Attacker(everything_about(first)).narrow() == set()
    second = load([*rows[3:], *people(draw, 4)])
    services.withdraw(let_out(second, "Second"), reason="error", by=director.user)
    assert Attacker(everything_about(second)).narrow() == set()

    paper = a_withheld_group(second, draw)
    code, count = paper
    table = PrintedTable(
        (everything_about(second)[0].dimensions[0],), ("count",), ((code, str(count)),), ("x",)
    )
    record_outside(
        council,
        table=table,
        title="FOI 12/34",
        paper="request",
        went_out_on=date(2025, 6, 2),
        seen_at="the FOI log",
        service="Libraries",
        starts_on=date(2024, 4, 1),
        ends_on=date(2025, 3, 31),
        covers="all",
        by=officer.user,
    )
    known = [(code, count, count)]
    told = Attacker(everything_about(second)).narrow(known)
    third = let_out(second, "Third")
    check_true(first)
    check_true(second)
    assert Attacker(everything_about(second)).narrow(known) <= told
    going = [table for release in reports.releases_of(third.taken) for table in release.tables]
    assert Attacker(going).narrow() == set()
    assert not [cell for table in going for cell in table.cells.values() if 0 < (cell.value or 0) < 5]


def a_withheld_group(dataset, draw):
    """A finest group that tables withhold, and how many are in it."""
    table = everything_about(dataset)[0]
    counts = next(cube for cube in dataset.cubes if cube.dimensions == table.dimensions).counts
    withheld = [
        (code, int(count))
        for code, count in zip(table.dimensions[0].codes, counts, strict=True)
        if table.cell(code).value is None
    ]
    return draw.choice(withheld)
