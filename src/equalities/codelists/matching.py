"""One list tried on all the values of one column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from equalities.codelists.ages import band, banded, bands, years
from equalities.codelists.aliases import aliases, codes_as_written, core, own_labels
from equalities.codelists.lists import CodeList
from equalities.codelists.standardise import (
    distance,
    is_slip,
    missing_state,
    plain,
    spellings,
    without_point,
    yes_or_no,
)

MOST_MENDED = 2_000
"""Different values that are looked at for slips: beyond that a column is free text."""


@dataclass(frozen=True)
class Candidate:
    """A list (`broad`: only its top groups) and what it makes of the values: value -> code, and which of the
    codes were given as codes, not in words."""

    codelist: CodeList
    broad: bool
    mapping: Mapping[str, str]
    by_code: frozenset[str] = frozenset()
    slips: Mapping[str, str] = field(default_factory=dict)

    def rows(self, values: Mapping[str, int]) -> int:
        return sum(values[value] for value in self.mapping)

    def score(self, values: Mapping[str, int]) -> tuple[int, int, int, float]:
        """How well the list explains the column: rows read; rows read at the list's own level;
        how few broad groups stand beside just one of their own members, which a list that keeps the two apart
        explains better (Chinese beside Asian was the way of 2001); and how much
        of its wording is the publisher's, and one more where every group of it stands in the column."""
        level = set(self.codelist.tops if self.broad else self.codelist.leaves)
        at_level = sum(values[value] for value, code in self.mapping.items() if code in level)
        own = [value for value in self.mapping if core(value) in own_labels(self.codelist.name)]
        used = level & set(self.mapping.values())
        share = len(own) / max(len(self.mapping), 1) + (used == level)
        return self.rows(values), at_level, -self._beside_one_member(), round(share, 6)

    def _beside_one_member(self) -> int:
        used = set(self.mapping.values())
        members = [
            used & set(self.codelist.members(top)) - {top} for top in self.codelist.tops if top in used
        ]
        return sum(len(each) == 1 for each in members)


def signs_of(codelist: CodeList, values: Iterable[str], header: str) -> tuple[str, ...]:
    """What shows that a column uses a list which needs a sign: values, or words of the heading."""
    forms, heading = {plain(without_point(value)) for value in values}, f" {plain(header)} "
    return tuple(sign for sign in codelist.signs if sign in forms or (" " in sign and f" {sign} " in heading))


def tried(
    codelist: CodeList, values: Mapping[str, int], *, header: str = "", broad: bool, numbers: bool = False
) -> Candidate:
    """What a list makes of the values, exact spellings only. Bare numbers are codes only with `numbers`, or as yes and
    no; what "yes" means about gender identity is for the heading to say."""
    written = {**aliases(codelist.name, broad=broad), **_yes_and_no(codelist, header)}
    codes = codes_as_written(codelist.name, numbers=numbers)
    said = {} if numbers else _said(values)
    mapping: dict[str, str] = {}
    by_code = set()
    for value in values:
        code = next((written[form] for form in (*spellings(value), said.get(value)) if form in written), None)
        if code is None and not broad:
            code = codes.get(without_point(value).casefold()) or _coded_and_worded(
                value, codelist, codes, written
            )
            by_code |= {value} if code is not None else set()
        if code is not None:
            mapping[value] = code
    return Candidate(codelist, broad, mapping, frozenset(by_code))


def _yes_and_no(codelist: CodeList, header: str) -> dict[str, str]:
    """To "same as at birth?" yes is the opposite of yes to "trans?"; where the heading asks neither, no
    guess."""
    if codelist.characteristic != "gender_identity":
        return {}
    words = set(plain(header).split())
    same, different = codelist.leaves[0], codelist.leaves[1]
    if "same" in words:
        return {"yes": same, "y": same, "no": different, "n": different}
    if words & {"trans", "transgender", "reassignment"}:
        return {"yes": different, "y": different, "no": same, "n": same}
    return {}


def _said(values: Iterable[str]) -> dict[str, str]:
    """Yes or no for each value of a column that says no more, 1 and 0 among them; of ones alone nobody knows."""
    said = {}
    for value in values:
        yes = yes_or_no(value)
        if yes is None:
            return {}
        said[value] = "yes" if yes else "no"
    return {} if {plain(without_point(value)) for value in said} == {"1"} else said


def _coded_and_worded(
    value: str, codelist: CodeList, codes: Mapping[str, str], written: Mapping[str, str]
) -> str | None:
    """ "A1 - Indian" or "Z - Not stated" where both halves agree; None for anything else."""
    first, _, rest = value.strip().partition(" ")
    code = codes.get(first.strip(":-–.").casefold())
    if code in codelist.states:
        return code if missing_state(rest.strip(":-–. ")) else None
    return code if code is not None and code in {written.get(form) for form in spellings(rest)} else None


def mended(candidate: Candidate, values: Mapping[str, int]) -> Candidate:
    """The candidate with slips of typing read too: only where one group is nearer than all others."""
    written = aliases(candidate.codelist.name, broad=candidate.broad)
    left = [value for value in values if value not in candidate.mapping][:MOST_MENDED]
    slips = {}
    for value in left:
        form = spellings(value)[0]
        meant = {alias: distance(form, alias) for alias in written if is_slip(form, alias)}
        nearest = {written[alias] for alias, far in meant.items() if far == min(meant.values())}
        if len(nearest) == 1:
            slips[value] = nearest.pop()
    return Candidate(
        candidate.codelist, candidate.broad, {**candidate.mapping, **slips}, candidate.by_code, slips
    )


def in_own_bands(candidate: Candidate, values: Mapping[str, int]) -> int:
    """The rows whose band of ages is one of the list's own, not part of one."""
    held = bands(candidate.codelist)
    return sum(rows for value, rows in values.items() if band(value) in held)


def aged(codelist: CodeList, values: Mapping[str, int], youngest: int) -> Candidate:
    """What a list of ages makes of ages in years, and of bands that lie in one of the list's."""
    held = bands(codelist)
    mapping: dict[str, str] = {}
    for value in values:
        age = years(value, youngest)
        ages = band(value) if age is None else (age, age)
        code = banded(ages, held) if ages is not None else None
        if code is not None:
            mapping[value] = code
    return Candidate(codelist, broad=False, mapping=mapping)
