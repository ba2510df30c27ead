"""The one road by which counts become tables: protect() decides, and another process proves."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.utils.translation import gettext as _

from dueregard.releases.proof import sheet_as_dict
from equalities.cubes import Cube
from equalities.disclosure import Policy, Receipt, Release, attack, protect
from equalities.disclosure.folders import fingerprint
from equalities.disclosure.ranges import holds, stated_ranges, with_ranges
from equalities.disclosure.relations import Relation
from equalities.disclosure.sheets import from_releases, withheld_only
from equalities.disclosure.statements import UNKNOWN, Sheet, Statements
from equalities.refusals import Refused
from equalities.sandbox import Limits, run_limited

HOUR = 3600  # seconds
PROVE, WITNESS = "dueregard.releases.proof:unproved", "dueregard.releases.proof:witnessed"
LIMITS = Limits(seconds=900, megabytes=8192, processor=900)
"""Of the process that proves: as long as protect() may look for room."""


@dataclass(frozen=True)
class Beside:
    """What readers know of the people of new tables: releases, what outside papers say, and how the people of these
    papers relate to ours. `staff` are the names of those that staff alone have, where the tables are for everybody."""

    releases: Sequence[Release] = ()
    outside: Sequence[Sheet] = ()
    relations: Sequence[Relation] = ()
    staff: Collection[str] = ()

    @property
    def of_the_public(self) -> "Beside":
        """Without what staff alone have."""
        releases = [release for release in self.releases if release.name not in self.staff]
        outside = [sheet for sheet in self.outside if sheet.release not in self.staff]
        return Beside(releases, outside, self.relations)

    @property
    def views(self) -> "list[Beside]":
        """What different readers have: all of it, and the public its part."""
        return [self, self.of_the_public] if self.staff else [self]


def protected(
    cubes: Sequence[Cube], policy: Policy, beside: Beside, *, name: str, kept: Sequence[Release] = ()
) -> Release:
    """Tables that may go out, as `decided`, proved by a process that never read these counts; or the refusal of
    protect(). They say from what to what the withheld counts of everybody are, as far as what they show tells. Raises
    Refused where they cannot be proved."""
    release = decided(cubes, policy, beside, name=name, kept=kept)
    if release.is_refused:
        return release
    if beside.staff and not is_proved(release, beside.of_the_public):
        release = _for_the_public(cubes, release, beside)
    check_proved(release, beside)
    return with_ranges(release)


def stating(release: Release, total: int, beside: Beside) -> Release:
    """A release that states as well within which limits the number of all people lies, where it withholds that, nothing
    bounds it, and readers could be told any of the ranges in question safely (`stated_ranges`). `total` is the true
    number. The release as it is, otherwise."""
    ways = stated_ranges(release)
    if not all(is_proved(way, view) for way in ways for view in beside.views):
        return release
    return next((way for way in ways if holds(way, total)), release)


def _for_the_public(cubes: Sequence[Cube], release: Release, beside: Beside) -> Release:
    """The release with more withheld, for readers who have not what staff have: a paper may have told staff counts that
    it did not tell the public, and to these the release must not tell them either. What it withholds besides gives
    nothing to those who have everything. As it is, where larger groups or rounded counts go out: it is refused then."""
    if release.policy.method != "suppress" or release.policy.coarser:
        return release  # groups are published instead of their members: withholding more is not all that it takes
    public = beside.of_the_public
    also = replace(public, outside=[*public.outside, *_withheld(release)])
    found = decided(cubes, release.policy, also, name=release.name)
    return (
        release
        if found.is_refused
        else replace(found, receipt=_receipt(found, release.receipt.against, beside))
    )


def decided(
    cubes: Sequence[Cube], policy: Policy, beside: Beside, *, name: str, kept: Sequence[Release] = ()
) -> Release:
    """What protect() decides beside all that readers have. An answer is kept for an hour, in this process's memory
    alone: whoever compares ways of protecting asks for each again, to look once more and to choose.

    kept: tables that say what should be withheld, which readers do not have: corrections.carried_over.
    """
    question = _digest(
        [each.as_dict() for each in (*cubes, policy, *beside.releases, *beside.relations, *kept)],
        [(sheet_as_dict(sheet), sheet.plain) for sheet in beside.outside],
        name,
    )
    answers = caches["decisions"]
    release: Release | None = answers.get(question)
    if release is None:
        release = protect(
            cubes,
            policy,
            beside.releases,
            outside=beside.outside,
            kept=kept,
            relations=beside.relations,
            name=name,
        )
        answers.set(question, release, timeout=HOUR)
    return release


def _digest(*question: object) -> str:
    return sha256(json.dumps(question).encode()).hexdigest()


def _withheld(release: Release) -> list[Sheet]:
    """What a release withholds, for another to withhold too."""
    return [withheld_only(sheet) for sheet in from_releases([release])]


def _receipt(release: Release, against: tuple[str, ...], beside: Beside) -> Receipt:
    """Made anew from what is public."""
    ours, policy = from_releases([release]), release.policy
    found = attack(
        [*ours, *from_releases(beside.releases), *beside.outside],
        policy.attackers,
        policy.min_interval,
        release.relations,
    )
    said = Statements(ours)
    return replace(
        found,
        cells=int(said.asked.sum()),
        withheld=int((said.asked & (said.values == UNKNOWN)).sum()),
        against=against,
        statements_sha256=fingerprint(release.tables),
        min_interval=policy.min_interval,
    )


def check_proved(release: Release, beside: Beside) -> None:
    """Raises Refused where a process that has only read what readers have does not prove every withheld count, for
    those who have everything and for the public, or does not end well."""
    if not all(is_proved(release, view) for view in beside.views):
        raise Refused(_unproved())


def is_proved(release: Release, beside: Beside) -> bool:
    """Whether that process proves every withheld count for readers who have this."""
    ours, *earlier = (each.as_dict() for each in (release, *beside.releases))
    outside = [sheet_as_dict(sheet) for sheet in beside.outside]
    return not _asked_apart(PROVE, ours, earlier, outside)


def witnessed(release: Release, standing: Sequence[Release]) -> dict[str, Any]:
    """A receipt and witnesses for everybody (`proof.witnessed`), from a process that has read nothing else. standing:
    other releases that everybody can read. Raises Refused where that process does not end well."""
    found: dict[str, Any] | None = _asked_apart(
        WITNESS, release.as_dict(), [each.as_dict() for each in standing]
    )
    if found is None:
        raise Refused(_unproved())
    return found


def _asked_apart(target: str, *public: Any) -> Any:
    try:
        return run_limited(target, *public, limits=LIMITS)
    except Refused as refused:
        raise Refused(_unproved()) from refused


def _unproved() -> str:
    return _(
        "These tables could not be proved safe, so nothing was changed: choose fewer of them, or larger groups."
    )
