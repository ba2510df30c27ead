"""A hundred phrases from real plans, labelled by hand."""

import csv
from pathlib import Path

import pytest

from equalities.timescales import read


def test_agrees_with_the_hand_labels_and_is_never_wrong(shared: Path) -> None:
    agreed, wrong = 0, []
    with (shared / "data" / "timescales.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            month, day = row["financial_year_start"].split("-")
            last = read(row["phrase"], financial_year_start=(int(month), int(day))).last_day
            said = last.isoformat() if last else ""
            right = {row["last_day"], *(also.replace("blank", "") for also in row["also"].split(";") if also)}
            agreed += said in right
            wrong += [row["phrase"]] if said and said not in right else []
    assert wrong == []
    assert agreed >= 95


# The columns "Timescale" of Southampton's draft Equalities Action Plan 2013-16 and "Target Completion Date" of Thanet's
# Equality Objectives Action Plan 2013, each phrase once.
SEEDS = {
    "Commence from January 2013 Review on a quarterly basis ESIAs published within a month of approval": "compound",
    "June 2013": "point",
    "Agree specific action by March 2013": "deadline",
    "Ongoing": "ongoing",
    "September 2013 – review progress in previous academic year": "point",
    "April 2013": "point",
    "Review completed by 2014/15": "deadline",
    "Information published by March 2013": "deadline",
    "March 2013": "point",
    "March 2014 and annually thereafter": "recurring",
    "2014/ 15": "period",
    "By March 2014 Review communications routes with diverse communities about community safety, hate crime, "
    "cohesion, vulnerable victims and civil emergencies": "deadline",
    "Following conclusion of Scrutiny Inquiry": "conditional",
    "Before July 2013": "deadline",
    "2 – 30 April 2013": "period",
    "2013/14": "period",
    "2014/15": "period",
    "TBC": "unknown",
    "11 July 2013 for final approval": "point",
    "31 st January (annually)": "recurring",
}


@pytest.mark.parametrize(("phrase", "kind"), SEEDS.items())
def test_every_phrase_of_two_plans(phrase: str, kind: str) -> None:
    timescale = read(phrase)
    assert timescale.kind == kind
    says_when = bool(timescale.last_day or timescale.rrule or timescale.parts)
    assert says_when == (kind not in ("unknown", "conditional", "ongoing"))
