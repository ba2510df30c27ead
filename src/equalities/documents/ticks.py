"""Columns named by times, in which a row is ticked: 2025 | 2026 | 2027, or Q1 to Q4."""

import re
from collections.abc import Iterable, Mapping, Sequence

from equalities.documents.aims import is_ticked
from equalities.documents.deadlines import MONTH

_FEWEST = 2  # columns; one column named 2025 may hold anything
_TIME = re.compile(
    rf"(?:by |fy ?|financial year |year |yr ?|y|q(?:uarter |tr ?)?|h)?"
    rf"(?:[1-9]|(?:{MONTH}[ '’-]*)?(?:20)?\d\d(?: ?[-/–] ?(?:20)?\d\d)?|{MONTH})(?: \(?(?:20)?\d\d.{{0,8}})?"
    rf"|{MONTH}(?: ?[-/–] ?| to ){MONTH}(?: (?:20)?\d\d)?",
    re.IGNORECASE,
)


def columns(leaves: Mapping[int, str], texts: Mapping[int, Sequence[str]]) -> tuple[int, ...]:
    """The columns, of those with these headings and texts, that are ticked where a row falls due in them."""
    named = [column for column, leaf in leaves.items() if names_a_time(leaf)]
    found = [column for column in named if all(map(is_ticked, filter(None, texts[column])))]
    ticked = [column for column in found if any(texts[column])]
    return tuple(found) if len(found) >= _FEWEST and ticked else ()


def names_a_time(heading: str) -> bool:
    """Whether a heading is a year, a part of one, or a month, and nothing else."""
    return _TIME.fullmatch(heading.strip()) is not None


def phrase(headings: Iterable[str], ticked: Sequence[str]) -> str:
    """The timescale of a row, of all `headings` in their order those that are `ticked`: the first to the last where
    none between them is left out, else each of them."""
    order = list(headings)
    places = [order.index(heading) for heading in ticked]
    if len(places) > 1 and places[-1] - places[0] == len(places) - 1:
        return f"{ticked[0]} to {ticked[-1]}"
    return ", ".join(ticked)
