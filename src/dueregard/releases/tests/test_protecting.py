"""What goes out is what another process proved, which never read the counts."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from django.core.cache import caches

from dueregard.releases import protecting
from dueregard.releases.proof import sheet_as_dict, sheet_from_dict, unproved
from dueregard.releases.protecting import Beside, check_proved, decided, protected
from dueregard.releases.reports import part_of, relations_of_papers, told_before
from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, SafeCell, Status, attack, protect
from equalities.disclosure.layout import Axis
from equalities.disclosure.sheets import from_releases
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Ratio, Sheet
from equalities.refusals import Refused
from equalities.sandbox import Limits, run_limited

FAITH = Dimension("faith", ("a", "b", "c", "d"))
PEOPLE = {"population": "Libraries", "period": "2024 (1)"}
COUNTS = (60, 3, 9, 40)


def cube(counts=COUNTS, universe=PEOPLE):
    return Cube("faith", (FAITH,), np.array(counts), universe=universe)


def paper(universe=PEOPLE, **counts):
    values = np.array([counts.get(code, UNKNOWN) for code in Axis(FAITH).codes])
    nothing = np.zeros(values.shape, np.int64)
    return Sheet("FOI", "FOI", (FAITH,), universe, values, nothing, nothing + NO_LIMIT, values != UNKNOWN)


def with_cell(release, code, value):
    (table,) = release.tables
    status = Status.WITHHELD if value is None else Status.SHOWN
    cells = {**table.cells, (code,): SafeCell((code,), value, status)}
    return replace(release, tables=(replace(table, cells=cells),))


def values(release):
    return [cell.value for cell in release.tables[0].cells.values()]


def test_a_decision_is_made_once_for_all_that_it_rests_on(monkeypatch):
    asked = []

    def counted(*args, **options):
        asked.append(options)
        return protect(*args, **options)

    caches["decisions"].clear()
    monkeypatch.setattr(protecting, "protect", counted)
    beside = Beside(outside=[paper(b=3)])
    ways = [
        ([cube()], Policy(), Beside(), "ours"),
        ([cube((60, 3, 9, 41))], Policy(), Beside(), "ours"),
        ([cube()], Policy(threshold=10), Beside(), "ours"),
        ([cube()], Policy(), Beside(), "theirs"),
        ([cube()], Policy(), beside, "ours"),
        ([cube()], Policy(), Beside(outside=[replace(paper(b=3), plain=True)]), "ours"),
        ([cube()], Policy(), Beside(releases=[protect([cube()], Policy(), key=0)]), "ours"),
    ]
    first = [decided(*way, name=name) for *way, name in ways]
    assert len(asked) == len(ways)
    assert [decided(*way, name=name) for *way, name in ways] == first
    assert len(asked) == len(ways)


@pytest.fixture
def apart(monkeypatch):
    """The child itself; what it was sent is kept."""
    sent = []

    def watched(target, *arguments, limits):
        sent.append(json.dumps(arguments))
        return run_limited(target, *arguments, limits=limits)

    monkeypatch.setattr(protecting, "run_limited", watched)
    return sent


def test_another_process_proves_it_without_the_counts(apart):
    release = protected([cube()], Policy(), Beside(), name="report")
    assert values(release) == [60, None, None, 40, 112]
    (sent,) = apart
    assert json.loads(sent)[0]["tables"][0]["count"] == [60, None, None, 40, 112]


def test_that_process_knows_neither_django_nor_a_key(monkeypatch):
    """Whatever stands in the environment of the service, the child's is its own."""
    words = "import sys, dueregard.releases.proof; print('django' in sys.modules)"
    path = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True, env=path)
    assert done.stdout.strip() == "False"
    monkeypatch.setenv("SECRET_KEY", "ours")
    assert run_limited("os:getenv", "SECRET_KEY") is None


def test_a_count_shown_too_many_is_found_by_it(apart):
    release = with_cell(protect([cube()], Policy(), name="report"), "c", 9)
    with pytest.raises(Refused, match="could not be proved safe, so nothing was changed"):
        check_proved(release, Beside())


@pytest.mark.parametrize("limits", [Limits(seconds=1, megabytes=50), Limits(seconds=0)])
def test_where_that_process_dies_nothing_counts_as_proved(apart, monkeypatch, limits):
    monkeypatch.setattr(protecting, "LIMITS", limits)
    with pytest.raises(Refused, match="could not be proved safe, so nothing was changed"):
        protected([cube()], Policy(), Beside(), name="report")


def test_a_small_count_that_is_printed_is_not_proved_whoever_printed_it_before():
    release = with_cell(protect([cube()], Policy(), name="report"), "b", 3)
    found = unproved(release.as_dict(), [], [sheet_as_dict(paper(b=3))])
    assert {tuple(cell["cell"]) for cell in found} == {("b",), ("c",)}


def test_a_small_count_printed_before_is_withheld_and_the_release_alone_gives_nothing_away():
    """b is in the paper; c, withheld for its sake, must not follow from the paper, so d is withheld for the sake of c."""
    release = protected([cube()], Policy(), Beside(outside=[paper(b=3)]), name="report")
    assert values(release) == [60, None, None, None, 112]
    assert attack(from_releases([release]), ("informed",)).exposed == ()
    assert release.receipt.exposed == ()
    assert release.receipt.narrowest.high - release.receipt.narrowest.low >= 2
    assert release.receipt.against == ("FOI",)
    assert (release.receipt.cells, release.receipt.withheld) == (5, 3)
    assert [(each.cell.codes, each.by) for each in told_before(release, [], [paper(b=3)], [])] == [
        (("b",), ("FOI",))
    ]


def test_what_the_papers_together_give_away_is_withheld_too():
    """One paper prints c, another our earlier release, the rest: b follows from them, and from the new one it must not."""
    earlier = protect([cube()], Policy(), name="earlier")
    release = protected([cube()], Policy(), Beside([earlier], [paper(c=9)]), name="report")
    assert values(release)[1] is None
    assert attack(from_releases([release]), ("informed",)).exposed == ()
    assert [each.cell.codes for each in release.receipt.exposed] == [("b",)]


def test_what_it_withholds_for_others_it_withholds_with_a_paper_beside_it():
    """The paper prints one small count of two. The other stays wide for who has both, and both for who has only ours."""
    counts = (60, 3, 2, 40)
    release = protected([cube(counts)], Policy(), Beside(outside=[paper(b=3)]), name="report")
    assert values(release)[1:3] == [None, None]
    assert attack([*from_releases([release]), paper(b=3)], ("informed",)).exposed == ()


def test_a_paper_about_some_of_them_is_reckoned_with():
    """8 of the 9 people of c are in the paper: shown with the total, nothing of b would follow, but c has 8 to 9."""
    part = paper(part_of(PEOPLE, "1"), b=2, c=8)
    beside = Beside(outside=[part], relations=relations_of_papers([part]))
    release = protected([cube()], Policy(), beside, name="report")
    assert release.is_refused or all(value is None or value >= 5 for value in values(release))
    found = attack([*from_releases([release]), part], ("informed",), relations=relations_of_papers([part]))
    assert found.exposed == ()


def test_two_papers_about_some_of_them_may_be_about_the_same():
    parts = [paper(part_of(PEOPLE, number), a=40, b=2) for number in "12"]
    beside = Beside(outside=parts, relations=relations_of_papers(parts))
    release = protected([cube()], Policy(), beside, name="report")
    assert values(release)[0] == 60
    assert [relation.kind for relation in beside.relations] == ["part", "part", "overlap"]


def test_a_sheet_comes_back_as_it_went():
    sheet = replace(paper(b=3), ratios=(Ratio(0, 4, 1000, 495, 505),))
    again = sheet_from_dict(json.loads(json.dumps(sheet_as_dict(sheet))))
    for name in ("values", "least", "most", "asked"):
        assert np.array_equal(getattr(again, name), getattr(sheet, name))
    assert (again.ratios, again.dimensions, again.universe) == (
        sheet.ratios,
        sheet.dimensions,
        sheet.universe,
    )
