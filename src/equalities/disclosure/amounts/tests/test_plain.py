"""Tables of amounts as strangers publish them."""

import csv
from functools import partial

import pytest

from equalities.disclosure.amounts import attack_amounts
from equalities.disclosure.amounts.plain import holds_amounts, read_plain_amounts, read_together
from equalities.disclosure.plain import Reading
from equalities.refusals import Refused


def folder_of(tmp_path, *rows, name="table"):
    with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return tmp_path


def attacked(folder, within=1.0, reading=Reading()):
    sheets, decimals = read_plain_amounts(folder, reading)
    receipt = attack_amounts(sheets, decimals=decimals, within=within)
    return {one.cell.codes: (one.low, one.high) for one in receipt.exposed}, receipt


def test_one_amount_withheld_follows_from_its_total(tmp_path):
    folder = folder_of(
        tmp_path, ("area", "amount"), ("N", "£1,200.50"), ("S", "x"), ("W", "300.25"), ("Total", "2,000.00")
    )
    exposed, receipt = attacked(folder)
    assert exposed == {("S",): (499.25, 499.25)}
    assert (receipt.cells, receipt.withheld) == (4, 1)


def test_rounded_amounts_leave_an_interval(tmp_path):
    """5 + 7 + 9 is printed as 22: so nothing is exact, and what is left is 3 either way of half a unit each."""
    folder = folder_of(
        tmp_path, ("area", "kind", "amount"),
        ("N", "a", "5"), ("N", "b", "7"), ("N", "c", "9"), ("N", "Total", "22"),
        ("S", "a", "40"), ("S", "b", "x"), ("S", "c", "30"), ("S", "Total", "80"),
    )  # fmt: skip
    exposed, receipt = attacked(folder)
    assert exposed == {}
    assert (receipt.narrowest.low, receipt.narrowest.high) == (8.5, 11.5)
    exposed, _ = attacked(folder, within=20)
    assert exposed == {("S", "b"): (8.5, 11.5)}


def test_parts_that_fall_short_have_one_that_is_not_listed(tmp_path):
    folder = folder_of(
        tmp_path, ("area", "kind", "amount"),
        ("N", "a", "500"), ("N", "b", "700"), ("N", "Total", "2200"),
        ("S", "a", "400"), ("S", "b", "x"), ("S", "Total", "1000"),
    )  # fmt: skip
    exposed, receipt = attacked(folder)
    assert exposed == {}
    assert (receipt.narrowest.low, receipt.narrowest.high) == (0, 600)


def test_two_tables_together(tmp_path):
    folder_of(
        tmp_path, ("area", "amount"), ("N", "100"), ("S", "x"), ("W", "x"), ("Total", "1000"), name="areas"
    )
    folder_of(
        tmp_path, ("area", "kind", "amount"),
        ("W", "a", "250"), ("W", "b", "450"), ("S", "a", "x"), ("S", "b", "x"), name="kinds",
    )  # fmt: skip
    exposed, _ = attacked(tmp_path)
    assert exposed == {("S",): (200, 200), ("W",): (700, 700)}


def test_what_a_workbook_makes_of_sums_of_pence(tmp_path):
    folder = folder_of(
        tmp_path,
        ("Spending by area",),
        ("area", "amount"),
        ("N", "0.1"),
        ("S", "x"),
        ("Total", "0.30000000000000004"),
    )
    assert attacked(folder)[0] == {("S",): (0.2, 0.2)}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((("area", "count"), ("N", "5")), 'a column "amount"'),
        ((("area", "amount"), ("N", "lots")), '"lots" as an amount'),
        ((("area", "amount"), ("N", "-5")), "at least nought"),
        ((("area", "amount"), ("N", "5"), ("N", "6")), "two amounts for one combination"),
        ((("area", "amount"), ("N", "0.123456")), "at most 4 decimals"),
    ],
)
def test_files_that_cannot_be_used(tmp_path, rows, sentence):
    with pytest.raises(Refused, match=sentence):
        read_plain_amounts(folder_of(tmp_path, *rows), Reading())


def test_a_folder_is_known_by_its_columns(tmp_path):
    assert not holds_amounts(folder_of(tmp_path, ("area", "count"), ("N", "5")))
    assert holds_amounts(folder_of(tmp_path, ("area", "amount"), ("N", "5"), name="second"))


def test_an_amount_that_another_table_prints_is_given_away(tmp_path):
    folder_of(
        tmp_path, ("area", "kind", "amount"), ("N", "a", "x"), ("N", "b", "x"), ("N", "All", "x"), name="a"
    )
    folder_of(tmp_path, ("area", "amount"), ("N", "38.50"), ("S", "22"), ("All", "60.50"), name="b")
    exposed, receipt = attacked(tmp_path)
    assert exposed == {("N", "All"): (38.5, 38.5)}
    assert receipt.withheld == 3


def test_what_one_table_rounds_and_another_prints_in_pence_fits(tmp_path):
    """S is 250 either way of 50p less 60.20, whatever the other table prints of N."""
    folder_of(
        tmp_path, ("area", "kind", "amount"),
        ("N", "a", "100.40"), ("N", "b", "20.30"), ("N", "All", "120.70"),
        ("S", "a", "60.20"), ("S", "b", "x"), name="pence",
    )  # fmt: skip
    folder_of(tmp_path, ("area", "amount"), ("N", "121"), ("S", "250"), name="pounds")
    exposed, _ = attacked(tmp_path)
    assert exposed == {("S", "b"): (189.3, 190.3)}


def test_folders_that_round_are_read_as_rounded_together(tmp_path):
    """Each adds up by itself; of both together 10.3 + 20.3 = 30.6 is printed as 10 + 20 = 31."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    folder_of(one, ("area", "amount"), ("N", "10"), ("S", "x"), ("Total", "31"))
    folder_of(two, ("area", "amount"), ("N", "x"), ("S", "20"), ("Total", "31"))
    sheets, decimals = read_together(
        [partial(read_plain_amounts, folder, Reading()) for folder in (one, two)]
    )
    receipt = attack_amounts(sheets, decimals=decimals, within=5)
    assert {(found.low, found.high) for found in receipt.exposed} == {(10.0, 10.5), (20.0, 20.5)}


def in_thousands(*amounts):
    return [(f"A{at}", str(1000 * amount)) for at, amount in enumerate(amounts)]


def test_thousands_that_add_up_are_rounded_all_the_same(tmp_path):
    """Eleven amounts and the total, each 500 either way: what is left for A11 is 4,000 and 6,000 either way."""
    rows = in_thousands(21, 34, 55, 89, 144, 233, 18, 29, 47, 76, 123)
    folder = folder_of(tmp_path, ("area", "amount"), *rows, ("A11", "x"), ("Total", "873000"))
    exposed, receipt = attacked(folder, within=5)
    assert exposed == {}
    assert (receipt.narrowest.low, receipt.narrowest.high) == (0, 10_000)


def test_a_few_amounts_that_end_in_noughts_are_taken_as_they_are(tmp_path):
    folder = folder_of(tmp_path, ("area", "amount"), ("N", "21000"), ("S", "x"), ("Total", "25000"))
    exposed, _ = attacked(folder, within=5)
    assert exposed == {("S",): (4_000, 4_000)}
