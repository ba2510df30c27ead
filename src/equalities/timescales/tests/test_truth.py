"""A hundred phrases from real plans, labelled by hand."""

import csv
from pathlib import Path

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
