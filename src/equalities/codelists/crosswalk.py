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
    "ethnic_group_hesa_2012": "hesa_2012_code",
    "ethnic_group_hesa_2022": "hesa_2022_code",
    "ethnic_group_schools_england": "schools_code",
    "religion_census2021_ew": "census2021_code",
    "religion_gss_england": "census2021_code",
    "religion_nhs": "nhs_code",
    "sex_census2021": "census2021_code",
    "sex_nhs": "nhs_code",
    "sexual_orientation_census2021_9a": "census2021_9a_code",
    "sexual_orientation_census2021_6a": "census2021_6a_code",
    "sexual_orientation_census2021_4a": "census2021_4a_code",
    "sexual_orientation_gss": "census2021_6a_code",
    "sexual_orientation_nhs": "census2021_6a_code",
}
"""Which column of the crosswalk of its characteristic has the codes of a list."""

BOXES_OF_2021 = frozenset(
    {"ethnic_group_census2021_ew", "ethnic_group_gss_input_ew", "ethnic_group_hesa_2022"}
)
"""Lists of the question as it was asked in 2021: between them nothing is approximate."""

SCHOOLS = "ethnic_group_schools_england"


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
    """The links between two lists of one characteristic by name, in the order of the file; none where none is held.

    Source: for ethnic groups the lists side by side as the ONS, the NHS Data Dictionary, the Higher Education
    Statistics Agency and the school census print them; "approx" marks a tick box that one of the questions lacked. A
    code may stand in several links; one that the other list has only within a broad group stands in none.
    """
    if not {source, target} <= COLUMNS.keys() or _characteristic(source) != _characteristic(target):
        return ()
    fine = set(load(source).leaves), set(load(target).leaves)
    links = (
        Link(row[COLUMNS[source]], row[COLUMNS[target]], *_quality(row, frozenset({source, target})))
        for row in _rows(_characteristic(source))
    )
    return tuple(dict.fromkeys(link for link in links if link.source in fine[0] and link.target in fine[1]))


@lru_cache
def atoms(name: str, code: str) -> frozenset[str]:
    """The smallest groups that a group of list `name` is made of, in terms that lists of one characteristic
    share: two groups are the same people exactly if their atoms are equal. KeyError for an unknown code.

    For ages they are years; for a list that a crosswalk has, its lines.
    """
    codelist = load(name)
    if codelist.characteristic == "age":
        return _years(codelist, codelist[code].code)
    fine = {codelist[code].code, *codelist.members(code)}
    if name not in COLUMNS:
        return frozenset(f"{name}:{each}" for each in codelist.members(code))
    lines = enumerate(_rows(_characteristic(name)))
    return frozenset(f"{_characteristic(name)}:{place}" for place, row in lines if row[COLUMNS[name]] in fine)


def _quality(row: Mapping[str, str], lists: frozenset[str]) -> tuple[str, str]:
    """How good a line of a crosswalk is between two lists, and what to mind."""
    if "quality" not in row or lists <= BOXES_OF_2021:
        return "exact", ""
    if lists <= BOXES_OF_2021 | {SCHOOLS}:
        return ("approx" if row["schools_note"] else "exact"), row["schools_note"]
    return row["quality"], row["note"]


def _years(codelist: CodeList, code: str) -> frozenset[str]:
    low, high = next(ages for ages, each in bands(codelist).items() if each == code)
    return frozenset(f"age:{year}" for year in range(low, high + 1))


def _characteristic(name: str) -> str:
    return str(load(name).characteristic)


@lru_cache
def _rows(characteristic: str) -> tuple[Mapping[str, str], ...]:
    return tuple(rows(f"crosswalk_{characteristic}.csv"))
