"""The one road by which counts become tables: protect() decides, and another process proves."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dueregard.releases.proof import sheet_as_dict
from equalities.cubes import Cube
from equalities.disclosure import Policy, Release, protect
from equalities.disclosure.relations import Relation
from equalities.disclosure.statements import Sheet
from equalities.refusals import Refused
from equalities.sandbox import Limits, run_limited

PROVE = "dueregard.releases.proof:unproved"
LIMITS = Limits(seconds=900, megabytes=8192, processor=900)
"""Of the process that proves: as long as protect() may look for room."""


@dataclass(frozen=True)
class Beside:
    """What readers know of the people of new tables: releases, what outside papers say, and how the people of these
    papers relate to ours."""

    releases: Sequence[Release] = ()
    outside: Sequence[Sheet] = ()
    relations: Sequence[Relation] = ()


def protected(
    cubes: Sequence[Cube], policy: Policy, beside: Beside, *, name: str, kept: Sequence[Release] = ()
) -> Release:
    """Tables that may go out, as `decided`, proved by a process that never read these counts; or the refusal of
    protect(). Raises Refused where they cannot be proved."""
    release = decided(cubes, policy, beside, name=name, kept=kept)
    if not release.is_refused:
        check_proved(release, beside)
    return release


def decided(
    cubes: Sequence[Cube], policy: Policy, beside: Beside, *, name: str, kept: Sequence[Release] = ()
) -> Release:
    """What protect() decides beside all that readers have.

    kept: tables that say what should be withheld, which readers do not have: corrections.carried_over.
    """
    return protect(
        cubes,
        policy,
        beside.releases,
        outside=beside.outside,
        kept=kept,
        relations=beside.relations,
        name=name,
    )


def check_proved(release: Release, beside: Beside) -> None:
    """Raises Refused where a process that has only read what readers have does not prove every withheld count, or
    does not end well."""
    words = _(
        "These tables could not be proved safe, so nothing was changed: choose fewer of them, or larger groups."
    )
    ours, *earlier = (each.as_dict() for each in (release, *beside.releases))
    outside = [sheet_as_dict(sheet) for sheet in beside.outside]
    try:
        unproved = run_limited(PROVE, ours, earlier, outside, limits=LIMITS)
    except Refused as refused:
        raise Refused(words) from refused
    if unproved:
        raise Refused(words)
