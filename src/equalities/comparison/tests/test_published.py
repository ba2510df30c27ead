"""Published figures, worked out again from the files that they were published with."""

import csv
from collections import Counter, defaultdict

import pytest

from equalities.comparison import Question, compare_file, wilson
from equalities.cubes import AS_WRITTEN, Column, Layout, read


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {key.strip(): (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)
        ]


def number(text):
    return int(text.replace(",", ""))


@pytest.mark.slow_test
def test_reference_every_published_stop_search_rate(shared):
    checked = 0
    for row in rows(shared / "data/stopsearch/eff_stop_search_2006_2012.csv"):
        stops, people, rate = (
            row[key]
            for key in (
                "Number of stop and searches",
                "Population by ethnicity",
                "Rate per 1,000 population by ethnicity",
            )
        )
        if all(text.replace(",", "").replace(".", "").isdigit() for text in (stops, people, rate)) and number(
            people
        ) >= number(stops):
            assert 1000 * wilson(number(stops), number(people)).value == pytest.approx(
                float(rate.replace(",", "")), abs=0.005001
            )
            checked += 1
    assert checked > 5_000


def test_reference_43_forces_sum_to_the_published_totals(shared):
    forces = [
        row
        for row in rows(shared / "data/police/by-ethnicity-force_april2018-march2019.csv")
        if row["Tactic"] == "*Total Tactics"
    ]
    totals = Counter()
    for row in forces:
        for group in ("White", "Black (or Black British)"):
            totals[row["Police Force"] == "Total England and Wales", group] += int(float(row[group]))
    assert len(forces) == 44
    for published in (True, False):
        assert totals[published, "White"] == 447_337
        assert totals[published, "Black (or Black British)"] == 94_222


def test_reference_workforce_flows_add_up_and_promotion_rates(shared):
    promoted = defaultdict(lambda: [0, 0])
    held = 0
    for row in rows(shared / "data/workforce/cpd_workforce_stock_flow_2002-2017_grade_sex_race.csv"):
        flows = {key: int(value) for key, value in row.items() if key not in ("year", "grade", "sex", "race")}
        out = flows["leavers"] + flows["moved_up"] + flows["moved_down"]
        into = flows["joiners"] + flows["arrived_from_below"] + flows["arrived_from_above"]
        assert flows["stock_start"] - out + into == flows["stock_end"]
        held += 1
        if 2012 <= int(row["year"]) <= 2016 and row["grade"].startswith("1 "):
            promoted[row["sex"]][0] += flows["moved_up"]
            promoted[row["sex"]][1] += flows["stock_start"]
    assert held == 600
    assert (promoted["Female"], promoted["Male"]) == ([163, 12_227], [799, 38_711])


def test_reference_bank_wages_jobs_by_gender(shared):
    path = shared / "data/payroll/AER_BankWages.csv"
    found = compare_file(path, Question("gender", "job", "manage"))
    by_hand = Counter((row["gender"], row["job"]) for row in rows(path))
    for group in found.groups:
        assert group.events == by_hand[group.group, "manage"]
    assert sum(group.n for group in found.groups) == 474


@pytest.mark.slow_test
def test_reference_ks4_counts_keep_withheld_cells_apart_from_noughts(shared):
    path = shared / "data/attainment/ks4_2016_counts_tidy_5regions.csv"
    layout = Layout((Column("ethnic", classification=AS_WRITTEN),), count="pupils")
    reading = read(path, layout)
    assert {(problem.value, problem.rows) for problem in reading.problems} == {("x", 119)}
    assert reading.cube.total == sum(number(row["pupils"]) for row in rows(path) if row["pupils"] != "x")
