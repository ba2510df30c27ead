"""How fast phrases are read, beside dateutil's fuzzy parser on the same phrases, which finds a date or none."""

import re
from collections.abc import Callable, Sequence
from time import process_time

from dateutil.parser import ParserError, parse

from equalities.timescales import read

PHRASES = (
    "Before July 2013",
    "2 – 30 April 2013",
    "2013/14",
    "By March 2014",
    "Commence from January 2013 Review on a quarterly basis ESIAs published within a month of approval",
    "March 2014 and annually thereafter",
    "31 st January (annually)",
    "Ongoing",
    "TBC",
    "Q3 2024/25",
    "2023-2027 Quarterly",
    "September 2013 – review progress in previous academic year",
    "by end of FY 2024",
    "Following conclusion of Scrutiny Inquiry",
    "31/03/2025",
    "Erbyn diwedd Mawrth 2025",
)
ROUNDS = [range(start, start + 25) for start in range(1950, 2075, 25)]


def main() -> None:
    rounds = [[_in_year(phrase, year) for year in years for phrase in PHRASES] for years in ROUNDS]
    ours, theirs = (max(phrases_a_second(way, one) for one in rounds) for way in (read, _fuzzy))
    print(
        f"timescales: {ours:,.0f} different phrases a second, {ours / theirs:.2f} times dateutil's fuzzy parser"
    )
    print(f"timescales: {phrases_a_second(read, rounds[-1]):,.0f} a second when it has read them before")


def phrases_a_second(reader: Callable[[str], object], phrases: Sequence[str]) -> float:
    began = process_time()
    for phrase in phrases:
        reader(phrase)
    return len(phrases) / (process_time() - began)


def _in_year(phrase: str, year: int) -> str:
    """The phrase with its years moved, so that no two are the same."""
    moved = re.sub(r"20(\d\d)", lambda found: str(year + int(found[1])), phrase)
    return moved if moved != phrase else f"{phrase} {'.' * (year - ROUNDS[0][0])}"


def _fuzzy(phrase: str) -> object:
    try:
        return parse(phrase, fuzzy=True)
    except (ParserError, OverflowError):
        return None


if __name__ == "__main__":
    main()
