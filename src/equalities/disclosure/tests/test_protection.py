"""protect() against brute force: every population of whole people that fits what was published."""

import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, Release, Status, attack, protect
from equalities.disclosure.sheets import from_releases
from equalities.refusals import Refused

NUMBERS_ONLY = Policy(attacker="outsider")


def cube(counts, name="users", parents=(), universe=None, names="wesa"):
    counts = np.array(counts, np.int64)
    dimensions = tuple(
        Dimension(
            names[axis],
            tuple(f"{names[axis]}{code}" for code in range(size)),
            parents=dict(parents) if axis == 0 else {},
        )
        for axis, size in enumerate(counts.shape)
    )
    return Cube(name, dimensions, counts, universe=universe or {})


def populations(shape, total):
    """Every table of whole numbers of this shape that sums to at most `total`."""
    size = int(np.prod(shape))

    def fill(left, cells):
        if cells == 0:
            yield ()
            return
        for first in range(left + 1):
            for rest in fill(left - first, cells - 1):
                yield (first, *rest)

    for numbers in fill(total, size):
        yield np.array(numbers).reshape(shape)


def levels(counts, dimensions):
    """Cell -> value at all levels, by adding up members one by one."""
    values = {}
    for codes in product(*((*d.codes, *d.groups, d.total) for d in dimensions)):
        members = [
            [d.codes.index(m) for m in d.members(code)] for d, code in zip(dimensions, codes, strict=True)
        ]
        values[codes] = int(counts[np.ix_(*members)].sum())
    return values


def possible(release, limit):
    """Cell -> the values it takes over every population that fits the first table's shown cells."""
    table = release.tables[0]
    least = release.policy.least_withheld
    seen = {codes: set() for codes, cell in table.cells.items() if cell.value is None}
    for counts in populations(tuple(len(d.codes) for d in table.dimensions), limit):
        values = levels(counts, table.dimensions)
        if all(
            values[codes] == cell.value if cell.value is not None else values[codes] >= least
            for codes, cell in table.cells.items()
        ):
            for codes in seen:
                seen[codes].add(values[codes])
    return seen


tiny = st.one_of(
    st.lists(st.integers(0, 4), min_size=2, max_size=4),
    st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), min_size=2, max_size=2),
)


@pytest.mark.slow_test
@settings(max_examples=60, deadline=None, derandomize=True)
@given(tiny, st.sampled_from(["outsider", "informed"]), st.booleans(), st.integers(2, 3))
def test_every_withheld_count_has_two_possible_values_by_brute_force(
    counts, attacker, protect_zeros, threshold
):
    policy = Policy(threshold=threshold, attacker=attacker, protect_zeros=protect_zeros)
    release = protect([cube(counts)], policy, key=3)
    if release.is_refused:
        return
    for codes, values in possible(release, int(np.sum(counts)) + 4).items():
        assert max(values) - min(values) >= 2, codes
    for codes, value in levels(np.array(counts), release.tables[0].dimensions).items():
        cell = release.tables[0].cells[codes]
        assert cell.value in (None, value)
        assert (cell.value is None) == (cell.status is Status.WITHHELD)
        assert not (policy.protects(value) and cell.value is not None)


def test_the_cheapest_partner_is_withheld():
    release = protect([cube([3, 40, 12, 50])], Policy(), key=1)
    table = release.tables[0]
    assert [cell.value for cell in table.cells.values()] == [None, 40, None, 50, 105]
    assert release.receipt.withheld == 2
    assert release.private.withheld_extra == 1
    assert release.private.withheld_extra_value == 12
    assert release.private.protected == 1


def test_two_ones_that_share_a_total_of_two_get_a_third_against_an_informed_reader():
    counts = [1, 1, 30, 40]
    withheld = [
        cell.codes
        for cell in protect([cube(counts)], Policy(), key=1).tables[0].cells.values()
        if cell.value is None
    ]
    assert withheld == [("w0",), ("w1",), ("w2",)]
    plain = protect([cube(counts)], NUMBERS_ONLY, key=1).tables[0]
    assert [cell.value for cell in plain.cells.values()] == [None, None, 30, 40, 72]


def test_linked_tables_withhold_a_shared_margin_together():
    by_ward_and_sex = cube([[2, 30], [40, 50]], "ward by sex", names="ws")
    by_ward_and_age = cube([[20, 12], [45, 45]], "ward by age", names="wa")
    release = protect([by_ward_and_sex, by_ward_and_age], Policy(), key=1)
    first, second = release.tables
    assert {codes for codes, cell in first.cells.items() if cell.value is None} == {
        (ward, sex) for ward in ("w0", "w1") for sex in ("s0", "s1")
    }
    assert all(cell.value is not None for cell in second.cells.values())
    for ward in ("w0", "w1", "Total"):
        assert first.cell(ward, "Total").value == second.cell(ward, "Total").value


def test_what_an_earlier_release_shows_counts_against_the_later_one():
    year = {"period": "2023"}
    first = protect([cube([[2, 30], [12, 50]], universe=year)], Policy(), name="first", key=1)
    again = protect([cube([2 + 30, 12 + 50], universe=year)], Policy(), [first], name="again", key=1)
    assert all(cell.value is not None for cell in again.tables[0].cells.values())
    pooled = cube([[7, 60], [32, 90]], universe={"period": ("2023", "2024")})
    alone = protect([pooled], Policy(), name="pooled", key=1)
    assert all(cell.value is not None for cell in alone.tables[0].cells.values())
    second = cube([[5, 30], [20, 40]], universe={"period": "2024"})
    joint = protect([second, pooled], Policy(), [first], name="pooled", key=1)
    assert all(
        joint.tables[0].cells[codes].value is None or joint.tables[1].cells[codes].value is None
        for codes, cell in first.tables[0].cells.items()
        if cell.value is None
    )
    assert joint.receipt.against == ("first",)


def test_protecting_twice_changes_nothing():
    counts = np.random.default_rng(5).poisson(6, (4, 5))
    first = protect([cube(counts)], Policy(), key=1)
    second = protect([cube(counts)], Policy(), [first], key=2)
    assert second.tables[0].cells == first.tables[0].cells


def test_one_key_gives_one_outcome_and_the_order_of_codes_does_not_matter():
    counts = np.random.default_rng(6).poisson(6, (4, 5))
    once = protect([cube(counts)], Policy(), key=1)
    assert protect([cube(counts)], Policy(), key=1).tables == once.tables
    dimensions = cube(counts).dimensions
    turned = Dimension("w", dimensions[0].codes[::-1])
    other = protect([Cube("users", (turned, dimensions[1]), counts[::-1].copy())], Policy(), key=1)
    assert dict(other.tables[0].cells) == dict(once.tables[0].cells)


def test_the_public_form_holds_no_withheld_count_and_comes_back_equal():
    release = protect(
        [cube([[2, 30, 7], [12, 50, 9]], parents={"w0": "North", "w1": "North"})], Policy(), key=1
    )
    stored = json.loads(json.dumps(release.as_dict()))
    assert "protected" not in json.dumps(stored)
    assert "extra" not in json.dumps(stored)
    assert stored["tables"][0]["count"].count(None) == release.receipt.withheld
    back = Release.from_dict(stored)
    assert back.private is None
    assert back.tables == release.tables
    assert back.receipt == release.receipt
    assert json.loads(json.dumps(release.private.as_dict()))["withheld"] == release.receipt.withheld


def test_what_cannot_be_protected_is_refused_with_the_cells_in_the_way():
    year = {"period": "2023"}
    by_sex = cube([2, 78], universe=year, names="s")
    first = protect([by_sex], Policy(threshold=1), name="first", key=1)
    finer = cube([[2, 28], [0, 50]], universe=year, names="ws")
    release = protect([finer], Policy(), [first], name="finer", key=1)
    assert release.is_refused
    assert release.tables == ()
    assert ("w0", "s0") in [cell.codes for cell in release.private.blocking]


def test_what_earlier_releases_give_away_is_named_and_does_not_block():
    year = {"period": "2023"}
    careless = protect([cube([3, 40], universe=year)], Policy(threshold=1), name="careless", key=1)
    release = protect([cube([3, 40], universe=year, name="again")], Policy(), [careless], name="again", key=1)
    assert not release.is_refused
    assert {cell.codes for cell in release.private.exposed} == {("w0",)}


def test_a_small_count_that_was_shown_before_is_not_shown_again():
    """Who reads the new tables alone is left with two populations for it, and for each other withheld count."""
    year = {"period": "2023"}
    first = protect([cube([2, 3, 30, 40], universe=year)], Policy(threshold=1), name="first", key=1)
    again = cube([2, 3, 30, 40], universe=year, name="again")
    release = protect([again], Policy(), [first], name="again", key=1)
    shown = {codes: cell.value for codes, cell in release.tables[0].cells.items() if cell.value is not None}
    assert all(value >= 5 for value in shown.values())
    assert {cell.codes for cell in release.private.exposed} == {("w0",), ("w1",)}
    found = attack(from_releases([release]), ("informed",))
    assert found.exposed == ()
    assert found.narrowest.high - found.narrowest.low >= 2
    private = release.private
    assert (private.protected, private.withheld) == (2, 5 - len(shown))
    assert private.withheld_extra == private.withheld - private.protected


def test_dimensions_of_one_name_with_other_codes_are_refused():
    with pytest.raises(Refused, match='"w" has other codes'):
        protect([cube([1, 2]), cube([1, 2, 3])], Policy())


def test_nothing_to_protect_is_refused():
    with pytest.raises(Refused, match="at least one table"):
        protect([], Policy())


def test_a_year_in_which_nobody_has_a_code_says_how_to_list_it():
    first = protect([cube([20, 30, 40], universe={"period": "2023"})], NUMBERS_ONLY, name="first", key=1)
    with pytest.raises(Refused, match="A hierarchy file may list codes that nobody has"):
        protect([cube([20, 30], universe={"period": "2024"})], NUMBERS_ONLY, [first], key=1)
