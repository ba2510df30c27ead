import csv
from collections import defaultdict

import numpy as np
import pytest

from equalities.comparison import (
    ESP2013,
    Band,
    direct_rate,
    direct_rate_gamma,
    expected_events,
    expected_shares,
    indirect_ratio,
    indirect_ratio_log,
)
from equalities.refusals import Refused


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text or 0)


def test_the_standard_population_is_a_hundred_thousand():
    assert (sum(ESP2013.values()), len(ESP2013)) == (100_000, 19)


def test_equal_rates_stay_as_they_are():
    found = direct_rate([Band(10, 1000, 3), Band(20, 2000, 7)], per=1000)
    assert found.value == pytest.approx(10)
    assert found.low < 10 < found.high


def test_no_rate_under_ten_events():
    assert direct_rate([Band(9, 1000, 1)]) is direct_rate_gamma([Band(9, 1000, 1)]) is None


def test_events_where_nobody_lives_are_refused():
    with pytest.raises(Refused, match="check the bands"):
        direct_rate([Band(20, 100, 1), Band(1, 0, 1)])


def test_nothing_expected_is_no_ratio():
    with pytest.raises(ValueError):
        indirect_ratio(3, 0)


def test_users_of_an_age_that_nobody_has_are_refused():
    with pytest.raises(Refused, match="check the bands of age"):
        expected_shares(np.array([1, 1]), np.array([[5, 5], [0, 0]]))


def phe(shared):
    areas = defaultdict(list)
    for row in rows(shared / "data/standardisation/ref_pheindicatormethods_dsr_isr_input.csv"):
        areas[row["area"]].append(row)
    return areas


def test_reference_phe_directly_standardised_rates(shared):
    areas = phe(shared)
    for expected in rows(shared / "data/standardisation/ref_pheindicatormethods_dsr_expected.csv"):
        bands = [
            Band(number(row["count"]), number(row["pop"]), number(row["esp2013"]))
            for row in areas[expected["area"]]
        ]
        per = 10_000 if expected["statistic"].endswith("per 10000") else 100_000
        found = direct_rate(bands, per)
        if not expected["value"]:
            assert found is None
            continue
        wide = direct_rate(bands, per, level=0.998)
        assert [found.value, found.low, found.high, wide.low, wide.high] == pytest.approx(
            [
                float(expected[key])
                for key in ("value", "lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl")
            ],
            rel=1e-9,
        )


def test_reference_phe_indirectly_standardised_ratios_and_rates(shared):
    areas, checked = phe(shared), 0
    big = areas["testdata_big"]
    # the published test data share one population: the tiny area leaves some of it blank
    population, refcount, refpop = (
        [number(row[key]) for row in big] for key in ("pop", "refcount", "refpop")
    )
    events = expected_events(population, refcount, refpop)
    for expected in rows(shared / "data/standardisation/ref_pheindicatormethods_isr_expected.csv"):
        assert events == pytest.approx(float(expected["expected"]), rel=1e-12)
        per = float(expected["statistic"].split()[-1])
        # a rate is the ratio times the reference's own rate
        scale = per if "ratio" in expected["statistic"] else per * sum(refcount) / sum(refpop)
        observed = sum(number(row["count"]) for row in areas[expected["area"]])
        found, wide = indirect_ratio(observed, events), indirect_ratio(observed, events, level=0.998)
        assert [
            scale * each for each in (found.value, found.low, found.high, wide.low, wide.high)
        ] == pytest.approx(
            [
                float(expected[key])
                for key in ("value", "lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl")
            ],
            rel=1e-9,
        )
        checked += 1
    assert checked == 12


def test_reference_selvin_of_epitools(shared):
    # Selvin 2004, deaths of 1940 and 1960; results of the R package epitools
    folder = shared / "data/standardisation"
    data = rows(folder / "ref_selvin2004_epitools_input.csv")
    expected = {
        (row["method"], row["stat"]): float(row["value"])
        for row in rows(folder / "ref_selvin2004_epitools_expected.csv")
    }
    # the rates of 1940 in the ages of 1960
    bands = [
        Band(number(row["deaths_1940"]), number(row["pop_1940"]), number(row["pop_1960"])) for row in data
    ]
    direct = direct_rate_gamma(bands, per=1)
    assert direct.value == pytest.approx(0.00139250544022, abs=5e-15)
    assert (direct.low, direct.high) == pytest.approx(
        (expected["direct", "lci"], expected["direct", "uci"]), rel=1e-9
    )
    events = expected_events(
        *[[number(row[key]) for row in data] for key in ("pop_1940", "deaths_1960", "pop_1960")]
    )
    observed = sum(number(row["deaths_1940"]) for row in data)
    ratio = indirect_ratio_log(observed, events)
    assert ratio.value == pytest.approx(0.830535108974, abs=5e-13)
    assert (ratio.low, ratio.high) == pytest.approx(
        (expected["indirect_sir", "lci"], expected["indirect_sir", "uci"]), rel=1e-9
    )
    assert (observed, events) == pytest.approx(
        (expected["indirect_sir", "observed"], expected["indirect_sir", "exp"])
    )
    crude = observed / sum(number(row["pop_1940"]) for row in data)
    assert crude == pytest.approx(expected["direct", "crude.rate"]) == expected["indirect_rate", "crude.rate"]
    reference = sum(number(row["deaths_1960"]) for row in data) / sum(number(row["pop_1960"]) for row in data)
    assert [reference * each for each in (ratio.value, ratio.low, ratio.high)] == pytest.approx(
        [expected["indirect_rate", key] for key in ("adj.rate", "lci", "uci")], rel=1e-9
    )


def test_reference_leeds_over_65s(shared):
    # a service used evenly by the over-65s of Leeds: crude index 0.316, adjusted 1.000
    path = shared / "data/population/census2011_dc2101ew_persons_age21_ethnic5_all_areas.csv"
    leeds = {row["ethnicity"]: row for row in rows(path) if row["geography"] == "Leeds"}
    bands = [key for key in leeds["All"] if key.endswith("over") or " to " in key or key == "15"]
    groups = [name for name in leeds if name != "All"]
    population = np.array([[int(leeds[group][band]) for group in groups] for band in bands])
    old = np.array([band[:2].isdigit() and int(band[:2]) >= 65 for band in bands])
    users = np.where(old, population.sum(axis=1), 0)
    asian = next(place for place, group in enumerate(groups) if group.startswith("Asian"))
    share = population[old, asian].sum() / population[old].sum()
    crude = population[:, asian].sum() / population.sum()
    assert (share, crude) == pytest.approx((0.024489, 0.077504), abs=5e-7)
    assert share / crude == pytest.approx(0.316, abs=5e-4)
    assert share / expected_shares(users, population)[asian] == pytest.approx(1.0, abs=1e-12)
