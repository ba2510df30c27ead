"""What holds for every phrase."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalities.timescales import KINDS, Timescale, cutting, grammar, read

WORDS = [
    "by",
    "before",
    "after",
    "from",
    "until",
    "to",
    "and",
    "or",
    "-",
    "–",
    "/",
    ",",
    ";",
    "(",
    ")",
    "the",
    "end",
    "of",
    "early",
    "mid",
    "late",
    "in",
    "on",
    "w/c",
    "every",
    "each",
    "annually",
    "quarterly",
    "monthly",
    "thereafter",
    "onwards",
    "ongoing",
    "TBC",
    "within",
    "3",
    "6",
    "months",
    "years",
    "of",
    "approval",
    "following",
    "year",
    "2",
    "Q1",
    "Q3",
    "FY",
    "AY",
    "CY",
    "term",
    "autumn",
    "spring",
    "January",
    "Febuary",
    "march",
    "Mawrth",
    "sept",
    "31",
    "29",
    "1st",
    "2nd",
    "30",
    "2013",
    "2013/14",
    "2014-15",
    "24/25",
    "'24",
    "03/04/2024",
    "31.2.13",
    "2024-02-30",
    "99",
    "0",
    "financial",
    "academic",
    "review",
    "policy",
    "half",
    "H1",
    "12/13/2025",
    "(Oct-Dec)",
    "starting",
    "slipped",
    "moved",
    "now",
    "for",
    "plan",
    "each year",
    "mths",
    "fortnight",
    "hours",
    "o fewn",
    "i",
    "first",
    "last",
    "Friday",
    "second Tuesday",
    "thirtieth",
    "AGM",
    "the meeting",
    "on",
    "July 1",
    "'26",
    "/27",
    "→",
    "\n",
    "month 6",
    "M12",
    "7/10",
    "31/3",
    "45747",
    "EOFY",
    "municipal year",
    "stage 2",
    "final",
    "subject to funding",
    "once agreed",
    "every third Thursday",
    "15th of each month",
    "annual review",
    "with",
]
# Months and figures with letters and digits of other alphabets among them, as copied text has them.
MIXED = st.lists(
    st.sampled_from(
        [
            "Мarch",
            "Маy",
            "ſept",
            "ＭＡＹ",
            "İonawr",
            "June",
            "२०२६",
            "٣١",
            "2𑁦26",
            "²",
            "③",
            "Ⅷ",
            "31",
            "2026",
        ]
    )
    | st.sampled_from(list(" /-.,–'\u2009\u200b\n()"))
    | st.characters(),
    max_size=10,
).map("".join)
PHRASES = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text(max_size=60) | MIXED
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@pytest.mark.slow_test
@given(PHRASES, st.none() | DAYS, st.integers(0, 3000))
@settings(max_examples=400, deadline=None)
def test_no_phrase_raises_and_json_keeps_all(phrase: str, start: date | None, days: int) -> None:
    end = start + timedelta(days=days) if start else None
    timescale = read(phrase, plan_start=start, plan_end=end)
    assert timescale.kind in KINDS
    assert timescale.phrase == phrase
    assert timescale.reading.endswith(".")
    assert Timescale.from_dict(json.loads(json.dumps(timescale.as_dict()))) == timescale


class _AllStems(frozenset[str]):
    """The stems of a text that has every word, so that every rule is asked."""

    def isdisjoint(self, other: object) -> bool:
        return False


def test_a_rule_that_is_passed_over_for_its_words_would_have_found_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    phrases = [
        row["phrase"]
        for name in ("kinds.csv", "phrases.csv")
        for row in csv.DictReader(Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines())
    ]
    passed_over = [grammar.read(phrase) for phrase in phrases]
    grammar._read.cache_clear()
    monkeypatch.setattr(cutting, "stems", lambda _: _AllStems())
    assert [grammar.read(phrase) for phrase in phrases] == passed_over
    grammar._read.cache_clear()


@pytest.mark.slow_test
@given(PHRASES)
@settings(max_examples=400, deadline=None)
def test_what_it_writes_it_reads_back(phrase: str) -> None:
    timescale = read(phrase)
    again = read(timescale.in_words())
    assert (again.kind, again.first_day, again.last_day) == (
        timescale.kind,
        timescale.first_day,
        timescale.last_day,
    )


@pytest.mark.slow_test
@given(PHRASES, DAYS)
@settings(max_examples=300, deadline=None)
def test_what_is_due_next_is_later_and_only_a_passed_day_is_overdue(phrase: str, today: date) -> None:
    timescale = read(phrase)
    due = timescale.next_due(today)
    assert due is None or due > today
    if timescale.kind in ("vague", "unknown", "conditional", "duration", "invalid", "not-a-date"):
        assert timescale.last_day is None
        assert not timescale.is_overdue(today)


@pytest.mark.slow_test
@given(PHRASES)
@settings(max_examples=300, deadline=None)
def test_more_than_one_reading_leaves_no_single_day(phrase: str) -> None:
    timescale = read(phrase)
    if len({reading.last_day for reading in timescale.readings}) > 1:
        assert timescale.last_day is None


@pytest.mark.slow_test
@pytest.mark.parametrize(
    "piece",
    [
        "2013/14 and ",
        "by ",
        "(",
        "March 2013 (",
        "slipped from March 2013 ",
        "Q1 ",
        "the ",
        "following ",
        "every ",
        "1/1/",
        "by the agm ",
        "at each ",
        "quarter 1, ",
        "first ",
        "march '26, ",
        "noon 5pm ",
        "this year ",
        "a. b. ",
        "1",
        "- ",
        "one ",
        "stage 1 tbc, june 2026; ",
        "once agreed; june 2026; ",
        "every third thursday ",
        "month 1 to ",
        "1/1 - ",
    ],
)
def test_a_hostile_phrase_takes_no_longer_than_its_length(piece: str) -> None:
    began = process_time()
    read(piece * (10_000 // len(piece)))
    assert process_time() - began < 5
