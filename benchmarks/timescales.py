"""How fast phrases are read, beside dateutil's fuzzy parser on the same phrases, which finds a date or none."""

from collections.abc import Callable
from time import perf_counter

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
SECONDS = 3.0


def main() -> None:
    ours, theirs = phrases_a_second(read), phrases_a_second(_fuzzy)
    print(f"timescales: {ours:,.0f} phrases a second, {ours / theirs:.2f} times dateutil's fuzzy parser ({theirs:,.0f})")


def phrases_a_second(reader: Callable[[str], object]) -> float:
    count, began = 0, perf_counter()
    while perf_counter() - began < SECONDS:
        for phrase in PHRASES:
            reader(phrase)
        count += len(PHRASES)
    return count / (perf_counter() - began)


def _fuzzy(phrase: str) -> object:
    try:
        return parse(phrase, fuzzy=True)
    except (ParserError, OverflowError):
        return None


if __name__ == "__main__":
    main()
