"""`dueregard timescale PHRASE`: what the timescale in a plan asks for."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date

from equalities.refusals import Refused
from equalities.timescales import Timescale, read

_EXAMPLES = """examples:
  dueregard timescale "Before July 2013"
  dueregard timescale "2023 - 2024" --plan-start 2023-04-01 --plan-end 2027-03-31 --json
  dueregard timescale --jsonl < phrases.txt > timescales.jsonl
"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "timescale",
        help="read a timescale such as 'Before July 2013'",
        description="Read the words of a timescale: what is due when, and by which rule.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("phrase", nargs="?", metavar="PHRASE", help="the words as the plan has them")
    parser.add_argument("--json", action="store_true", help="write one JSON object")
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help="read phrases from standard input, one a line, and write one JSON object a line",
    )
    parser.add_argument("--plan-start", type=_day, metavar="DAY", help="the plan's first day, as 2023-04-01")
    parser.add_argument("--plan-end", type=_day, metavar="DAY", help="the plan's last day, as 2027-03-31")
    parser.add_argument(
        "--financial-year-start", type=_month_and_day, default=(4, 1), metavar="MM-DD", help="default 04-01"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.jsonl == (arguments.phrase is not None):
        raise Refused("Give one phrase, or --jsonl and the phrases on standard input, one a line.")
    if arguments.jsonl:
        for phrase in _lines():
            print(json.dumps(_read(phrase, arguments).as_dict()))
        return 0
    timescale = _read(arguments.phrase, arguments)
    print(json.dumps(timescale.as_dict(), indent=2) if arguments.json else "\n".join(_said(timescale)))
    return 0


def _lines() -> Iterator[str]:
    """Only a line feed ends a phrase; bytes that are not UTF-8 do not stop the rest."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _read(phrase: str, arguments: argparse.Namespace) -> Timescale:
    return read(
        phrase,
        plan_start=arguments.plan_start,
        plan_end=arguments.plan_end,
        financial_year_start=arguments.financial_year_start,
    )


def _said(timescale: Timescale) -> Iterator[str]:
    """A timescale for people: one fact a line."""
    yield timescale.reading
    for name in ("kind", "first_day", "last_day", "rrule", "waits_for"):
        value = timescale.as_dict()[name]
        if value:
            yield f"  {name.replace('_', ' ')}: {value}"
    for reading in timescale.readings:
        yield f"  may mean: {reading.reading}"
    for part in timescale.parts:
        yield f"  {part.phrase}: {part.reading}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("'{text}' is not a day; write it as 2023-04-01.", text=text) from None


def _month_and_day(text: str) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2001-{text}")
    except ValueError:
        raise Refused("'{text}' is not a day of every year; write it as 04-01.", text=text) from None
    return day.month, day.day
