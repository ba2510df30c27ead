"""From one list of a characteristic to another, with how good each step is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from equalities.codelists.ages import bands
from equalities.codelists.files import rows
from equalities.codelists.lists import CodeList, load

COLUMNS: Mapping[str, str] = {
    "ethnic_group_census2021_ew": "census2021_code",
    "ethnic_group_gss_input_ew": "census2021_code",  # the harmonised question keeps the census output codes
    "ethnic_group_census2011_ew": "census2011_code",
    "ethnic_group_census2001_ew": "census2001_code",
    "ethnic_group_nhs_2001": "nhs_2001_code",
}

SAME_GROUPS: Mapping[str, str] = {
    "religion_gss_england": "religion_census2021_ew",
    "sexual_orientation_gss": "sexual_orientation_census2021_6a",
}
"""Lists whose codes are those of another one, under slightly different labels."""


@dataclass(frozen=True)
class Link:
    """A group of one list and the group of another that holds most of its people. `quality` is "exact" or
    "approx"; `note` says what to mind."""

    source: str
    target: str
    quality: str
    note: str


@lru_cache
def crosswalk(source: str, target: str) -> tuple[Link, ...]:
    """The links between two lists of ethnic groups by name, in the order of the file; none where none is
    held.

    Source: the four lists side by side as the ONS and the NHS Data Dictionary print them; "approx" marks a
    tick box that an earlier question lacked. A code may stand in several links.
    """
    if source not in COLUMNS or target not in COLUMNS:
        return ()
    return tuple(
        Link(row[COLUMNS[source]], row[COLUMNS[target]], row["quality"], row["note"]) for row in _rows()
    )


@lru_cache
def atoms(name: str, code: str) -> frozenset[str]:
    """The smallest groups that a group of list `name` is made of, in terms that lists of one characteristic
    share: two groups are the same people exactly if their atoms are equal. KeyError for an unknown code.

    For ages they are years; for ethnic groups the groups of Census 2021 that the crosswalk puts there.
    """
    codelist = load(name)
    if codelist.characteristic == "age":
        return _years(codelist, codelist[code].code)
    fine = codelist.members(codelist[code].code)
    if name in COLUMNS:
        return frozenset(
            f"ethnicity:{row['census2021_code']}" for row in _rows() if row[COLUMNS[name]] in fine
        )
    return frozenset(f"{SAME_GROUPS.get(name, name)}:{each}" for each in fine)


def _years(codelist: CodeList, code: str) -> frozenset[str]:
    low, high = next(ages for ages, each in bands(codelist).items() if each == code)
    return frozenset(f"age:{year}" for year in range(low, high + 1))


@lru_cache
def _rows() -> tuple[Mapping[str, str], ...]:
    return tuple(rows("crosswalk_ethnicity.csv"))
