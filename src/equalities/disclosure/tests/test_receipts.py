"""What a receipt says was proved, of what, and beside which releases."""

from dataclasses import replace

import numpy as np
import pytest

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, Receipt, Release, attack, protect
from equalities.disclosure import statements as engine
from equalities.disclosure.relations import Flow
from equalities.disclosure.releases import CellName, Interval
from equalities.disclosure.sheets import from_releases

POLICY = Policy(attacker="outsider")


def dimension(name, number):
    return Dimension(name, tuple(f"{name}{at}" for at in range(number)))


@pytest.fixture
def pairs():
    """Three tables, each of two of three dimensions: no table has all three."""
    counts = np.random.default_rng(5).poisson(6, (3, 3, 2)).astype(np.int64)
    whole = Cube("w", (dimension("a", 3), dimension("b", 3), dimension("c", 2)), counts)
    return [whole.by("a", "b"), whole.by("b", "c"), whole.by("a", "c")]


def test_tables_counted_jointly_are_lists_of_people(pairs):
    receipt = protect(pairs, POLICY, key=1).receipt
    assert receipt.not_joined == ()
    assert receipt.proved == (
        "Against the outsider: for each count that is kept from readers there are two lists of whole people, which fit "
        "everything counted in here and give it values at least 2 apart."
    )


def test_combinations_that_were_too_many_are_named(pairs, monkeypatch):
    monkeypatch.setattr(engine, "MOST_JOINT", 17)
    release = protect(pairs, POLICY, key=1)
    assert release.receipt.not_joined == (("a", "b", "c"),)
    assert "two tables of whole people that agree with one another" in release.receipt.proved
    assert release.receipt.proved.endswith(
        "Whether one list of people can have them all was not asked of a by b by c."
    )
    assert attack(from_releases([release])).not_joined == (("a", "b", "c"),)


def test_flows_by_fewer_dimensions_are_named(monkeypatch):
    monkeypatch.setattr(engine, "MOST_UNSEEN", 3)
    dimensions = dimension("a", 2), dimension("b", 2)
    stock, later = {"day": "1", "of": "staff"}, {"day": "2", "of": "staff"}
    leavers = {"year": "1", "of": "leavers"}
    counts = np.array([[9, 8], [7, 6]])
    cubes = [
        Cube(f"{universe} {names}", dimensions, number, universe=universe).by(names)
        for universe, number in ((stock, counts), (leavers, counts // 3), (later, counts - counts // 3))
        for names in ("a", "b")
    ]
    flow = Flow(stock, (), (leavers,), later, ("a", "b"))
    assert protect(cubes, POLICY, key=1, relations=[flow]).receipt.not_joined == (("a", "b"),)


def test_a_single_table_leaves_nothing_open(pairs):
    assert protect(pairs[:1], POLICY, key=1).receipt.left_open == ""


def test_earlier_releases_are_known_by_title(pairs):
    before = protect(pairs[:1], POLICY, name="https://council.example/1/", title="Library users", key=1)
    after = protect(pairs[1:2], POLICY, [Release.from_dict(before.as_dict())], name="second", key=1)
    assert after.receipt.against == ("https://council.example/1/",)
    assert after.receipt.titles == {"https://council.example/1/": "Library users"}
    assert Receipt.from_dict(after.receipt.as_dict()) == after.receipt


def test_an_attack_on_somebody_elses_tables_promises_nothing(pairs):
    assert attack(from_releases([protect(pairs, POLICY, key=1)])).proved == ""


def test_a_receipt_does_not_claim_a_width_that_earlier_releases_took_away():
    """An earlier release shows 3 in all; its two parts, withheld now, are 0 to 3 each, where 4 apart is promised."""
    cell = CellName("2", "ward by age", ("N", "25+"))
    told = Receipt(3, 2, Interval(cell, 0, 3), (), ("outsider",), ("1",), "", min_interval=4)
    assert "but for those that earlier releases narrow already there are two lists" in told.proved
    assert "but for" not in replace(told, narrowest=Interval(cell, 0, 4)).proved
