"""People whom a published table joins are protected together: in one report, when tables are made, and for readers who
have not what staff have."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dueregard.monitoring import services as monitoring
from dueregard.monitoring.tests.factories import ETHNICITY, SEX, mapped
from dueregard.publications import reports
from dueregard.publications.tests.factories import prepared, publish
from dueregard.releases import protecting
from dueregard.releases.protecting import Beside, decided, is_proved, protected
from dueregard.releases.reports import PrintedTable, sheets_of
from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, Release, SafeCell, Status, protect
from tests.in_process import in_this_process

EARLIER = {"starts_on": date(2023, 4, 1), "ends_on": date(2024, 3, 31)}
FIRST = {
    ("White British", "Female"): 40,
    ("White British", "Male"): 38,
    ("White Irish", "Female"): 3,
    ("Indian", "Male"): 9,
}
SECOND = {
    ("White British", "Female"): 44,
    ("White British", "Male"): 31,
    ("White Irish", "Female"): 8,
    ("Indian", "Male"): 2,
}


@pytest.fixture
def years(analyst):
    def loaded(people, **said):
        lines = [",".join(who) for who, number in people.items() for _ in range(number)]
        content = "\n".join(["Ethnic group,Sex", *lines]).encode()
        return monitoring.load(mapped(analyst, content, (ETHNICITY, SEX), **said), by=analyst.user)

    return loaded(FIRST, title="First", **EARLIER), loaded(SECOND, title="Second")


@pytest.fixture
def pooled(years, officer, director):
    choice = [(year.pk, "ethnicity") for year in years]
    return publish(prepared(officer, title="Both", choice=choice, design="pooled"), by=director.user)


@pytest.fixture
def besides(monkeypatch):
    """What tables were protected beside, by the names of the releases."""
    found = []

    def watched(release, beside):
        found.append((release.name, [each.name for each in beside.releases]))
        return is_proved(release, beside)

    monkeypatch.setattr(protecting, "is_proved", watched)
    return found


def test_two_years_of_one_report_are_protected_beside_one_another_once_both_together_are_out(
    officer, pooled, years, besides
):
    choice = [(year.pk, "ethnicity") for year in years]
    version = prepared(officer, title="Each", choice=choice)
    first, second = reports.releases_of(version.taken)
    assert first.name not in besides[0][1]
    assert first.name in besides[-1][1]
    assert any(first.name in name for name in second.receipt.against)


def test_two_years_that_nothing_joins_are_protected_apart(officer, years):
    version = prepared(officer, title="Each", choice=[(year.pk, "ethnicity") for year in years])
    first, second = reports.releases_of(version.taken)
    assert not any(first.name in name for name in second.receipt.against)


def test_tables_made_again_count_in_what_staff_see_of_the_year_joined_to_them(
    analyst, years, pooled, besides
):
    monitoring.make_again(years[0], by=analyst.user)
    ((_name, known),) = besides
    assert known == [
        f"dataset {years[0].pk}",
        f"dataset {years[1].pk}",
        *[name for name in known if name.startswith("Both, version 1")],
    ]


FAITH = Dimension("faith", ("a", "b", "c", "d"))


def cube(*counts):
    return Cube("faith", (FAITH,), np.array(counts), universe={"population": "Libraries"})


def seen_by_staff(*counts, but):
    """A table that staff have of the same people, which shows every count but one."""
    release = protect([cube(*counts)], Policy(threshold=1), name="seen", key=1)
    (table,) = release.tables
    cells = {**table.cells, (but,): SafeCell((but,), None, Status.WITHHELD)}
    return replace(Release.from_dict(release.as_dict()), tables=(replace(table, cells=cells),))


def test_what_staff_know_already_is_not_told_to_the_public(monkeypatch):
    """3 are b, 30 c and 9 d. Staff can tell b from their table. A paper prints that 33 are b or c: readers of a report
    that withholds b and d would take c from that."""
    monkeypatch.setattr(protecting, "run_limited", in_this_process)
    counts = (60, 3, 30, 9)
    paper = PrintedTable((FAITH,), ("count",), (("b + c", "33"),), ("x",))
    said = sheets_of(paper, "FOI", {"population": "Libraries"})
    beside = Beside([seen_by_staff(*counts, but="b")], said, staff={"seen"})
    told = decided([cube(*counts)], Policy(), beside, name="ours")
    assert [told.tables[0].cell(code).value for code in "abcd"] == [60, None, 30, None]
    assert not is_proved(told, beside.of_the_public)
    release = protected([cube(*counts)], Policy(), beside, name="ours")
    assert [release.tables[0].cell(code).value for code in "bc"] == [None, None]
    assert all(is_proved(release, view) for view in (*beside.views, Beside()))
