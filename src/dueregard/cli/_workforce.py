"""`dueregard data workforce`: who stands in which grade, and what happens to whom."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dueregard.cli._files import existing
from equalities.comparison import Indicator, Process, Staffing, Survey, WorkforceReport, workforce_file
from equalities.refusals import Refused

EXAMPLES = """examples:
  dueregard data workforce staff.csv --by Ethnicity --senior PO3+
  dueregard data workforce staff.csv --by Disability --survey survey.csv --column trained="CPD funded" --json

One row is one person: staff, applicants (without a grade) or both. Columns are found by their headings: grade,
stage (or applied, shortlisted, appointed), trained, promoted, disciplined, capability, fitness, grievance, left,
board; --column names others. What cannot be worked out says which column is missing. A survey has a row for each
respondent, the column of --by, and questions answered by yes and no or by agreeing.

JSON: {"by", "reference", "staff", "groups": {}, "profile": [{"grade", "senior", "n", "groups": {}, "shares": {},
"unknown"}], "senior": [{"group", "n", "share", "workforce_share", "difference", "verdict"}], "processes":
[{"process", "of", "good", "groups": [{"group", "n", "events", "rate", "low", "high", "unknown"}], "likelihoods":
[{"group", "ratio", "low", "high", "words", "verdict"}]}], "board", "missing": {what: why}, "warnings", "survey":
{"questions": [{"question", "groups", "verdicts"}], "responses": [{"group", "respondents", "staff", "rate"}],
"warnings"}, "indicators": [{"standard", "number", "title", "value", "low", "high", "figures": {}, "n": {},
"words", "missing"}]}. Shares and rates are fractions; a ratio above 1 says that the group does worse."""


def add(deeds: Any) -> None:
    """Add the deed to those of `dueregard data`."""
    what = "profile by grade, and what happens to whom, from one HR extract"
    parser = deeds.add_parser(
        "workforce",
        help=what,
        description=what,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, help="CSV, XLSX, ODS or Parquet")
    parser.add_argument("--by", required=True, metavar="COLUMN", help="the column that has the groups")
    parser.add_argument("--reference", metavar="GROUP", help="the group to compare with (the largest)")
    parser.add_argument(
        "--senior", action="append", default=[], metavar="GRADE", help="a senior grade; may be given again"
    )
    parser.add_argument("--survey", type=Path, metavar="FILE", help="a staff survey, one row a respondent")
    parser.add_argument(
        "--column", action="append", default=[], metavar="WHAT=HEADING", help="which column holds what"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_workforce)


def _workforce(arguments: argparse.Namespace) -> int:
    columns = dict(_column(text) for text in arguments.column)
    staffing = Staffing(arguments.by, arguments.reference, tuple(arguments.senior), columns)
    survey = existing(arguments.survey) if arguments.survey else None
    found = workforce_file(existing(arguments.file), staffing, survey)
    if arguments.json:
        print(json.dumps(found.as_dict(), indent=2, ensure_ascii=False))
    else:
        _print(found)
    return 0


def _column(text: str) -> tuple[str, str]:
    """What a column holds, and its heading, from "trained=CPD funded". Raises Refused."""
    what, _, heading = text.partition("=")
    if not what.strip() or not heading.strip():
        raise Refused('"{text}" names no column: write it as trained="CPD funded".', text=text)
    return what.strip(), heading.strip()


def _print(report: WorkforceReport) -> None:
    found = report.workforce
    print(f"{found.staff:,} staff: {', '.join(f'{group} {n:,}' for group, n in found.groups.items())}")
    for grade in found.profile:
        shares = ", ".join(f"{group} {share:.1%}" for group, share in grade.shares.items())
        print(f"grade {grade.grade}{' (senior)' if grade.senior else ''} ({grade.n:,}): {shares}")
    for each in found.senior:
        print(
            f"senior grades, {each.group}: {each.share:.1%} against {each.workforce_share:.1%}; {each.verdict}"
        )
    _print_processes(found.processes)
    if report.survey is not None:
        _print_survey(report.survey)
    for indicator in report.indicators:
        print(f"{indicator.standard} {indicator.number}, {indicator.title}: {_said(indicator)}")
    for what, why in found.missing.items():
        print(f"not worked out, {what}: {why}")
    for warning in (*found.warnings, *(report.survey.warnings if report.survey else ())):
        print(warning)


def _said(indicator: Indicator) -> str:
    if indicator.missing:
        return indicator.missing
    figures = ", ".join(f"{name} {share:.1%}" for name, share in (indicator.figures or {}).items())
    return figures if indicator.value is None else f"{indicator.value:.2f} ({figures})"


def _print_processes(processes: Sequence[Process]) -> None:
    for process in processes:
        rates = ", ".join(f"{group.group} {group.events:,} of {group.n:,}" for group in process.groups)
        print(f"{process.process} (of {process.of}): {rates}")
        for likelihood in process.likelihoods:
            print(
                f"  {likelihood.words or f'{likelihood.group}: no ratio.'} {likelihood.verdict or ''}".rstrip()
            )


def _print_survey(found: Survey) -> None:
    for response in found.responses:
        rate = "" if response.rate is None else f" ({response.rate:.1%})"
        print(f"survey, {response.group}: {response.respondents:,} answered{rate}")
    for question in found.questions:
        shares = ", ".join(f"{group.group} {group.rate or 0:.1%}" for group in question.groups)
        print(f"survey, {question.question}: {shares}")
