"""What a report shows of plans and figures, taken at one moment and kept: its page is made of this alone."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dueregard.access.models import Organisation
from dueregard.monitoring.models import Benchmark
from dueregard.monitoring.reports import PublishableDataset, expected_in, period, seen_besides
from dueregard.monitoring.reports.adjusting import expected
from dueregard.plans.models import Plan
from dueregard.publications.models import Version
from dueregard.publications.reports.choosing import Choice, Chosen, Part, choose, parts
from dueregard.publications.reports.progress import take_progress
from dueregard.releases.models import LedgerEntry
from dueregard.releases.protecting import Beside, check_proved, protected, witnessed
from dueregard.releases.reports import (
    outside_about,
    people_joined,
    published_about,
    relations_of_papers,
    told_apart,
    told_before,
)
from dueregard.releases.services import policy_of
from equalities.cubes import Benchmark as Population
from equalities.cubes import Cube
from equalities.disclosure import Policy, Release, SafeTable
from equalities.disclosure.relations import Segment, segments
from equalities.disclosure.sheets import from_releases, withheld_only
from equalities.disclosure.statements import Sheet
from equalities.refusals import Refused


@dataclass(frozen=True)
class Known:
    """What readers know already of the people of some tables: entries of the ledger by their key, what staff see, and
    what went out by other ways, by its key. `standing` are the entries whose pages are still there, as they went
    out; `people` are ours and all whom published figures join to them."""

    ledger: Mapping[int, Release]
    standing: Mapping[int, Release]
    seen: tuple[Release, ...]
    outside: Mapping[int, tuple[Sheet, ...]]
    people: frozenset[Segment]

    def beside(self, cubes: Sequence[Cube], policy: Policy, siblings: Sequence[Release]) -> Beside:
        """As history for these cubes, with those of the `siblings` that go out in the same report and are of people
        whom published figures join to ours.

        Staff may see counts that the policy no longer lets go out, since the data were loaded under another. Of such
        tables only what they withhold counts: what goes out is then part of what staff see, and tells them nothing;
        for readers those counts are as small as any."""
        outside = [sheet for sheets in self.outside.values() for sheet in sheets]
        going = [release for release in siblings if self.people & _people_of(release)]
        releases, sheets = told_apart(cubes, [*self.seen, *self.ledger.values(), *going], outside)
        staff = {release.name for release in self.seen}
        laxer = [release for release in releases[: len(self.seen)] if _is_laxer(release, cubes, policy)]
        for release in laxer:
            releases.remove(release)
            name = _("%(release)s, for what it withholds") % {"release": release.name}
            staff.add(name)
            sheets += [withheld_only(replace(sheet, release=name)) for sheet in from_releases([release])]
        return Beside(releases, sheets, relations_of_papers(outside), staff)

    def as_dict(self) -> dict[str, Any]:
        """The keys of the entries, and what staff see by its hash."""
        return {
            "ledger": sorted(self.ledger),
            "standing": sorted(self.standing),
            "outside": sorted(self.outside),
            "seen": [release.receipt.statements_sha256 for release in self.seen],
        }


def take(
    organisation: Organisation, *, name: str, plan: Plan | None, choice: Choice, design: str, as_at: date
) -> dict[str, Any]:
    """Progress and protected tables as plain values for JSON. `name` is what receipts call the release; `design`, which
    of the alternatives protects the figures. Refused where a table cannot be protected."""
    progress = asdict(take_progress(organisation, plan, as_at))
    found = parts(choose(organisation, choice), design, policy_of(organisation))
    figures: list[dict[str, Any]] = []
    for part in found:
        figures.append(_take_figures(organisation, name, part, releases_of({"figures": figures})))
    return {"progress": progress, "figures": figures}


def _take_figures(
    organisation: Organisation, name: str, part: Part, siblings: Sequence[Release]
) -> dict[str, Any]:
    known = known_about(organisation, part.chosen)
    cubes = part.alternative.cubes
    policy = part.alternative.policy
    beside = known.beside(cubes, policy, siblings)
    release = protected(cubes, policy, beside, name=f"{name}: {part.about}")
    if release.is_refused:
        raise Refused(
            _("No table of these figures is safe beside what is known already: choose fewer tables.")
        )
    return {
        "about": part.about,
        "release": release.as_dict(),
        "proof": witnessed(release, list(known.standing.values())),
        "tables": [_kept(part.sources(cube), _beside(cube, release)) for cube in cubes],
        "known": known.as_dict(),
        "told_before": [
            {"table": each.cell.table, "codes": list(each.cell.codes), "by": list(each.by)}
            for each in told_before(release, beside.releases, beside.outside, beside.relations)
        ],
    }


def known_about(organisation: Organisation, chosen: Sequence[Chosen]) -> Known:
    """What the tables of these choices must be protected against."""
    cubes = [one.counts for one in chosen]
    ledger = published_about(organisation, cubes)
    published = [table.universe for release in ledger.values() for table in release.tables]
    people = people_joined([cube.universe for cube in cubes], published)
    sources = {one.source.dataset.pk: one.source for one in chosen}
    others = seen_besides(organisation, people, sources.keys())
    seen = tuple(_seen(source) for source in (*sources.values(), *others))
    outside = outside_about(organisation, cubes, [*seen, *ledger.values()], people)
    return Known(ledger, _standing(ledger), seen, outside, frozenset(people))


def _people_of(release: Release) -> set[Segment]:
    return {segment for table in release.tables for segment in segments(table.universe)}


def _standing(ledger: Mapping[int, Release]) -> dict[int, Release]:
    """Of these entries of the ledger, those whose page was not withdrawn and whose tables are all among them."""
    entries = LedgerEntry.objects.filter(pk__in=ledger)
    whole = [entry for entry in entries if len(entry.release.tables) == len(ledger[entry.pk].tables)]
    pages = Version.objects.standing().addresses() if whole else set()
    return {entry.pk: entry.release for entry in whole if entry.source in pages}


def _is_laxer(release: Release, cubes: Sequence[Cube], policy: Policy) -> bool:
    """Whether a release that staff see shows all these tables, and counts in them that the policy withholds."""
    held = [(table.dimensions, dict(table.universe)) for table in release.tables]
    if policy.approximates or any((cube.dimensions, dict(cube.universe)) not in held for cube in cubes):
        return False
    cells = (cell for table in release.tables for cell in table.cells.values())
    return any(cell.value is not None and policy.protects(cell.value) for cell in cells)


def _seen(source: PublishableDataset) -> Release:
    return replace(source.release, name=_("what staff see of %(about)s") % {"about": source.about})


def _beside(cube: Cube, release: Release) -> Sequence[SafeTable]:
    """The tables of the same people that go out too: what is expected at ages and in areas that readers are not shown
    would tell of them."""
    if release.policy.approximates:
        return ()
    return [table for table in release.tables if dict(table.universe) == dict(cube.universe)]


def _kept(sources: Sequence[Chosen], beside: Sequence[SafeTable]) -> dict[str, Any]:
    """What stands beside a table: of the latest period where it counts several."""
    first = sources[0]
    rulings = (first.source.ruling(name) for name in first.questions)
    return {
        "questions": list(first.questions),
        "titles": list(first.titles),
        "service": first.source.service,
        "period": "; ".join(period(one.source.dataset) for one in sources),
        "ruling": " ".join(filter(None, rulings)),
        **(_population(first, beside) if len(first.questions) == 1 else {"places": _places(first, beside)}),
    }


def _population(one: Chosen, beside: Sequence[SafeTable]) -> dict[str, Any]:
    """Whom all users stand beside, and what is expected at their ages and in their areas."""
    (name,) = one.questions
    benchmark = one.source.benchmark(name)
    if benchmark is None:
        return {"population": None, "expected": None}
    adjusted = expected(beside, name, benchmark)
    return {"population": _as_dict(benchmark, benchmark.population), "expected": asdict(adjusted)}


def _places(one: Chosen, beside: Sequence[SafeTable]) -> dict[str, Any]:
    """The same for the users of each place, by its code: none where no file has the place, or the table is by no
    place."""
    if not one.by_place:
        return {}
    name, place = one.questions
    dimension, found = one.counts.dimension(place), {}
    for code in dimension.answered:
        people = one.source.people_of(dimension.label(code), name)
        if people:
            adjusted = expected_in(beside, name, code, people)
            found[code] = {"population": _as_dict(*people), "expected": asdict(adjusted)}
    return found


def _as_dict(benchmark: Benchmark, population: Population) -> dict[str, Any]:
    return population.as_dict() | {"as_at": benchmark.as_at}


def has_moved(organisation: Organisation, choice: Choice, design: str, taken: Mapping[str, Any]) -> bool:
    """Whether what the tables were protected against is no longer all that is known, or by which policy is no longer
    the one in force."""
    found = parts(choose(organisation, choice), design, policy_of(organisation))
    now = [
        (known_about(organisation, part.chosen).as_dict(), part.alternative.policy.as_dict())
        for part in found
    ]
    return now != [(figures["known"], figures["release"]["policy"]) for figures in taken["figures"]]


def check_as_kept(organisation: Organisation, choice: Choice, design: str, taken: Mapping[str, Any]) -> None:
    """Raises Refused where the tables that were taken, as they are kept, are not proved beside all that is known."""
    found = parts(choose(organisation, choice), design, policy_of(organisation))
    going = releases_of(taken)
    for place, part in enumerate(found):
        known, wanted = known_about(organisation, part.chosen), part.alternative
        check_proved(going[place], known.beside(wanted.cubes, wanted.policy, going[:place]))


def releases_of(taken: Mapping[str, Any]) -> list[Release]:
    return [Release.from_dict(figures["release"]) for figures in taken["figures"]]
