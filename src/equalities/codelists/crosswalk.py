"""From one list of a characteristic to another, with how good each step is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from equalities.codelists.files import rows
from equalities.codelists.lists import load

COLUMNS: Mapping[str, str] = {
    "ethnic_group_census2021_ew": "census2021_code",
    "ethnic_group_gss_input_ew": "census2021_code",  # the harmonised question keeps the census output codes
    "ethnic_group_census2011_ew": "census2011_code",
    "ethnic_group_census2001_ew": "census2001_code",
    "ethnic_group_nhs_2001": "nhs_2001_code",
}


@dataclass(frozen=True)
class Link:
    """A group of one list and the group of another that holds most of its people. `quality` is "exact" or
    "approx"; `note` says what to mind."""

    source: str
    target: str
    quality: str
    note: str


@dataclass(frozen=True)
class Match:
    """Groups that two lists can be compared on: the `left` codes are, together, the `right` codes."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    quality: str
    notes: tuple[str, ...]


@lru_cache
def crosswalk(source: str, target: str) -> tuple[Link, ...]:
    """The links between two lists by name, in the order of Census 2021; none where no crosswalk is held.

    Source: the four lists side by side as the ONS and the NHS Data Dictionary print them; "approx" marks a
    tick box that an earlier question lacked. A code may stand in several links.
    """
    if source not in COLUMNS or target not in COLUMNS:
        return ()
    return tuple(
        Link(row[COLUMNS[source]], row[COLUMNS[target]], row["quality"], row["note"])
        for row in rows("crosswalk_ethnicity.csv")
    )


@lru_cache
def comparable(left: str, right: str) -> tuple[Match, ...]:
    """The finest groups on which two lists can be compared: codes that share a link are put together.

    The same list gives each finest code by itself; lists without a crosswalk give nothing.
    """
    if left == right:
        return tuple(Match((code,), (code,), "exact", ()) for code in load(left).leaves)
    matches: list[Match] = []
    for link in crosswalk(left, right):
        touching = [each for each in matches if link.source in each.left or link.target in each.right]
        place = matches.index(touching[0]) if touching else len(matches)
        matches = [each for each in matches if each not in touching]
        matches.insert(place, _joined(link, touching))
    return tuple(matches)


def _joined(link: Link, matches: Iterable[Match]) -> Match:
    parts = list(matches)
    return Match(
        _once([*(code for each in parts for code in each.left), link.source]),
        _once([*(code for each in parts for code in each.right), link.target]),
        "exact" if link.quality == "exact" and all(each.quality == "exact" for each in parts) else "approx",
        _once([*(note for each in parts for note in each.notes), *([link.note] if link.note else [])]),
    )


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
