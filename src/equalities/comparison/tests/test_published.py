"""Published figures, worked out again from the files that they were published with."""

import csv
from collections import Counter, defaultdict

import pytest

from equalities.comparison import Question, Rate, compare_file, katz, poisson
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
    names = (
        "Number of stop and searches",
        "Population by ethnicity",
        "Rate per 1,000 population by ethnicity",
    )
    checked = withheld = 0
    for row in rows(shared / "data/stopsearch/eff_stop_search_2006_2012.csv"):
        stops, people, rate = (row[key].replace(",", "") for key in names)
        if not rate.replace(".", "").isdigit():
            withheld += 1
            continue
        # some groups were stopped more often than they have people, so this is a rate of events, not a share
        found = poisson(number(stops)).value / number(people) * 1000
        assert found == pytest.approx(float(rate), abs=0.005001)
        checked += 1
    assert (checked, withheld) == (5_723, 757)


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


MEASURES = {
    "tpr": ("tp", "group_label_pos"),
    "tnr": ("tn", "group_label_neg"),
    "for": ("fn", "pn"),
    "fdr": ("fp", "pp"),
    "fpr": ("fp", "group_label_neg"),
    "fnr": ("fn", "group_label_pos"),
    "npv": ("tn", "pn"),
    "precision": ("tp", "pp"),
    "ppr": ("pp", "k"),
    "pprev": ("pp", "group_size"),
    "prev": ("group_label_pos", "group_size"),
}
"""What each figure of Aequitas is of what."""


def compas(path, attribute):
    """Aequitas' counts for each group of an attribute, from the people themselves."""
    columns = (attribute, "score", "label_value")
    cube = read(path, Layout(tuple(Column(each, classification=AS_WRITTEN) for each in columns))).cube
    places = [[float(code) for code in cube.dimension(name).codes] for name in columns[1:]]
    (bad, good), (no, yes) = ([codes.index(value) for value in (0, 1)] for codes in places)
    k = int(cube.counts[:, good].sum())
    found = {}
    for group, counts in zip(cube.dimension(attribute).codes, cube.counts.tolist(), strict=True):
        fp, tp, tn, fn = counts[good][no], counts[good][yes], counts[bad][no], counts[bad][yes]
        found[group] = {
            "pp": fp + tp, "pn": tn + fn, "fp": fp, "fn": fn, "tn": tn, "tp": tp, "k": k,
            "group_label_pos": tp + fn, "group_label_neg": fp + tn, "group_size": fp + tp + tn + fn,
        }  # fmt: skip
    return found


@pytest.mark.slow_test
@pytest.mark.parametrize("attribute", ["race", "sex", "age_cat"])
def test_reference_every_table_of_aequitas(shared, attribute):
    folder = shared / "data/fairness"
    found = compas(folder / "compas_for_aequitas.csv", attribute)
    tables = [
        [
            row
            for row in rows(folder / f"aequitas_compas_ref_{name}.csv")
            if row["attribute_name"] == attribute
        ]
        for name in ("xtab_counts", "absolute_metrics_round2", "disparity_vs_major_group")
    ]
    assert [len(table) for table in tables] == [len(found)] * 3
    for row in tables[0]:
        assert {name: int(row[name]) for name in found[row["attribute_value"]]} == found[
            row["attribute_value"]
        ]
    for row in tables[1]:
        counts = found[row["attribute_value"]]
        for name, (part, whole) in MEASURES.items():
            assert counts[part] / counts[whole] == pytest.approx(float(row[name]), abs=0.005 + 1e-9), (
                row,
                name,
            )
    largest = found[max(found, key=lambda group: found[group]["group_size"])]
    for row in tables[2]:
        counts = found[row["attribute_value"]]
        for name in [key.removesuffix("_disparity") for key in row if key.endswith("_disparity")]:
            part, whole = MEASURES[name]
            ratio = katz(counts[part], counts[whole], largest[part], largest[whole])
            assert ratio.value == pytest.approx(float(row[f"{name}_disparity"]), abs=5e-7 + 1e-9), (row, name)


def test_reference_published_disparity_of_african_american_and_hispanic(shared):
    found = compas(shared / "data/fairness/compas_for_aequitas.csv", "race")
    one, other = (
        Rate(found[group]["fp"], found[group]["group_label_neg"])
        for group in ("African-American", "Hispanic")
    )
    assert katz(one.events, one.base, other.events, other.base).value == pytest.approx(2.087696, abs=5e-7)


def test_reference_trafford_senior_salaries_and_pay_multiple(shared):
    folder = shared / "data/payroll"
    layout = Layout((Column("RemunerationBand", classification=AS_WRITTEN),), count="EmployeeCount")
    reading = read(folder / "trafford_senior_salaries_count.csv", layout)
    listed = rows(folder / "trafford_senior_salaries_count.csv")
    assert reading.problems == ()
    assert reading.cube.total == sum(int(row["EmployeeCount"]) for row in listed) > 0
    highest = {}
    for row in rows(folder / "trafford_pay_multiple.csv"):
        pay = number(row["RemunerationValue"])
        highest[row["Period"]] = pay if row["PayMultipleFactor"] == "Highest" else highest[row["Period"]]
        assert highest[row["Period"]] / pay == pytest.approx(
            float(row["Ratio"].removesuffix(":1")), abs=0.00501
        )


def test_reference_civil_service_totals_are_no_group(shared):
    path = shared / "data/workforce/civil_service_2021_grade_by_sex_ethnicity_disability_stock.csv"
    sexes = {
        (row["grade"], row["group"]): number(row["headcount"])
        for row in rows(path)
        if row["characteristic"] == "sex"
    }
    grades = {grade for grade, _ in sexes}
    apart = {
        sexes[grade, "Female"] + sexes[grade, "Male"] - sexes[grade, "All employees"] for grade in grades
    }
    assert apart == {-60, -40, -10, 0}  # rounded to 10 each by itself, and a few have no sex recorded
    asked = Question("group", "characteristic", "sex")
    found = compare_file(path, asked, count="headcount")
    assert "All employees" not in {group.group for group in found.groups}
    answered = {group.group for group in found.groups}
    assert found.n == sum(  # the grade "All employees", which nobody asked for, tells of them all once more
        number(row["headcount"])
        for row in rows(path)
        if row["group"] in answered and row["grade"] != "All employees"
    )
