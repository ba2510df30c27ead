"""`dueregard pay`: the statutory pay gap figures of two groups."""

import argparse
import json
from pathlib import Path
from typing import Any

from dueregard.cli._files import existing
from equalities.comparison import Asked, Decomposition, PayGaps, PayReport, Payroll, pay_report

EXAMPLES = """examples:
  dueregard pay staff.csv --group Sex --rate "Hourly rate" --bonus Bonus
  dueregard pay staff.csv --group Ethnicity --rate Rate --reference White --json
  dueregard pay staff.csv --group Sex --rate Rate --grade Grade --account-for Hours --account-for Service
  dueregard pay staff.csv --group Ethnicity --rate Rate --reference White --each

One row is one relevant employee. A blank rate means that the employee was not paid in full because of
leave; a blank bonus, or 0, that none was paid. M, male, man or men is the reference unless --reference
names another.

--grade adds "grades" to the JSON: {"groups", "grades": [{"grade", "n", "mean_gap", "median_gap", "finding",
"few"}], "compared", "pattern", "unknown"}: a grade is looked into from a difference of 5 %, or of 3 % where over
half of the grades differ the same way ("pattern" is the group that is paid less). --grade and --account-for add
"decompositions": [{"method", "unit", "gap", "accounted", "unaccounted", "low", "high", "p", "parts", "n",
"left_out", "words"}]. --each adds "pairs": the six figures of every group against the reference. Accounted for
is not justified."""


def register(commands: Any) -> None:
    what = "the six statutory pay gap figures of two groups"
    parser = commands.add_parser(
        "pay",
        help=what,
        description=what,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, help="CSV, XLSX, ODS or Parquet")
    parser.add_argument("--group", required=True, metavar="COLUMN", help="the column that has the groups")
    parser.add_argument("--rate", required=True, metavar="COLUMN", help="the column that has the hourly rate")
    parser.add_argument("--bonus", metavar="COLUMN", help="the column that has the bonus of the year")
    parser.add_argument("--reference", metavar="GROUP", help="the group to compare with")
    parser.add_argument("--grade", metavar="COLUMN", help="compare pay within the grades of this column")
    parser.add_argument(
        "--account-for",
        action="append",
        default=[],
        metavar="COLUMN",
        help="say how much of the gap goes with this column; may be given again",
    )
    parser.add_argument("--each", action="store_true", help="give every group's figures, not two groups'")
    parser.add_argument(
        "--least",
        type=int,
        default=0,
        metavar="N",
        help="give no figures of a group with fewer full-pay employees (0; 10 with --each)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_pay)


def _pay(arguments: argparse.Namespace) -> int:
    payroll = Payroll(arguments.group, arguments.rate, arguments.bonus, arguments.reference)
    asked = Asked(arguments.grade, tuple(arguments.account_for), arguments.each, arguments.least)
    found = pay_report(existing(arguments.file), payroll, asked)
    if arguments.json:
        print(json.dumps(found.as_dict(), indent=2, ensure_ascii=False))
    else:
        _print(found.gaps)
        _print_grades(found)
        for apart in found.decompositions:
            _print_apart(apart)
        for pair in found.pairs:
            _print(pair)
        for fault in found.faults:
            print(f"The official service would not take this: {fault}")
    return 0


def _print_grades(found: PayReport) -> None:
    if found.grades is None:
        return
    for grade in found.grades.grades:
        people = ", ".join(f"{group} {n:,}" for group, n in grade.n.items())
        gap = (
            "-" if grade.mean_gap is None else f"mean {grade.mean_gap:.1f} %, median {grade.median_gap:.1f} %"
        )
        print(f"grade {grade.grade} ({people}): {gap}; {grade.finding}{' (few people)' if grade.few else ''}")
    if found.grades.pattern:
        print(f"In over half of the grades {found.grades.pattern} are paid less by 3 % or more.")


def _print_apart(apart: Decomposition) -> None:
    print(f"{apart.method}: gap {apart.gap:.4g} {apart.unit}, not accounted for {apart.unaccounted:.4g}")
    for part in apart.parts:
        share = "" if part.of_all is None else f" ({part.of_all:.1%} of the gap)"
        print(f"  accounted for by {part.factor}: {part.gap:.4g}{share}")
    print(apart.words)


def _print(found: PayGaps) -> None:
    reference, other = found.groups
    print(f"{reference} ({found.n[reference]:,}) against {other} ({found.n[other]:,})")
    for name in ("mean_gap", "median_gap", "mean_bonus_gap", "median_bonus_gap"):
        gap, words = getattr(found, name), name.replace("_", " ")
        print(f"{words}: {found.undefined[name]}" if gap is None else f"{words}: {gap:.1f} %")
    for group, share in found.bonus_share.items():
        print(f"paid a bonus, {group}: {share:.1%}")
    for quarter in found.quarters:
        shares = ", ".join(f"{group} {share:.1%}" for group, share in quarter.share.items())
        print(f"{quarter.quarter} quarter ({quarter.n:,}): {shares}")
    for warning in found.warnings:
        print(warning)
