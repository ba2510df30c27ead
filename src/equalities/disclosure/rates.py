"""Rates such as "per 1,000 residents" beside counts, where a column says of how many and the numbers bear it out."""

import re
from collections.abc import Sequence

from equalities.disclosure.measures import SHARES, read_count, read_share

RATE = re.compile(
    r"(?:crude )?rates?\b.*|.*\bper (?:head|1 ?000|1,000|10 ?000|10,000|100 ?000|100,000|million)\b.*",
    re.IGNORECASE,
)
PER = re.compile(r"\bper (1|10|100)[, ]?000\b")
POPULATION = re.compile(r"(?:\w+ )?population(?: .+)?|residents|base|denominator", re.IGNORECASE)
TELLING = 3
"""Rows that must bear out that a rate is of that population."""


def is_rate(heading: str) -> bool:
    """Whether a heading says that its numbers are rates."""
    return RATE.fullmatch(heading) is not None


def is_population(heading: str) -> bool:
    """Whether a heading says that its numbers are of people who could have been counted."""
    return POPULATION.fullmatch(heading) is not None


def with_rates(head: Sequence[str], rows: Sequence[Sequence[str]], marks: Sequence[str]) -> list[str]:
    """The headings with the population called `base` and the rate by the name of its measure (`SHARES`): where there is
    one of each, and the rates are those of the counts that are known. As they are, otherwise."""
    found = list(head)
    rates = [(at, per[1]) for at, name in enumerate(head) if is_rate(name) and (per := PER.search(name))]
    bases = [at for at, name in enumerate(head) if is_population(name)]
    if len(rates) != 1 or len(bases) != 1 or "count" not in head or any(len(row) < len(head) for row in rows):
        return found
    (at, thousands), base = rates[0], bases[0]
    measure = f"per {thousands}000"
    cells = [(row[head.index("count")], row[at], row[base]) for row in rows]
    if _bear_out(cells, SHARES[measure], marks):
        found[at], found[base] = measure, "base"
    return found


def _bear_out(cells: Sequence[tuple[str, str, str]], per: int, marks: Sequence[str]) -> bool:
    told = 0
    for texts in cells:
        count, base = read_count(texts[0], marks), read_count(texts[2], marks)
        share = read_share(texts[1], per)
        if count and base and share and count.exact and base.exact:
            if not share.of(base).least <= count.least <= share.of(base).most:
                return False
            told += count.least > 0
    return told >= TELLING
