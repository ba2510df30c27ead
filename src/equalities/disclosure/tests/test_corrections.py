"""Two extracts of one population, side by side."""

from dataclasses import replace

import numpy as np

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, carried_over, protect

GROUPS = Dimension("group", tuple("abcdefgh"))
BEFORE = [8, 7, 2, 50, 50, 50, 7, 30]
AFTER = [8, 7, 2, 51, 50, 50, 7, 30]


def cube(counts, extract, name="groups", dimension=GROUPS):
    return Cube(name, (dimension,), np.array(counts), universe={"extract": extract})


def withheld(release):
    return {codes[0] for codes, cell in release.tables[0].cells.items() if cell.value is None}


def test_what_was_withheld_stays_so_and_nothing_else_whatever_the_key():
    first = protect([cube(BEFORE, "1")], Policy(), key=0)
    assert len(withheld(first)) == 2
    second = cube(AFTER, "2")
    for key in range(6):
        release = protect([second], Policy(), [carried_over(first, [second], Policy())], key=key)
        assert withheld(release) == withheld(first)
        assert release.tables[0].cell("d").value == 51


def test_without_it_a_reader_of_both_is_left_with_one_unknown():
    first = protect([cube(BEFORE, "1")], Policy(), key=0)
    others = [withheld(protect([cube(AFTER, "2")], Policy(), key=key)) for key in range(12)]
    assert any(withheld(first) & other == {"c"} for other in others)


def test_a_count_that_became_small_is_not_carried_over_as_shown():
    first = protect([cube([8, 7, 9, 50], "1", dimension=Dimension("g", tuple("abcd")))], Policy(), key=0)
    second = cube([8, 7, 4, 50], "2", dimension=Dimension("g", tuple("abcd")))
    (table,) = carried_over(first, [second], Policy()).tables
    assert [table.cell(code).value for code in (*"abcd", "Total")] == [8, 7, None, 50, 69]
    assert dict(table.universe) == {"extract": "2"}


def test_what_was_said_of_the_number_of_people_before_is_not_said_of_those_now():
    first = protect([cube(BEFORE, "1")], Policy(), key=0)
    said = replace(first, tables=[replace(first.tables[0], between={("Total",): (190, 204)})])
    (table,) = carried_over(said, [cube(AFTER, "2")], Policy()).tables
    assert table.between == {}


def test_tables_by_other_groups_or_of_another_name_are_left_out():
    first = protect([cube(BEFORE, "1")], Policy(), key=0)
    fewer = cube([8, 7], "2", dimension=Dimension("group", ("a", "b")))
    assert carried_over(first, [fewer], Policy()).tables == ()
    assert carried_over(first, [cube(AFTER, "2", name="others")], Policy()).tables == ()


def test_a_withheld_group_that_nobody_is_in_any_more_is_shown_as_nought():
    """Readers know that what is withheld is at least 1: withheld again, it would say what is not so."""
    first = protect([cube(BEFORE, "1")], Policy(), key=0)
    gone = dict(zip(GROUPS.codes, AFTER, strict=True)) | {"c": 0}
    second = cube(list(gone.values()), "2")
    before = carried_over(first, [second], Policy())
    release = protect([second], Policy(), [before], key=0)
    assert not release.is_refused
    assert release.tables[0].cell("c").value == 0
