"""What share of users would be expected of each group at the ages that the users have, and where they live."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.monitoring.models import EVERYWHERE, PLACE, Benchmark
from equalities.comparison.adjusting import Adjusted, adjusted
from equalities.cubes import JointPopulation
from equalities.disclosure import SafeTable

LEAST_SHOWN = 0.9
"""The part of the users whose counts must be shown and have their like in the population: with fewer, it is not the
ages, or the areas, of the users that are adjusted for."""

AGE = "age"
Strata = tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """How shares that are adjusted for some strata are called, and why they may not be had: the users are not counted
    so, too many counts are withheld, or users and population are not cut alike."""

    how: Promise
    share: Promise
    index: Promise
    marker: Promise
    uncounted: Promise
    withheld: Promise
    unlike: Promise


WORDINGS: Mapping[Strata, Wording] = {
    (AGE,): Wording(
        gettext_lazy(
            "The verdict compares with the share expected of each group if people of the same age used the service "
            "alike (indirect standardisation over %(number)s bands of age). The crude comparison stands beside it."
        ),
        gettext_lazy("Share expected at their ages"),
        gettext_lazy("Index, adjusted for age"),
        gettext_lazy("share expected at their ages"),
        gettext_lazy("the ages of users are not among these tables."),
        gettext_lazy("too many counts of users by age are withheld."),
        gettext_lazy("the bands of age of users and population do not fit."),
    ),
    (PLACE,): Wording(
        gettext_lazy(
            "The verdict compares with the share expected of each group if people of the same area used the service "
            "alike (indirect standardisation over %(number)s areas). The crude comparison stands beside it."
        ),
        gettext_lazy("Share expected in their areas"),
        gettext_lazy("Index, adjusted for area"),
        gettext_lazy("share expected in their areas"),
        gettext_lazy("the areas of users are not among these tables."),
        gettext_lazy("too many counts of users by area are withheld."),
        gettext_lazy("the places of users are not the areas of the population file."),
    ),
    (AGE, PLACE): Wording(
        gettext_lazy(
            "The verdict compares with the share expected of each group if people of the same age and area used the "
            "service alike (indirect standardisation over %(number)s groups of age and area). The crude comparison "
            "stands beside it."
        ),
        gettext_lazy("Share expected at their ages and in their areas"),
        gettext_lazy("Index, adjusted for age and area"),
        gettext_lazy("share expected at their ages and in their areas"),
        gettext_lazy("ages and areas of users are not counted together in these tables."),
        gettext_lazy("too many counts of users by age and area are withheld."),
        gettext_lazy("the ages and areas of users and population do not fit."),
    ),
}


@dataclass(frozen=True)
class Expected:
    """Shares (fractions) by code of the benchmark, empty where only the crude comparison is possible; `words` say which
    of the two the verdict rests on, and why. `by` are the strata that are adjusted for: AGE, PLACE or both."""

    words: str
    shares: Mapping[str, float] = field(default_factory=dict)
    by: Strata = ()

    @property
    def wording(self) -> Wording | None:
        return WORDINGS.get(self.by)


UNADJUSTED = Expected("")
"""Where there is nothing to compare with, or nothing to adjust for."""


@dataclass(frozen=True)
class Attempt:
    """At adjusting for some strata; `why` it could not be done."""

    strata: Strata
    found: Adjusted | None
    why: str = ""


def expected(tables: Sequence[SafeTable], name: str, benchmark: Benchmark, area: str = "") -> Expected:
    """Indirect standardisation by age and by area as far as both sides have them, from counts that are shown alone.
    `tables` hold the users, by whatever; `area` is the code of the one area where all of these live, if they do."""
    people = People.of(benchmark, area)
    wanted = tuple(each for each in (AGE, PLACE) if each != name and (each != PLACE or people.has_areas))
    tried = {way: _attempt(tables, way, people) for way in WORDINGS if set(way) <= set(wanted)}
    done = tried.get(wanted)
    if done is None or done.found is None:
        done = next((attempt for attempt in tried.values() if attempt.found), None)
    by = done.found.by if done and done.found else ()
    whole = [_("Not adjusted for %(what)s: %(why)s") % each for each in _lacking(wanted, by, tried)]
    if done is None or done.found is None:
        return Expected(" ".join(whole))
    how = str(WORDINGS[by].how) % {"number": done.found.strata}
    return Expected(" ".join([how, *whole]), {code: done.found.shares[code] for code in people.codes}, by)


def _lacking(wanted: Strata, by: Strata, tried: Mapping[Strata, Attempt]) -> list[dict[str, str]]:
    """Each that is not adjusted for, and why: by itself, or else together with the other."""
    names = {AGE: _("age"), PLACE: _("area")}
    return [
        {"what": names[each], "why": tried[(each,)].why or tried[wanted].why}
        for each in wanted
        if each not in by
    ]


@dataclass(frozen=True)
class People:
    """Those who could use the service, by group, age ("" where the file has none) and code of their area; `names` has
    the codes of these areas by name and by code."""

    counts: Mapping[tuple[str, str, str], int]
    names: Mapping[str, str]
    has_ages: bool

    @classmethod
    def of(cls, benchmark: Benchmark, area: str = "") -> "People":
        """Of one area, or else of those that the benchmark is chosen to be about."""
        chosen, has_ages = area or benchmark.area, any(benchmark.ages_kept.values())
        areas = [each for each in benchmark.areas if chosen in (EVERYWHERE, each.area_code)]
        counts: Counter[tuple[str, str, str]] = Counter()
        for each in areas:
            pairs = zip(each.cube.dimensions[0].codes, each.cube.counts.tolist(), strict=True)
            cells = (
                benchmark.ages_kept.get(each.area_code, [])
                if has_ages
                else [(code, "", n) for code, n in pairs]
            )
            for code, age, n in cells:
                counts[code, age, each.area_code] += n
        codes = {each.area_code.casefold(): each.area_code for each in areas}
        names = {_plain(each.area): each.area_code for each in areas} | codes
        return cls(counts, names, has_ages)

    @property
    def has_areas(self) -> bool:
        return len(set(self.names.values())) > 1

    @property
    def codes(self) -> list[str]:
        return list(dict.fromkeys(code for code, _age, _area in self.counts))

    def by(self, strata: Strata) -> JointPopulation:
        found: Counter[tuple[str, ...]] = Counter()
        for (code, age, area), n in self.counts.items():
            of = {AGE: age, PLACE: area}
            found[code, *(of[each] for each in strata)] += n
        return JointPopulation(strata, found)


def _attempt(tables: Sequence[SafeTable], strata: Strata, people: People) -> Attempt:
    if AGE in strata and not people.has_ages:
        return Attempt(strata, None, _("the population file has no ages beside its groups."))
    words = WORDINGS[strata]
    table = next((each for each in tables if {one.name for one in each.dimensions} == set(strata)), None)
    if table is None:
        return Attempt(strata, None, str(words.uncounted))
    users = _users(table, strata)
    everybody = table.cell(*(each.base for each in table.dimensions)).value
    if not everybody or sum(users.values()) < LEAST_SHOWN * everybody:
        return Attempt(strata, None, str(words.withheld))
    known = _where_people_live(users, strata, people)
    found = adjusted(known, people.by(strata), {code: code for code in people.codes}) if known else None
    if found is None or found.base < LEAST_SHOWN * everybody:
        return Attempt(strata, None, str(words.unlike))
    return Attempt(strata, found)


def _users(table: SafeTable, strata: Strata) -> dict[tuple[str, ...], int]:
    """The users whose count is shown, by the labels of these strata."""
    names = [each.name for each in table.dimensions]
    found = {}
    for codes in product(*(each.answered for each in table.dimensions)):
        labels = [each.label(code) for each, code in zip(table.dimensions, codes, strict=True)]
        n = table.cell(*codes).value
        if n is not None:
            found[tuple(labels[names.index(each)] for each in strata)] = n
    return found


def _where_people_live(
    users: Mapping[tuple[str, ...], int], strata: Strata, people: People
) -> dict[tuple[str, ...], int]:
    """With the population's codes of their areas, and nobody's group; without those from elsewhere."""
    found: Counter[tuple[str, ...]] = Counter()
    for labels, n in users.items():
        places = [
            people.names.get(_plain(label), "") if each == PLACE else label
            for each, label in zip(strata, labels, strict=True)
        ]
        if all(places):
            found["", *places] += n
    return dict(found)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
