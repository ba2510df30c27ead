"""`dueregard pay`: the statutory pay gap figures of two groups."""

import argparse
import json
from pathlib import Path
from typing import Any

from dueregard.cli.data import existing
from equalities.comparison import PayGaps, Payroll, pay_file

EXAMPLES = """examples:
  dueregard pay staff.csv --group Sex --rate "Hourly rate" --bonus Bonus
  dueregard pay staff.csv --group Ethnicity --rate Rate --reference White --json

One row is one relevant employee. A blank rate means that the employee was not paid in full because of
leave; a blank bonus, or 0, that none was paid. M, male, man or men is the reference unless --reference
names another."""


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
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_pay)


def _pay(arguments: argparse.Namespace) -> int:
    payroll = Payroll(arguments.group, arguments.rate, arguments.bonus, arguments.reference)
    found = pay_file(existing(arguments.file), payroll)
    if arguments.json:
        print(json.dumps(found.as_dict(), indent=2, ensure_ascii=False))
    else:
        _print(found)
    return 0


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
