"""The ways in which a draft's figures could be protected, side by side, with what each keeps."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dueregard.publications.models import Version
from dueregard.publications.reports.choosing import POOLED, Chosen, Part, choose, parts
from dueregard.publications.reports.taking import known_about, releases_of
from dueregard.releases import reports as known_releases
from dueregard.releases.protecting import decided
from dueregard.releases.services import policy_of
from equalities.codelists import characteristic
from equalities.comparison import Verdict, representation
from equalities.cubes import Benchmark as Population
from equalities.cubes import Cube
from equalities.disclosure import Alternative, Policy, Release, SafeCell, SafeTable, Status, protect
from equalities.disclosure.redesign import kept_by
from equalities.disclosure.relations import segments
from equalities.refusals import Refused

FOUND = (Verdict.UNDER, Verdict.OVER)


@dataclass(frozen=True)
class AlternativeRow:
    """One alternative for all figures of a report. `people` is a share; `kept` of `found` differences from the
    population can still be seen; `withheld` counts cells that show no number. None of it where it is not safe.
    `is_told_before`: something before it gives away or narrows counts that it withholds."""

    name: str
    words: str
    is_safe: bool
    is_chosen: bool
    is_told_before: bool = False
    people: float | None = None
    kept: int | None = None
    found: int | None = None
    withheld: int | None = None


@dataclass(frozen=True)
class Withheld:
    """A cell of a draft without a number, and why, as far as any reader may know."""

    table: str
    cell: str
    why: str


@dataclass(frozen=True)
class ToldBefore:
    """A count that a draft withholds, and the names of what prints it all the same: never the count itself."""

    table: str
    cell: str
    by: tuple[str, ...]


@dataclass(frozen=True)
class Alternatives:
    """`against`: the releases that the draft is protected beside, by name. `given_away`: tables of which earlier
    releases give counts away, whatever the draft does; by name, and never what can be worked out. `told_before`: counts
    that the draft withholds and something before it prints."""

    rows: tuple[AlternativeRow, ...]
    withheld: tuple[Withheld, ...]
    told_before: tuple[ToldBefore, ...]
    against: tuple[str, ...]
    given_away: tuple[str, ...]


def alternatives(version: Version) -> Alternatives:
    """What may be chosen for a draft, and what its present design withholds. Takes a second or so for each: every one
    is protected."""
    organisation = version.publication.organisation
    chosen, policy = choose(organisation, version.chosen), policy_of(organisation)
    rows = tuple(_row(version, name, parts(chosen, name, policy)) for name in design_names(version))
    against = (name for release in releases_of(version.taken) for name in release.receipt.against)
    return Alternatives(
        rows,
        tuple(withheld(version)),
        tuple(told_before(version)),
        tuple(dict.fromkeys(against)),
        given_away(version),
    )


def given_away(version: Version) -> tuple[str, ...]:
    """The tables of which counts can be worked out of what was published before, by name."""
    exposed = (each for release in releases_of(version.taken) for each in release.receipt.exposed)
    return tuple(dict.fromkeys(each.cell.table for each in exposed))


def design_names(version: Version) -> list[str]:
    """Every design that any of a draft's figures can have, each once; which of them are safe is not asked."""
    organisation = version.publication.organisation
    chosen, policy = choose(organisation, version.chosen), policy_of(organisation)
    found = [part for design in ("", POOLED) for part in parts(chosen, design, policy)]
    return list(dict.fromkeys(name for part in found for name in part.names))


def _row(version: Version, name: str, of: Sequence[Part]) -> AlternativeRow:
    done: list[tuple[Part, Alternative, bool]] = []
    for part in of:
        going = [one.release for _part, one, _told in done if one.release]
        done.append((part, *_done(version, part, going)))
    words = _words(
        next((part.alternative for part in of if part.alternative.name == name), of[0].alternative)
    )
    is_chosen = version.design == name
    if not all(one.is_safe for _part, one, _told in done):
        return AlternativeRow(name, words, is_safe=False, is_chosen=is_chosen)
    kept = [_kept(part, one) for part, one, _told in done]
    people = sum(cube.total for _part, one, _told in done for cube in one.cubes)
    shown = sum((one.people_shown or 0) * sum(cube.total for cube in one.cubes) for _part, one, _told in done)
    return AlternativeRow(
        name,
        words,
        is_safe=True,
        is_chosen=is_chosen,
        is_told_before=any(is_told for _part, _one, is_told in done),
        people=shown / people if people else None,
        kept=sum(mine for mine, _all in kept),
        found=sum(of_all for _mine, of_all in kept),
        withheld=sum(one.withheld or 0 for _part, one, _told in done),
    )


def _done(version: Version, part: Part, siblings: Sequence[Release]) -> tuple[Alternative, bool]:
    """An alternative, with what it keeps where it is safe; whether something before it tells of what it withholds."""
    wanted = [one.counts for one in part.chosen]
    known = known_about(version.publication.organisation, part.chosen)
    cubes, policy = part.alternative.cubes, part.alternative.policy
    beside = known.beside(cubes, policy, siblings)
    try:
        release = decided(cubes, policy, beside, name=f"{version.own_url}: {part.about}")
    except Refused:
        return part.alternative, False
    if release.is_refused:
        return part.alternative, False
    printed = known_releases.told_before(release, beside.releases, beside.outside, beside.relations)
    return kept_by(part.alternative, wanted, release), bool(printed) or known_releases.is_narrowed_before(
        release
    )


def _kept(part: Part, done: Alternative) -> tuple[int, int]:
    """Differences from the population that the tables show, of those that the counts show: the same group, on the
    same side."""
    tables = done.release.tables if done.release else ()
    kept = found = 0
    for cube, table in zip(done.cubes, tables, strict=True):
        for one in part.sources(cube):
            true = _differences(one, _as_it_is(one.counts))
            kept += len(true & _differences(one, table))
            found += len(true)
    return kept, found


def _differences(one: Chosen, table: SafeTable) -> set[tuple[str, ...]]:
    """Groups whose share differs from the population's, and how; of two questions, those of each place."""
    name = one.questions[0]
    if len(one.questions) == 2:
        return _differences_by_place(one, table) if one.by_place else set()
    benchmark = one.source.benchmark(name)
    return _found(table, benchmark.population, name) if benchmark else set()


def _differences_by_place(one: Chosen, table: SafeTable) -> set[tuple[str, ...]]:
    name, place = one.questions
    found = set()
    for code in one.counts.dimension(place).answered:
        people = one.source.people_of(one.counts.dimension(place).label(code), name)
        here = _found(table.where(place, code), people[1], name) if people else set()
        found |= {(code, *each) for each in here}
    return found


def _found(table: SafeTable, population: Population, name: str) -> set[tuple[str, ...]]:
    figures = representation(table, population.cube, name)
    return {(group.code, group.verdict) for group in figures.groups if group.verdict in FOUND}


def _as_it_is(cube: Cube) -> SafeTable:
    """The counts under a policy that protects none of them: for measuring, and never shown."""
    return protect([cube], Policy(threshold=1)).tables[0]


def _words(one: Alternative) -> str:
    """What an alternative does, for the officer."""
    base = one.policy.base
    if one.name == POOLED:
        return _("The periods together in one table, small counts and others withheld")
    if one.policy.coarser:
        return _("Larger groups only (%(of)s), small counts and others withheld") % {
            "of": _coarser(one.policy)
        }
    if one.policy.hide_small:
        return _("Small counts withheld, every other to the nearest %(base)s") % {"base": base}
    return {
        "suppress": _("The tables as chosen, small counts and others withheld"),
        "merge": _("A larger group instead of its members where one of them is small"),
        "round": _("The tables as chosen, every count to the nearest %(base)s") % {"base": base},
    }[one.policy.method]


def _coarser(policy: Policy) -> str:
    """Of which questions larger groups are shown, and by how many levels where it is more than one."""
    levels = Counter(policy.coarser)
    return ", ".join(
        f"{characteristic(name).title} × {up}" if up > 1 else characteristic(name).title
        for name, up in levels.items()
    )


def withheld(version: Version) -> list[Withheld]:
    """The cells without a number of what a draft has taken, once for each table."""
    organisation = version.publication.organisation
    of = parts(choose(organisation, version.chosen), version.design, policy_of(organisation))
    found = []
    for release, part in zip(releases_of(version.taken), of, strict=False):
        earlier = list(known_about(organisation, part.chosen).ledger.values())
        for table in release.tables:
            empty = [cell for cell in table.cells.values() if cell.value is None]
            found += [Withheld(table.name, _label(table, cell), _why(table, cell, earlier)) for cell in empty]
    return found


def told_before(version: Version) -> list[ToldBefore]:
    """The counts that a draft withholds and something that readers have prints."""
    found = []
    for release, figures in zip(releases_of(version.taken), version.taken["figures"], strict=True):
        tables = {table.name: table for table in release.tables}
        for each in figures.get("told_before", ()):
            table = tables[each["table"]]
            cell = table.cells[tuple(each["codes"])]
            found.append(ToldBefore(table.name, _label(table, cell), tuple(each["by"])))
    return found


def _label(table: SafeTable, cell: SafeCell) -> str:
    labels = zip(table.dimensions, cell.codes, strict=True)
    return ", ".join(
        _("Everybody") if code == dimension.total else dimension.label(code) for dimension, code in labels
    )


def _why(table: SafeTable, cell: SafeCell, earlier: Sequence[Release]) -> str:
    """What any reader may know of the reason: never whether this count is small or only beside one that is."""
    if cell.status is Status.MERGED:
        return _("It is part of the larger group, whose count is shown instead.")
    for release in earlier:
        if any(_lacks(other, table, cell) for other in release.tables):
            words = _(
                "It is withheld in %(name)s, which counts these people or some of them: shown here, it could be worked "
                "out there."
            )
            return words % {"name": release.name}
    return _("This count, or another that it would give away, is small.")


def _lacks(other: SafeTable, table: SafeTable, cell: SafeCell) -> bool:
    """Whether another table of people who are in this one has the same cell without a number."""
    alike = other.dimensions == table.dimensions and cell.codes in other.cells
    joined = set(segments(other.universe)) & set(segments(table.universe))
    return alike and bool(joined) and other.cells[cell.codes].value is None
