"""Every check value of the facts that is about comparison, read from their file."""

import csv
import re
from fractions import Fraction

import pytest

from equalities.comparison import byar, index_of_disparity, katz, newcombe, quarter_sizes, quarters, wilson

ELSEWHERE = {
    "gpg_deadline": "timescales/tests/test_clock.py",
    "psed_next_info": "timescales/tests/test_clock.py",
    "hesa_round": "the rounding methods of disclosure",
}
"""Rows that are about another part of the library, and where they are tested."""


def numbers(text):
    return [float(each) for each in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", re.sub(r"[a-z]\d?=", " ", text))]


def held(found, row):
    wanted = [float(row[key]) for key in ("estimate", "lower95", "upper95")]
    assert [found.value, found.low, found.high] == pytest.approx(wanted, abs=5e-7), row


def tied(row):
    """The guidance's own tie: 40 people on one rate, 10 places in one quarter and 30 in the next."""
    women, men = (int(n) for n in re.search(r"(\d+)F,(\d+)M", row["inputs"]).groups())
    assert (women, men, row["estimate"]) == (36, 4, "lower 9F+1M; lower middle 27F+3M")
    people = [(Fraction(10), "M")] * 20 + [(Fraction(12), "F")] * women + [(Fraction(12), "M")] * men
    lower, lower_middle, *_ = quarters([*people, *[(Fraction(20), "M")] * 60], "M", "F")
    assert (lower.share["F"] * 30, lower_middle.share["F"] * 30) == (pytest.approx(9), pytest.approx(27))


def disparity(row, shared_rates):
    given = row["inputs"]
    if given.startswith("rates="):
        shared_rates[:] = [float(each) for each in given.split(";")[0].removeprefix("rates=").split("|")]
        shared_rates.append(float(given.split("overall=")[1]))
    *rates, overall = shared_rates
    people = [200, 40, 55, 20, 3] if row["method"].startswith("weighted") else None
    # scenario H is printed from rates with more digits than are printed
    near = 0.1 if "scenario H" in row["origin"] else 0.05
    assert index_of_disparity(rates, overall, people) == pytest.approx(float(row["estimate"]), abs=near)


def test_reference_test_vectors(shared):
    with (shared / "facts/frameworks/test_vectors.csv").open(encoding="utf-8-sig", newline="") as file:
        vectors = list(csv.DictReader(file))
    rates, checked = [], 0
    for row in vectors:
        given = [int(each) for each in numbers(row["inputs"])] if row["method"] in ("wilson", "newcombe_diff", "katz_rr", "byar", "gpg_quarter_split") else []  # fmt: skip
        match row["method"]:
            case "wilson":
                held(wilson(*given), row)
            case "newcombe_diff":
                held(newcombe(*given), row)
            case "katz_rr":
                held(katz(*given), row)
            case "byar":
                held(byar(*given), row)
            case "index_of_disparity" | "weighted_index_of_disparity":
                disparity(row, rates)
            case "gpg_quarter_split":
                assert quarter_sizes(*given) == tuple(
                    int(n) for n in re.findall(r"\d+", row["estimate"].split(" (")[0])
                )
            case "gpg_tie":
                tied(row)
            case other:
                assert other in ELSEWHERE
                continue
        checked += 1
    assert (checked, len(vectors)) == (17, 21)
