"""Relations between the people of tables: `attack` against every population of whole people, one by one."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, attack, protect
from equalities.disclosure.attack import examine
from equalities.disclosure.flows import solved
from equalities.disclosure.readings import DIFFERENT, SAME, taken_for_granted, unsaid
from equalities.disclosure.relations import (
    Flow,
    Populace,
    Together,
    check_dimensions,
    read_relation,
    segments,
)
from equalities.disclosure.sheets import from_cube, from_releases
from equalities.disclosure.statements import UNKNOWN, Statements
from equalities.refusals import Refused

SEX = Dimension("s", ("F", "M"))
NUMBERS_ONLY = Policy(attacker="outsider")
A, B, BOTH = {"list": "a"}, {"list": "b"}, {"list": "a or b"}
STOCK, NEXT = {"day": "1 April 2023", "of": "staff"}, {"day": "1 April 2024", "of": "staff"}
STARTERS, LEAVERS = {"year": "2023", "of": "starters"}, {"year": "2023", "of": "leavers"}
FLOW = Flow(STOCK, (STARTERS,), (LEAVERS,), NEXT, ("s",))


def sheet_of(counts, universe, hidden=()):
    """A table by sex; `hidden` are the places (F, M, total) that it withholds."""
    sheet = from_cube(Cube(str(universe), (SEX,), np.array(counts), universe=universe), "r", NUMBERS_ONLY)
    sheet.values[list(hidden)] = UNKNOWN
    return sheet


def intervals(sheets, relations=()):
    """(universe, place) -> (low, high) of each withheld cell, searched to its ends."""
    statements = Statements(sheets, relations)
    audit = examine(statements, 1000)
    found = zip(audit.puzzle.cells.tolist(), audit.low.tolist(), audit.high.tolist(), strict=True)
    held = {cell: (low, high) for cell, low, high in found}
    return {
        (sheet.name, place): held[int(cell)]
        for sheet, ids in zip(sheets, statements.ids, strict=True)
        for place, cell in enumerate(ids.ravel())
        if int(cell) in held
    }


def by_hand(sheets, populations):
    """The same from populations: universe -> counts by sex, a row a population."""
    told = {name: np.column_stack([counts, counts.sum(axis=1)]) for name, counts in populations.items()}
    fits = np.logical_and.reduce(
        [
            (told[sheet.name][:, sheet.values != UNKNOWN] == sheet.values[sheet.values != UNKNOWN]).all(
                axis=1
            )
            for sheet in sheets
        ]
    )
    return {
        (sheet.name, place): (int(values.min()), int(values.max()))
        for sheet in sheets
        for place in np.flatnonzero(sheet.values == UNKNOWN).tolist()
        for values in [told[sheet.name][fits, place]]
    }


def numbers(count):
    """Every way to give each sex `count` numbers of up to six people: population × number × sex."""
    each = np.array(list(product(range(7), repeat=2 * count)))
    return each.reshape(-1, 2, count).transpose(2, 0, 1)


def overlapping():
    """Some in one list only, some in both."""
    one, both, two = numbers(3)
    return {str(A): one + both, str(B): two + both, str(BOTH): one + both + two}


def flowing():
    stock, came, went = numbers(3)
    real = (stock + came >= went).all(axis=1)
    counts = {str(STOCK): stock, str(STARTERS): came, str(LEAVERS): went, str(NEXT): stock + came - went}
    return {name: values[real] for name, values in counts.items()}


def nested():
    part, rest = numbers(2)
    return {str(A): part, str(B): part + rest}


def hidden_places(names):
    return st.fixed_dictionaries({name: st.sets(st.sampled_from([0, 1])) for name in names})


few = st.tuples(*[st.integers(0, 3)] * 3)


@pytest.mark.slow_test
@settings(max_examples=40, deadline=None, derandomize=True)
@given(few, few, hidden_places("abc"))
def test_lists_that_overlap_by_brute_force(women, men, hidden):
    """Maximum <= union <= sum, and whatever else follows."""
    counts = [
        (sum(women[:2]), sum(men[:2])),
        (sum(women[1:]), sum(men[1:])),
        (sum(women), sum(men)),
    ]
    sheets = [
        sheet_of(count, universe, hidden[name])
        for count, universe, name in zip(counts, (A, B, BOTH), "abc", strict=True)
    ]
    relation = Together("union", (BOTH, A, B))
    assert intervals(sheets, [relation]) == by_hand(sheets, overlapping())


@pytest.mark.slow_test
@settings(max_examples=40, deadline=None, derandomize=True)
@given(few, few, hidden_places("soln"))
def test_stock_and_flow_by_brute_force(women, men, hidden):
    ends = [max(0, stock + came - went) for stock, came, went in (women, men)]
    went = [stock + came - end for (stock, came, _), end in zip((women, men), ends, strict=True)]
    counts = [(women[0], men[0]), (women[1], men[1]), tuple(went), tuple(ends)]
    universes = (STOCK, STARTERS, LEAVERS, NEXT)
    sheets = [
        sheet_of(count, universe, hidden[name])
        for count, universe, name in zip(counts, universes, "soln", strict=True)
    ]
    assert intervals(sheets, [FLOW]) == by_hand(sheets, flowing())


@pytest.mark.slow_test
@settings(max_examples=25, deadline=None, derandomize=True)
@given(few, few, hidden_places("ab"))
def test_a_part_is_no_more_than_its_whole_by_brute_force(women, men, hidden):
    counts = [(women[0], men[0]), (women[0] + women[1], men[0] + men[1])]
    sheets = [sheet_of(counts[0], A, hidden["a"]), sheet_of(counts[1], B, hidden["b"])]
    assert intervals(sheets, [Together("part", (A, B))]) == by_hand(sheets, nested())


@pytest.mark.slow_test
@settings(max_examples=25, deadline=None, derandomize=True)
@given(few, few, hidden_places("soln"))
def test_declaring_a_relation_never_widens_an_interval(women, men, hidden):
    counts = [(one, two) for one, two in zip(women, men, strict=True)]
    end = tuple(max(0, s + i - o) for s, i, o in zip(*counts, strict=True))
    out = tuple(s + i - e for s, i, e in zip(counts[0], counts[1], end, strict=True))
    universes = (STOCK, STARTERS, LEAVERS, NEXT)
    sheets = [
        sheet_of(count, universe, hidden[name])
        for count, universe, name in zip((counts[0], counts[1], out, end), universes, "soln", strict=True)
    ]
    wide, narrow = intervals(sheets), intervals(sheets, [FLOW])
    assert all(wide[at][0] <= low and high <= wide[at][1] for at, (low, high) in narrow.items())


def test_a_flow_gives_a_withheld_count_away():
    sheets = [
        sheet_of((40, 60), STOCK),
        sheet_of((9, 8), STARTERS),
        sheet_of((3, 7), LEAVERS, hidden=(0, 1)),
        sheet_of((46, 61), NEXT),
    ]
    assert attack(sheets).exposed == ()
    found = attack(sheets, relations=[FLOW]).exposed
    assert [(interval.cell.codes, interval.low) for interval in found] == [(("F",), 3), (("M",), 7)]


def test_movers_between_groups_are_among_the_comers_and_leavers():
    """Three women and one man are promoted from junior to senior: by sex nobody moves, by grade somebody does."""
    grade = Dimension("g", ("junior", "senior"))
    up = {"year": "2023", "of": "promoted from"}, {"year": "2023", "of": "promoted to"}

    def by_grade(counts, universe):
        return from_cube(Cube("t", (grade, SEX), np.array(counts), universe=universe), "r", NUMBERS_ONLY)

    before, after = [[20, 20], [5, 9]], [[17, 19], [8, 10]]
    sheets = [by_grade(before, STOCK), by_grade(after, NEXT)]
    sheets += [by_grade([[0, 0], [0, 0]], each) for each in (STARTERS, LEAVERS)]
    assert attack(sheets, relations=[FLOW]).exposed == ()
    with pytest.raises(Refused, match="contradict"):
        attack(sheets, relations=[replace(FLOW, by=("g", "s"))])
    sheets += [by_grade([[3, 1], [0, 0]], up[0]), by_grade([[0, 0], [3, 1]], up[1])]
    with_movers = Flow(STOCK, (STARTERS, up[1]), (LEAVERS, up[0]), NEXT, ("g", "s"))
    sheets[-1].values[:] = UNKNOWN
    exposed = {i.cell.codes: i.low for i in attack(sheets, relations=[with_movers]).exposed}
    assert exposed["senior", "F"] == 3
    assert exposed["junior", "M"] == 0


def test_a_flow_too_large_for_all_combinations_holds_by_the_tables(monkeypatch):
    monkeypatch.setattr("equalities.disclosure.statements.MOST_FLOW", 1)
    test_a_flow_gives_a_withheld_count_away()


def two_ways(number):
    """Every way to give so many people two characteristics of two codes each: population × a × b."""
    each = np.array(list(product(range(number + 1), repeat=4)))
    return each[each.sum(axis=1) == number].reshape(-1, 2, 2)


def flows_of_two_ways():
    """universe -> counts by a and b of three who were there, one who came and one who went, in every way."""
    stock, came, went = two_ways(3), two_ways(1), two_ways(1)
    at = np.array(list(product(range(len(stock)), range(4), range(4))))
    stock, came, went = stock[at[:, 0]], came[at[:, 1]], went[at[:, 2]]
    after = stock + came - went
    real = (after >= 0).all(axis=(1, 2))
    counts = {str(STOCK): stock, str(STARTERS): came, str(LEAVERS): went, str(NEXT): after}
    return {name: values[real] for name, values in counts.items()}


def shown_by_margins(populations, truth, hidden):
    """A table by each characteristic of each universe, some places withheld, and what brute force leaves of them."""
    sheets, told = [], {}
    for universe in (STOCK, STARTERS, LEAVERS, NEXT):
        for axis, name in ((2, "a"), (1, "b")):
            counts = populations[str(universe)].sum(axis=axis)
            cube = Cube(f"{name}{universe}", (Dimension(name, ("0", "1")),), counts[truth], universe=universe)
            sheets.append(from_cube(cube, "r", NUMBERS_ONLY))
            told[sheets[-1].name] = counts
    for sheet, places in zip(sheets, hidden, strict=True):
        sheet.values[list(places)] = UNKNOWN
    return sheets, by_hand(sheets, told)


@pytest.mark.slow_test
@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 199), st.lists(st.sampled_from([(), (0, 1)]), min_size=8, max_size=8))
def test_combinations_that_no_table_has_are_reckoned_with_while_they_are_few(truth, hidden):
    """By all combinations the intervals are those of brute force; by the tables alone none of them is narrower."""
    sheets, exact = shown_by_margins(flows_of_two_ways(), truth, hidden)
    by_both = replace(FLOW, by=("a", "b"))
    assert intervals(sheets, [by_both]) == exact
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("equalities.disclosure.statements.MOST_UNSEEN", 0)
        wider = intervals(sheets, [by_both])
    assert wider.keys() == exact.keys()
    assert all(wider[at][0] <= low and high <= wider[at][1] for at, (low, high) in exact.items())


def test_protection_counts_the_flow_in():
    """The leavers could be worked out from the rest: with the flow declared, more is withheld, and it is safe."""
    cubes = [
        Cube(str(universe), (SEX,), np.array(counts), universe=universe)
        for counts, universe in [((40, 60), STOCK), ((9, 8), STARTERS), ((3, 27), LEAVERS), ((46, 41), NEXT)]
    ]
    alone = protect(cubes, Policy(), key=1)
    assert attack(from_releases([alone]), relations=[FLOW]).exposed != ()
    told = protect(cubes, Policy(), key=1, relations=[FLOW])
    assert told.private.min_interval_reached >= 2
    assert attack(from_releases([told]), relations=[FLOW]).exposed == ()
    assert told.receipt.withheld > alone.receipt.withheld
    assert type(told).from_dict(told.as_dict()).relations == (FLOW,)


@pytest.mark.slow_test
@settings(max_examples=25, deadline=None, derandomize=True)
@given(few, few, st.booleans())
def test_what_is_protected_together_has_room_by_brute_force(women, men, whether_flow):
    ends = [max(0, stock + came - went) for stock, came, went in (women, men)]
    went = [stock + came - end for (stock, came, _), end in zip((women, men), ends, strict=True)]
    if whether_flow:
        told = {str(STOCK): (women[0], men[0]), str(STARTERS): (women[1], men[1])}
        told |= {str(LEAVERS): tuple(went), str(NEXT): tuple(ends)}
        universes, relation, populations = (STOCK, STARTERS, LEAVERS, NEXT), FLOW, flowing()
    else:
        told = {str(A): (sum(women[:2]), sum(men[:2])), str(B): (sum(women[1:]), sum(men[1:]))}
        told[str(BOTH)] = (sum(women), sum(men))
        universes, relation, populations = (A, B, BOTH), Together("union", (BOTH, A, B)), overlapping()
    cubes = [
        Cube(str(universe), (SEX,), np.array(told[str(universe)]), universe=universe)
        for universe in universes
    ]
    release = protect(cubes, Policy(threshold=3, attacker="outsider"), key=1, relations=[relation])
    if release.is_refused:
        return
    for low, high in by_hand(from_releases([release]), populations).values():
        assert high - low >= 2


def test_a_chain_of_stocks_is_solved_for_what_stands_in_one_sum_only():
    a, b, c, d, e = ((("x", name),) for name in "abcde")
    sums = [{(a,): 1, (b,): 1, (c,): -1}, {(c,): 1, (d,): 1, (e,): -1}]
    found = solved(sums)
    assert (c,) not in found
    assert len(found) == 2
    assert all(set(written.values()) <= {1, -1} for written in found.values())


def test_who_can_be_in_several_universes():
    (one,), (two,) = segments(A), segments(B)
    assert Populace([A, B], []).groups == ((one,), (two,))
    assert Populace([A, B], [Together("overlap", (A, B))]).groups == ((one,), (one, two), (two,))
    assert Populace([A, B], [Together("part", (A, B))]).groups == ((one, two), (two,))
    assert Populace([A, B], [Together("same", (A, B))]).groups == ((one, two),)
    both = [Together("overlap", (A, B)), Together("disjoint", (A, B))]
    assert Populace([A, B], both).groups == ((one,), (two,))


def test_too_many_overlaps_are_refused():
    universes = tuple({f"list{number}": "yes"} for number in range(13))
    with pytest.raises(Refused, match="at most 12"):
        Populace(universes, [Together("overlap", universes)]).of(universes[0])


RELATIONS = [
    Together("same", (A, {"period": ("2023", "2024")})),
    Together("disjoint", (A, B)),
    Together("overlap", (A, B, BOTH)),
    Together("part", (A, B)),
    Together("union", (BOTH, A, B)),
    FLOW,
]


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda one: getattr(one, "kind", "flow"))
def test_a_relation_comes_back_from_its_json(relation):
    assert read_relation(relation.as_dict()) == relation


@pytest.mark.parametrize(
    "stored",
    [
        None, [], {}, {"same": []}, {"same": [A]}, {"overlap": A}, {"part": A}, {"part": A, "of": [B]},
        {"union": A, "of": [B]}, {"same": [A, {"x": 3}]}, {"same": [A, {"x": []}]}, {"like": [A, B]},
        {**FLOW.as_dict(), "by": "s"}, {**FLOW.as_dict(), "in": STARTERS}, {**FLOW.as_dict(), "by": [1]},
    ],
)  # fmt: skip
def test_what_is_no_relation_is_refused(stored):
    with pytest.raises(Refused, match=r"relation|universe|by"):
        read_relation(stored)


def test_a_flow_by_more_than_the_tables_have_holds_by_what_they_have():
    with pytest.raises(Refused, match='"age", which no table has'):
        check_dimensions([replace(FLOW, by=("s", "age"))], ["s"])
    sheets = [sheet_of(n, u) for n, u in [((4, 6), STOCK), ((9, 8), STARTERS), ((5, 7), NEXT)]]
    sheets.append(sheet_of((8, 7), LEAVERS, hidden=(0,)))
    found = attack(sheets, relations=[replace(FLOW, by=("s", "age"))]).exposed
    assert [interval.low for interval in found] == [8]


SURVEY = {"survey": "autumn"}


def test_universes_that_name_different_things_are_unsaid():
    assert unsaid([A, B], []) == []
    assert unsaid([A, SURVEY], []) == [(A, SURVEY)]
    assert unsaid([A, SURVEY], [Together("disjoint", (SURVEY, A))]) == []
    assert unsaid([{**SURVEY, **A}, B], []) == []
    assert unsaid([{}, A], []) == [({}, A)]


def test_who_could_be_the_same_people_is_attacked_as_if_they_were():
    """One shows the women, the other everybody: together they give the men away, if they are the same people."""
    one, two = sheet_of((40, 3), A, hidden=(1, 2)), sheet_of((40, 3), SURVEY, hidden=(0, 1))
    found = attack([one, two])
    assert [(interval.low, interval.high) for interval in found.exposed] == [(3, 3)]
    assert found.only_if_same == found.exposed
    assert [(each.universes, each.reading) for each in found.assumed] == [((A, SURVEY), SAME)]
    assert "were taken to be" in found.assumed[0].sentence()
    assert attack([one, two], relations=[Together("disjoint", (A, SURVEY))]).exposed == ()


def test_numbers_that_differ_rule_out_that_they_are_the_same():
    one, two = sheet_of((40, 3), A, hidden=(1,)), sheet_of((40, 4), SURVEY, hidden=(0, 1))
    found = attack([one, two])
    assert found.exposed == attack([one]).exposed
    assert [each.reading for each in found.assumed] == [DIFFERENT]
    assert "numbers differ" in found.assumed[0].sentence()


def test_one_table_cannot_be_the_same_people_as_two_disjoint_ones():
    sheets = [sheet_of((40, 3), {}), sheet_of((40, 3), A), sheet_of((40, 3), B)]
    _, assumed = taken_for_granted(sheets, [])
    assert [each.reading for each in assumed] == [SAME, DIFFERENT]


def test_protection_holds_under_either_reading():
    """An earlier table, of people who could be the same, gives the total of two counts and the third."""
    dimension = Dimension("s", ("F", "M", "X"))
    first = protect([Cube("one", (dimension,), np.array([40, 3, 20]), universe=A)], Policy(), key=1)
    (table,) = first.tables
    cells = dict(table.cells)
    cells["F",], cells["X",] = (
        replace(cells["X",], codes=("F",)),
        replace(cells["F",], codes=("X",), value=20),
    )
    first = replace(first, tables=(replace(table, cells=cells),))
    cube = Cube("two", (dimension,), np.array([40, 3, 20]), universe=SURVEY)
    alone = protect([cube], Policy(), name="two", key=1)
    assert attack(from_releases([first, alone])).only_if_same != ()
    release = protect([cube], Policy(), [first], name="two", key=1)
    assert attack(from_releases([first, release])).exposed == ()
    assert [each.reading for each in release.receipt.assumed] == [SAME]
    assert type(release.receipt).from_dict(release.receipt.as_dict()) == release.receipt


def test_counts_that_contradict_a_declared_flow_are_refused():
    cubes = [
        Cube(str(universe), (SEX,), np.array(counts), universe=universe)
        for counts, universe in [((40, 60), STOCK), ((9, 8), STARTERS), ((3, 7), LEAVERS), ((46, 62), NEXT)]
    ]
    with pytest.raises(Refused, match="contradict the relations declared"):
        protect(cubes, Policy(), key=1, relations=[FLOW])


def test_a_nought_and_a_count_withheld_as_small_are_not_of_the_same_people():
    one, two = sheet_of((0, 5), A), sheet_of((3, 4), SURVEY, hidden=(0, 1, 2))
    told = replace(two, least=np.ones(3, np.int64))
    assert [each.reading for each in attack([one, two]).assumed] == [SAME]
    assert [each.reading for each in attack([one, told]).assumed] == [DIFFERENT]


def test_an_assumption_that_only_the_whole_shows_to_be_false_is_dropped():
    """Each number could be of the same people, and all together could not: nobody is refused for that."""
    one, two, three = (Dimension(name, ("0", "1")) for name in "abc")
    alike, unlike = np.array([[30, 0], [0, 30]]), np.array([[0, 30], [30, 0]])
    earlier = [
        protect([Cube("t", dimensions, counts, universe=A)], Policy(), name="first", key=1)
        for dimensions, counts in (((one, two), alike), ((two, three), alike))
    ]
    cube = Cube("t", (one, three), unlike, universe=SURVEY)
    release = protect([cube], Policy(), earlier, name="second", key=1)
    assert not release.is_refused
    assert release.tables[0].cell("0", "1").value == 30
    assert [each.reading for each in attack(from_releases([*earlier, release])).assumed] == [DIFFERENT]


def test_what_nobody_says_of_a_part_is_not_taken_for_a_number():
    """A paper about some of the people prints one of two groups; of the other it has no row."""
    part = sheet_of((30, 5), SURVEY, hidden=(1, 2))
    paper = replace(part, asked=part.values != UNKNOWN)
    release = protect(
        [Cube("t", (SEX,), np.array([60, 9]), universe=A)],
        Policy(),
        key=1,
        outside=[paper],
        relations=[Together("part", (SURVEY, A))],
    )
    assert [cell.value for cell in release.tables[0].cells.values()] == [60, 9, 69]
