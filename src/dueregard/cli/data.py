"""`dueregard data`: what a file of people holds, and how its groups compare."""

import argparse
import json
from pathlib import Path
from typing import Any

from dueregard.cli import _workforce
from dueregard.cli._files import existing
from equalities.comparison import (
    Comparison,
    Course,
    Gap,
    Published,
    Question,
    Search,
    Standing,
    compare_file,
    find_gaps_in,
    trend_file,
)
from equalities.cubes import describe
from equalities.refusals import Refused

DESCRIBE = """examples:
  dueregard data describe users.csv
  dueregard data describe users.xlsx --json"""

COMPARE = """examples:
  dueregard data compare users.csv --by Ethnicity --against population.csv
  dueregard data compare applicants.csv --by Sex --outcome Appointed --good Yes --json
  dueregard data compare admissions.csv --by Gender --outcome Admit --good Admitted --count Freq --within Dept
  dueregard data compare users.csv --by Ethnicity --against census.csv --area Leeds --adjust Age
  dueregard data compare staff.csv --by Ethnicity --published Asian=9.3% --source "Census 2021, England"

POPULATION has two columns, group and count, and may have others that the file has too: age, sex, area. Shares
are then those expected of people of the users' own ages ("expected_share", "adjusted_index"), and the verdicts
use them. A census table with a column for each band of ages will do as well. A verdict is one of: over, under,
no difference shown, too few to say, depends on those who did not answer, detectable but small, not
comparable."""

GAPS = """example:
  dueregard data gaps cases.csv --service Service --outcome Resolved --good Yes --by Ethnicity --by Sex --json

Each group, and each crossing of up to three characteristics, is compared with everybody else in the same
service (and year); where there are just two, the one that does worse. Only gaps that are unlikely to be
chance and large enough to matter are listed. Where one gap shows in several groups (Black women, and so
women, and so not men), "echo_of" names the one that the others come of, null for one that stands by itself."""

TREND = """examples:
  dueregard data trend users.csv --by Ethnicity --period Year
  dueregard data trend cases.csv --by Sex --outcome Resolved --good Yes --period Quarter --break "Q1 2024=New system"

Follows each group's rate (without an outcome, its share) over the periods and, with an outcome, its gap to the
reference group. Nothing is compared across a break. JSON: {"by", "periods", "reference", "groups": [{"group",
"points": [{"period", "n", "events", "rate", "low", "high", "gap", "gap_low", "gap_high"}], "start", "end",
"change", "change_low", "change_high", "trend", "gap_trend", "moved"}], "breaks", "warnings"}. A movement is one
of: risen, fallen, gap wider, gap narrower, gap turned round, detectable but small, no change shown, too few to
say."""

SHOWN = (
    *("n", "share", "benchmark_share", "index", "expected_share", "adjusted_index"),
    *("rate", "gap", "gap_low", "gap_high", "ratio", "verdict"),
)


def register(commands: Any) -> None:
    data = commands.add_parser("data", help="describe and compare files of people")
    deeds = data.add_subparsers(metavar="DEED", required=True)
    describing = _parser(
        deeds, "describe", "say what each column of a file holds, and by which list", DESCRIBE
    )
    describing.set_defaults(run=_describe)
    comparing = _parser(
        deeds, "compare", "compare groups of people with a population, or by outcome", COMPARE
    )
    _add_question(comparing)
    comparing.set_defaults(run=_compare)
    following = _parser(deeds, "trend", "follow groups and their gaps over periods", TREND)
    _add_course(following)
    following.set_defaults(run=_trend)
    _workforce.add(deeds)
    finding = _parser(deeds, "gaps", "find the gaps between groups, over services, that matter", GAPS)
    _add_search(finding)
    finding.set_defaults(run=_gaps)


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--service", required=True, metavar="COLUMN", help="the column that has the services")
    parser.add_argument("--outcome", required=True, metavar="COLUMN", help="the column that has the outcome")
    parser.add_argument(
        "--good", required=True, metavar="VALUE", help="the value of the outcome that is counted"
    )
    parser.add_argument(
        "--by", required=True, action="append", metavar="COLUMN", help="a characteristic; may be given again"
    )
    parser.add_argument("--year", metavar="COLUMN", help="the column that has the years")


def _add_groups(parser: argparse.ArgumentParser) -> None:
    """What every comparison of groups is asked."""
    parser.add_argument("--by", required=True, metavar="COLUMN", help="the column that has the groups")
    parser.add_argument("--outcome", metavar="COLUMN", help="the column that has the outcome")
    parser.add_argument("--good", metavar="VALUE", help="the value of the outcome that is counted")
    parser.add_argument(
        "--count", metavar="COLUMN", help="a column that says how many people a row stands for"
    )
    parser.add_argument("--reference", metavar="GROUP", help="the group to compare with (the largest)")
    parser.add_argument(
        "--row", choices=("person", "visit"), default="person", help="what one row is (person)"
    )


def _add_question(parser: argparse.ArgumentParser) -> None:
    _add_groups(parser)
    parser.add_argument(
        "--order",
        metavar="VALUES",
        help="the values of the outcome from lowest to highest, between commas, to test whether groups stand higher",
    )
    parser.add_argument(
        "--four-fifths", action="store_true", help="apply the American four-fifths screening rule as well"
    )
    parser.add_argument(
        "--within", metavar="COLUMN", help="a column to compare within: a department, a grade"
    )
    parser.add_argument(
        "--against", type=Path, metavar="POPULATION", help="a file of who could use the service"
    )
    parser.add_argument(
        "--adjust",
        action="append",
        default=[],
        metavar="COLUMN",
        help="a column of both files to adjust for; may be given again (all that both have)",
    )
    parser.add_argument(
        "--area", action="append", default=[], help="an area of the population; may be given again (all)"
    )
    parser.add_argument(
        "--published", action="append", default=[], metavar="GROUP=SHARE", help="a published share of a group"
    )
    parser.add_argument("--source", metavar="TEXT", help="where the published shares come from")


def _add_course(parser: argparse.ArgumentParser) -> None:
    _add_groups(parser)
    parser.add_argument("--period", required=True, metavar="COLUMN", help="the column that has the periods")
    parser.add_argument(
        "--break",
        dest="breaks",
        action="append",
        default=[],
        metavar="PERIOD=WHAT",
        help="the first period after a question, system or classification changed; may be given again",
    )


def _parser(deeds: Any, name: str, what: str, epilog: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = deeds.add_parser(
        name, help=what, description=what, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, help="CSV, XLSX, ODS or Parquet")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _describe(arguments: argparse.Namespace) -> int:
    found = describe(existing(arguments.file)).as_dict()
    if arguments.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
        return 0
    print(f"{found['rows']:,} rows")
    for column in found["columns"]:
        list_name = column["classification"] or "no code list"
        print(f"\n{column['name']}: {column['characteristic'] or 'no characteristic'}, {list_name}")
        for reason in column["reasons"]:
            print(f"  {reason}")
        for title in ("missing", "unrecognised"):
            for value, count in column[title].items():
                print(f"  {title}: {value} {count:,}")
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    found = compare_file(
        existing(arguments.file),
        Question(
            arguments.by,
            arguments.outcome,
            arguments.good,
            arguments.within,
            reference=arguments.reference,
            screened=arguments.four_fifths,
            order=tuple(value.strip() for value in (arguments.order or "").split(",") if value.strip()),
        ),
        count=arguments.count,
        row=arguments.row,
        standing=_standing(arguments),
    )
    if arguments.json:
        print(json.dumps(found.as_dict(), indent=2, ensure_ascii=False))
    else:
        _print(found)
    return 0


def _trend(arguments: argparse.Namespace) -> int:
    breaks = dict(_break(text) for text in arguments.breaks)
    found = trend_file(
        existing(arguments.file),
        Question(arguments.by, arguments.outcome, arguments.good, reference=arguments.reference),
        Course(arguments.period, breaks),
        count=arguments.count,
        row=arguments.row,
    )
    if arguments.json:
        print(json.dumps(found.as_dict(), indent=2, ensure_ascii=False))
        return 0
    print("\t".join([found.by, *found.periods, "change", "moved"]))
    for group in found.groups:
        rates = [_figure(point.rate) for point in group.points]
        print("\t".join([group.group, *rates, _figure(group.change), group.moved or "-"]))
    for warning in found.warnings:
        print(warning)
    return 0


def _break(text: str) -> tuple[str, str]:
    """A period and what changed before it, from "2024=New system". Raises Refused."""
    period, _, what = text.partition("=")
    if not period.strip() or not what.strip():
        raise Refused('"{text}" is not a break: write it as "2024=New system".', text=text)
    return period.strip(), what.strip()


def _standing(arguments: argparse.Namespace) -> Standing:
    """Who could use the service, as the arguments say. Raises Refused for a published share without source."""
    if (arguments.adjust or arguments.area) and not arguments.against:
        raise Refused("Say which population to adjust to, or to take an area of, with --against.")
    if arguments.published and not arguments.source:
        raise Refused("Say where the published share comes from, with --source.")
    return Standing(
        existing(arguments.against) if arguments.against else None,
        tuple(arguments.adjust),
        tuple(arguments.area),
        dict(_published(text, arguments.source) for text in arguments.published),
    )


def _published(text: str, source: str) -> tuple[str, Published]:
    """A group and its share from "Asian=9.3%" or "Asian=0.093". Raises Refused."""
    group, _, figure = text.rpartition("=")
    try:
        share = float(figure.strip().rstrip("%")) / (100 if figure.strip().endswith("%") else 1)
    except ValueError:
        share = 0.0
    if not group or not 0 < share < 1:
        raise Refused(
            '"{text}" is not a group and its share: write it as Asian=9.3% or Asian=0.093.', text=text
        )
    return group.strip(), Published(share, source)


def _gaps(arguments: argparse.Namespace) -> int:
    search = Search(arguments.service, arguments.outcome, arguments.good, tuple(arguments.by), arguments.year)
    found = find_gaps_in(existing(arguments.file), search)
    if arguments.json:
        print(json.dumps(found.as_dict(), indent=2, ensure_ascii=False))
        return 0
    print(
        f"Groups tested: {found.tested:,}, in services: {found.services:,}; too small to test: {found.too_few:,}"
    )
    for gap in (gap for gap in found.gaps if gap.echo_of is None):
        _print_gap(gap)
        for echo in (each for each in found.gaps if each.echo_of == gap.where):
            print("  comes of it: ", end="")
            _print_gap(echo)
    return 0


def _print_gap(gap: Gap) -> None:
    where = ", ".join(f"{name} {value}" for name, value in gap.where.items())
    rates = f"{gap.rate:.1%} against {gap.reference_rate:.1%}"
    print(f"{where}: {gap.verdict}, {rates} (n = {gap.n:,}, q = {gap.q:.2g})")


def _print(found: Comparison) -> None:
    held = [name for name in SHOWN if any(getattr(group, name) is not None for group in found.groups)]
    print("\t".join([found.by, *held]))
    for group in found.groups:
        print("\t".join([group.group, *(_figure(getattr(group, name)) for name in held)]))
    for state, count in found.missing.items():
        print(f"{state}\t{count}")
    for stratum in found.strata:
        rate = _figure(stratum.rate)
        print(f"{stratum.stratum}\t{stratum.group}\t{stratum.events} of {stratum.n}\t{rate}")
    for each in found.four_fifths:
        under = "not judged" if each.adverse is None else "under 4/5" if each.adverse else "not under 4/5"
        print(f"four-fifths rule: {each.group} {float(each.ratio):.4g}, {under}")
    if found.index_of_disparity is not None:
        print(f"index of disparity: {found.index_of_disparity:.4g} %")
    for test in found.tests:
        print(f"{test.name} {test.of}".strip(), _figure(test.statistic), f"p = {_figure(test.p)}")
    for warning in found.warnings:
        print(warning)


def _figure(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
