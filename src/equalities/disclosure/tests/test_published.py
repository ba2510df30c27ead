"""What others published: their patterns are safe by our attack, and what they gave away is found."""

import csv

import numpy as np
import pytest

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, Release, SafeCell, SafeTable, Status, attack, protect
from equalities.disclosure.attack import examine
from equalities.disclosure.plain import Reading, read_plain
from equalities.disclosure.releases import Receipt
from equalities.disclosure.sheets import from_cube, from_releases
from equalities.disclosure.statements import Statements
from equalities.disclosure.tables import all_codes


def published(counts, dimensions, withheld):
    """A release of one table in which these cells are withheld."""
    sheet = from_cube(Cube("t", dimensions, np.array(counts)), "r", Policy())
    cells = {
        codes: SafeCell(codes, None, Status.WITHHELD)
        if codes in withheld
        else SafeCell(codes, int(value), Status.SHOWN)
        for codes, value in zip(all_codes(dimensions), sheet.values.ravel(), strict=True)
    }
    table = SafeTable("t", dimensions, cells, "people", {}, "")
    receipt = Receipt(0, 0, None, (), (), (), "")
    return Release("r", (table,), Policy(attacker="outsider"), receipt)


def test_fischetti_and_salazar_1999_three_by_three():
    """Activity II in region C is 22; with {II, III} × {A, C} withheld a reader gets no closer than 5 to 30."""
    dimensions = (Dimension("activity", ("I", "II", "III")), Dimension("region", ("A", "B", "C")))
    counts = [[20, 50, 10], [8, 19, 22], [17, 32, 12]]
    hidden = {("II", "A"), ("II", "C"), ("III", "A"), ("III", "C")}
    release = published(counts, dimensions, hidden)
    audit = examine(Statements(from_releases([release])), 100)
    found = {
        Statements(from_releases([release])).place(int(cell))[1]: (int(low), int(high))
        for cell, low, high in zip(audit.puzzle.cells, audit.low, audit.high, strict=True)
    }
    assert found["II", "C"] == (5, 30)
    assert attack(from_releases([release])).exposed == ()


def test_a_published_withheld_cell_gives_its_line_away():
    dimensions = (Dimension("activity", ("I", "II", "III")), Dimension("region", ("A", "B", "C")))
    counts = [[20, 50, 10], [8, 19, 22], [17, 32, 12]]
    release = published(counts, dimensions, {("II", "A"), ("II", "C"), ("III", "A")})
    exposed = {interval.cell.codes: interval.low for interval in attack(from_releases([release])).exposed}
    assert exposed == {("II", "A"): 8, ("II", "C"): 22, ("III", "A"): 17}


@pytest.mark.parametrize(
    "pair", [("A", "C"), ("A", "D")], ids=["sdcTable by optimisation", "sdcTable by elimination"]
)
def test_the_patterns_that_sdctable_publishes_are_safe(shared, pair):
    dimensions, counts = microdata(shared)
    hidden = {(region, sex) for region in pair for sex in ("female", "male")}
    assert attack(from_releases([published(counts, dimensions, hidden)])).exposed == ()


def test_the_cheapest_partner_is_the_one_that_sdctable_proves_optimal(shared):
    dimensions, counts = microdata(shared)
    release = protect([Cube("t", dimensions, counts)], Policy(attacker="outsider"), key=1)
    withheld = {codes for codes, cell in release.tables[0].cells.items() if cell.value is None}
    assert withheld == {(region, sex) for region in ("A", "C") for sex in ("female", "male")}


def microdata(shared):
    with (shared / "data/sdc/sdctable_microdata1.csv").open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    dimensions = (Dimension("region", ("A", "B", "C", "D")), Dimension("gender", ("female", "male")))
    counts = np.zeros((4, 2), np.int64)
    for person in people:
        counts[dimensions[0].codes.index(person["region"]), dimensions[1].codes.index(person["gender"])] += 1
    assert counts.tolist() == [[2, 18], [19, 14], [10, 12], [14, 11]]
    return dimensions, counts


def write(folder, head, rows):
    folder.mkdir()
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return folder


def rows_of(shared, name):
    with (shared / "data" / name).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow_test
def test_exclusions_2015_to_2017_every_count_that_their_totals_give_away_is_found_and_no_other(
    shared, tmp_path
):
    """An authority's school types add to its total: one unknown among them can be worked out, and so can
    several whose sum is nought; regional rows are rounded. Cells are counted, values never kept."""
    rows = rows_of(shared, "suppression/dfe_exclusions_by_reason_2015-17_nat_reg_la_suppressed.csv")
    reasons = [name for name in rows[0] if name.startswith(("perm_", "fixed_"))]
    table, lines = [], {}
    for row in rows:
        area = row["la_name"] or row["region_name"] or "England"
        for reason in reasons:
            place = (row["time_period"], area, reason)
            table.append([*place, row["school_type"], row[reason]])
            if row["la_name"]:
                lines.setdefault(place, {})[row["school_type"]] = row[reason]
    expected = {(*place, kind) for place, line in lines.items() for kind in worked_out(line)}
    assert 300 < len(expected) < 2000
    folder = write(tmp_path / "published", ["year", "area", "reason", "type", "count"], table)
    receipt = attack(read_plain(folder, Reading()))
    assert {interval.cell.codes for interval in receipt.exposed} == expected


def worked_out(line):
    """The kinds of school whose withheld number follows from one authority's line."""
    hidden = [kind for kind, value in line.items() if value == "x"]
    if line.get("Total", "x") == "x":
        return hidden if len(hidden) == 1 and len(line) == 4 else []
    rest = int(line["Total"]) - sum(int(v) for kind, v in line.items() if kind != "Total" and v != "x")
    return hidden if rest == 0 or (len(hidden) == 1 and len(line) == 4) else []


@pytest.mark.slow_test
@pytest.mark.parametrize("measure", ["pupils", "achieved_en_ma"])
def test_key_stage_4_no_withheld_count_is_recoverable_and_one_is_when_its_partner_shows(
    shared, tmp_path, measure
):
    rows = rows_of(shared, "attainment/ks4_2016_counts_tidy_5regions.csv")
    parents = {row["la"]: row["region"] for row in rows if row["la"]} | {row["region"]: "" for row in rows}
    table = [[row["la"] or row["region"], row["sex"], row["ethnic"], row[measure]] for row in rows]
    head = ["area", "sex", "ethnic", "count"]
    reading = Reading(totals=("Total", "All"), parents={"area": parents})
    receipt = attack(read_plain(write(tmp_path / "published", head, table), reading))
    assert receipt.withheld == {"pupils": 119, "achieved_en_ma": 273}[measure]
    assert receipt.exposed == ()
    at = next(
        at
        for at, row in enumerate(table)
        if row[3] == "x"
        and row[1] == "Female"
        and sum(r[:1] + r[2:] == row[:1] + row[2:] for r in table) == 2
    )
    table[at][3] = "1"
    receipt = attack(read_plain(write(tmp_path / "unhidden", head, table), reading))
    assert ("Male", table[at][2]) in {interval.cell.codes[1:] for interval in receipt.exposed}


@pytest.mark.slow_test
def test_key_stage_2_parts_that_leave_pupils_out_make_no_difference_exact(shared, tmp_path):
    groups = ("ALL", "white", "mixed", "asian", "black", "chinese")
    rows = [
        [row["la_name"], row["subject"], row["group"], row["value"]]
        for row in rows_of(shared, "suppression/dfe_ks2_2016_la_by_characteristic_suppressed.csv")
        if row["group"] in groups and row["measure"] == "ELIG" and row["region"]
    ]
    folder = write(tmp_path / "published", ["area", "subject", "group", "count"], rows)
    receipt = attack(read_plain(folder, Reading(totals=("Total", "ALL"))))
    assert receipt.withheld == 28
    assert receipt.exposed == ()
