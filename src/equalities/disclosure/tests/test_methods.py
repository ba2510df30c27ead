"""The methods besides withholding, each against brute force over every population that fits what is printed."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalities.cubes import KNOWN, Cube, Dimension
from equalities.disclosure import Policy, Release, Status, attack, protect
from equalities.disclosure.approximations import nearest, rule, told
from equalities.disclosure.merging import merged
from equalities.disclosure.propagation import propagated
from equalities.disclosure.sheets import from_releases, from_table
from equalities.disclosure.statements import Statements
from equalities.disclosure.tables import all_codes
from equalities.disclosure.tests.test_protection import cube, levels, populations, tiny
from equalities.refusals import Refused

ROUND = Policy(method="round")
HIDE = Policy(method="round", threshold=4, hide_small=True)


def statuses(table):
    return {cell.status for cell in table.cells.values()}


def consistent(tables, policy, limit):
    """Every population that fits all printed numbers of a single table."""
    (table,) = tables
    for counts in populations(tuple(len(one.codes) for one in table.dimensions), limit):
        values = levels(counts, table.dimensions)
        between = {codes: told(policy, cell.status, cell.value) for codes, cell in table.cells.items()}
        if all(between[codes][0] <= value <= between[codes][1] for codes, value in values.items()):
            yield values


@pytest.mark.parametrize(
    ("count", "base", "expected"),
    [
        (0, 5, 0),
        (2, 5, 0),
        (3, 5, 5),
        (7, 5, 5),
        (8, 5, 10),
        (5, 10, 10),
        (4, 10, 0),
        (1, 3, 0),
        (2, 3, 3),
        (1, 2, 2),
    ],
)
def test_halves_go_up_and_below_half_of_the_base_is_nought(count, base, expected):
    assert nearest(count, base) == expected


@pytest.mark.parametrize(
    "policy",
    [
        ROUND,
        Policy(method="round", base=10),
        HIDE,
        Policy(method="round", threshold=8, hide_small=True, protect_zeros=True),
        Policy(method="cell-key"),
        Policy(method="cell-key", threshold=12),
    ],
)
def test_what_is_told_of_a_count_is_every_count_printed_alike(policy):
    printed = {count: rule(policy)(count) for count in range(60)}
    for count in range(40):
        alike = [other for other, said in printed.items() if said == printed[count]]
        assert told(policy, *printed[count]) == (min(alike), max(alike))


def test_a_number_that_no_rule_prints_is_refused():
    with pytest.raises(Refused, match="7 is no number that round prints"):
        told(ROUND, Status.ROUNDED, 7)


def test_every_number_is_rounded_by_itself_as_hesa_does():
    (table,) = protect([cube([[3, 40], [12, 50]])], ROUND).tables
    assert [cell.value for cell in table.cells.values()] == [5, 40, 45, 10, 50, 60, 15, 90, 105]
    assert statuses(table) == {Status.ROUNDED}
    assert table.note == "Counts are to the nearest 5; totals are not the sums of their parts."


def test_small_counts_are_hidden_and_noughts_shown_as_the_nhs_does():
    policy = Policy(method="round", threshold=8, hide_small=True)
    (table,) = protect([cube([0, 7, 8, 31])], policy).tables
    found = [(cell.status, cell.value) for cell in table.cells.values()]
    assert found == [
        (Status.SHOWN, 0),
        (Status.WITHHELD, None),
        (Status.ROUNDED, 10),
        (Status.ROUNDED, 30),
        (Status.ROUNDED, 45),
    ]


def test_rounded_parts_and_their_rounded_total_that_give_a_count_away_are_refused():
    """Each part is 0 to 2, the total 3 to 7: neither part can be 0, and the total is 3 or 4."""
    release = protect([cube([2, 2])], ROUND)
    assert release.is_refused
    assert release.tables == ()
    assert {cell.codes for cell in release.private.blocking} == {("w0",), ("w1",), ("Total",)}


@pytest.mark.slow_test
@settings(max_examples=40, deadline=None, derandomize=True)
@given(tiny, st.sampled_from([ROUND, HIDE, Policy(method="round", threshold=3, base=7, min_interval=3)]))
def test_a_rounded_release_leaves_every_small_count_its_width_by_brute_force(counts, policy):
    release = protect([cube(counts)], policy)
    true = cube(counts)
    whole = protect([true], policy).tables or tables_as_rounded(true, policy)
    values = list(consistent(whole, policy, int(np.sum(counts)) + 3 + policy.base // 2))
    narrow = {
        codes
        for codes, cell in whole[0].cells.items()
        if cell.status is not Status.SHOWN and may_be_small(policy, cell)
        and max(one[codes] for one in values) - min(one[codes] for one in values) < policy.min_interval
    }  # fmt: skip
    assert release.is_refused is bool(narrow)
    assert {cell.codes for cell in release.private.blocking} <= narrow


@pytest.mark.slow_test
@settings(max_examples=40, deadline=None, derandomize=True)
@given(tiny, st.sampled_from([ROUND, HIDE, Policy(method="round", base=4, min_interval=1)]))
def test_sums_of_intervals_leave_out_nothing_that_is_possible(counts, policy):
    (table,) = tables_as_rounded(cube(counts), policy)
    said = Statements([from_table(table, "r", policy)])
    low, high = propagated(said)
    values = list(consistent([table], policy, int(np.sum(counts)) + 3 + policy.base // 2))
    for codes, place in zip(all_codes(table.dimensions), said.ids[0].ravel(), strict=True):
        possible = {one[codes] for one in values}
        assert low[place] <= min(possible)
        assert max(possible) <= high[place]


def tables_as_rounded(true, policy):
    from equalities.disclosure.approximating import _rounded

    return _rounded([true], policy)


def may_be_small(policy, cell):
    least, most = told(policy, cell.status, cell.value)
    return least < policy.threshold and most >= 1


def test_an_earlier_exact_release_and_a_rounded_one_are_attacked_together():
    """To the nearest 7, 30 is 25 to 31 and 3 is 0 to 3: beside an exact 33 it is 2 or 3."""
    parts = cube([[30, 27], [3, 27]], universe={"y": "1"})
    policy = Policy(method="round", base=7)
    alone = protect([parts], policy, name="alone")
    assert not alone.is_refused
    assert (alone.receipt.narrowest.low, alone.receipt.narrowest.high) == (1, 3)
    first = protect([parts.by("e")], Policy(), name="first")
    refused = protect([parts], policy, [first], name="with")
    assert [cell.codes for cell in refused.private.blocking] == [("w1", "e0")]
    assert refused.receipt.against == ("first",)
    assert not protect([parts], ROUND, [first], name="with").is_refused


def test_what_an_earlier_release_gives_away_does_not_stand_in_the_way_of_a_rounded_one():
    """3 of 33 is known from the first release, since the 30 was published; the second only repeats it."""
    year = {"y": "1"}
    careless = protect([cube([[30, 20], [3, 20]], "c", universe=year)], Policy(threshold=1), name="careless")
    hidden = {("w1", "e0"): replace(careless.tables[0].cell("w1", "e0"), value=None, status=Status.WITHHELD)}
    table = replace(careless.tables[0], cells={**careless.tables[0].cells, **hidden})
    careless = replace(careless, tables=(table,), policy=Policy())
    release = protect([cube([[30, 20], [3, 20]], universe=year)], ROUND, [careless], name="next")
    assert not release.is_refused


def test_what_was_rounded_stays_protected_where_it_may_be_small():
    first = protect([cube([3, 40, 62], universe={"y": "1"})], ROUND, name="first")
    later = protect([cube([3, 40, 62], universe={"y": "1"})], Policy(threshold=1), [first], name="later")
    assert [cell.value for cell in later.tables[0].cells.values()].count(None) == 2
    assert later.tables[0].cell("w0").value is None


def test_a_rounded_release_comes_back_equal_and_is_attacked_by_its_own_rule():
    release = protect([cube([[3, 40], [12, 50]])], ROUND)
    back = Release.from_dict(release.as_dict())
    assert back.tables == release.tables
    found = attack(from_releases([back]))
    assert found.exposed == ()
    assert (found.narrowest.low, found.narrowest.high) == (3, 7)


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        ({"method": "round", "base": 3}, "keeps values only 1 apart"),
        ({"method": "round", "threshold": 3, "hide_small": True}, "keeps values only 1 apart"),
        ({"method": "round", "participants": 1}, "do not go with"),
        ({"method": "round", "cover": True}, "do not go with"),
        ({"cover": True, "participants": 2}, "give up cover, or participants"),
        ({"base": 1}, "base must be a whole number of at least 2"),
        ({"participants": -1}, "participants must be a whole number of at least 0"),
        ({"cover": "yes"}, "cover must be true or false"),
        ({"coarser": "ward"}, "list of names"),
    ],
)
def test_policies_that_cannot_be_had_are_refused(policy, sentence):
    with pytest.raises(Refused, match=sentence):
        Policy.from_dict(policy)


ETHNIC = Dimension("e", ("x", "y", "z", "v"), parents={"x": "P", "y": "P", "z": "Q", "v": "Q"})
AREAS = Dimension("a", ("n", "s"))
NUMBERS = np.array([[3, 40, 20, 30], [10, 60, 41, 8]])


def test_a_group_with_a_small_member_stands_for_its_members_everywhere():
    (table,) = protect([Cube("t", (AREAS, ETHNIC), NUMBERS)], Policy(method="merge"), key=1).tables
    for area in ("n", "s", "Total"):
        assert [table.cell(area, code).status for code in ETHNIC.codes] == [
            Status.MERGED,
            Status.MERGED,
            Status.SHOWN,
            Status.SHOWN,
        ]
        assert table.cell(area, "P").value is not None
    assert Status.WITHHELD not in statuses(table)
    assert table.note.startswith("Where a group has counts of 1 to 4, it is part of the next larger group.")


def test_what_is_small_after_merging_is_withheld():
    counts = np.array([[1, 1, 20, 30], [10, 60, 41, 8]])
    (table,) = protect([Cube("t", (AREAS, ETHNIC), counts)], Policy(method="merge"), key=1).tables
    assert table.cell("n", "P").status is Status.WITHHELD
    assert table.cell("n", "x").status is Status.MERGED


def test_merging_goes_up_as_far_as_groups_go_and_takes_what_is_below_with_it():
    wards = Dimension("w", ("a", "b", "c", "d", "f"), parents={
        "a": "D1", "b": "D1", "c": "D2", "d": "D2", "f": "D3", "D1": "R1", "D2": "R1", "D3": "R2",
    })  # fmt: skip
    (flags,) = merged([Cube("t", (wards,), np.array([1, 2, 30, 40, 50]))], Policy(method="merge"))
    hidden = {code for code, away in zip((*wards.codes, *wards.groups, "Total"), flags, strict=True) if away}
    assert hidden == {"a", "b", "c", "d", "D1", "D2"}


def test_codes_below_known_are_not_merged():
    asked = Dimension("s", ("F", "M", "-"), parents={"F": KNOWN, "M": KNOWN}, missing=("-",))
    (flags,) = merged([Cube("t", (asked,), np.array([3, 40, 50]))], Policy(method="merge"))
    assert not flags.any()


def test_a_nought_in_a_group_of_nought_is_shown():
    counts = np.array([[0, 0, 20, 30], [3, 60, 41, 8]])
    (table,) = protect([Cube("t", (AREAS, ETHNIC), counts)], Policy(method="merge"), key=1).tables
    assert (table.cell("n", "x").value, table.cell("s", "x").status) == (0, Status.MERGED)


@pytest.mark.parametrize("method", ["suppress", "merge"])
def test_coarser_leaves_out_the_finest_codes_for_everybody(method):
    policy = Policy(method=method, coarser=("e",))
    (table,) = protect([Cube("t", (AREAS, ETHNIC), NUMBERS)], policy, key=1).tables
    assert {codes[1] for codes, cell in table.cells.items() if cell.value is not None} == {"P", "Q", "Total"}


def test_coarser_leaves_out_what_an_earlier_release_has_shown():
    """Readers know it; this table does not say it again, and is safe beside what they know."""
    first = protect([Cube("t", (AREAS, ETHNIC), NUMBERS)], Policy(), name="first", key=1)
    again = protect(
        [Cube("t", (AREAS, ETHNIC), NUMBERS)], Policy(coarser=("e",)), [first], name="next", key=1
    )
    assert not again.is_refused
    assert again.tables[0].cell("n", "v").status is Status.MERGED
    assert again.tables[0].cell("n", "Q").value == 50


def test_coarser_needs_groups():
    with pytest.raises(Refused, match='"a" has no groups'):
        protect([Cube("t", (AREAS, ETHNIC), NUMBERS)], Policy(coarser=("a",)))


@pytest.mark.slow_test
@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 3), min_size=4, max_size=4), st.sampled_from(["outsider", "informed"]))
def test_merged_and_withheld_counts_keep_their_width_by_brute_force(counts, attacker):
    policy = Policy(method="merge", threshold=3, attacker=attacker)
    release = protect([Cube("t", (ETHNIC,), np.array(counts))], policy, key=2)
    if release.is_refused:
        return
    values = list(consistent(release.tables, policy, sum(counts) + 3))
    for codes, cell in release.tables[0].cells.items():
        if cell.value is None:
            assert np.ptp([one[codes] for one in values]) >= 2, codes


def test_the_package_of_the_national_statistics_office_prints_what_its_rule_says():
    pytest.importorskip("cell_key_perturbation", reason="the extra cell-key is not installed")
    counts = np.array([[3, 40, 20, 31], [10, 60, 41, 8]])
    whole = Cube("t", (AREAS, ETHNIC), counts)
    release = protect([whole, whole.by("e")], Policy(method="cell-key"), key=1)
    for table in release.tables:
        values = levels(counts if len(table.dimensions) == 2 else counts.sum(axis=0), table.dimensions)
        for codes, cell in table.cells.items():
            expected = (
                (Status.WITHHELD, None) if values[codes] < 10 else (Status.ROUNDED, nearest(values[codes], 5))
            )
            assert (cell.status, cell.value) == expected


def test_tables_of_other_people_have_no_keys_in_common():
    pytest.importorskip("cell_key_perturbation", reason="the extra cell-key is not installed")
    with pytest.raises(Refused, match="the dimensions of all the others"):
        protect([cube([40, 50]), cube([40, 50], names="e")], Policy(method="cell-key"))


def test_without_the_package_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "cell_key_perturbation", None)
    monkeypatch.setitem(sys.modules, "cell_key_perturbation.create_perturbed_table", None)
    with pytest.raises(Refused, match=r"pip install \"dueregard\[cell-key\]\""):
        protect([cube([40, 50])], Policy(method="cell-key"))
