"""The rules by which figures go out: what is in force, what it was before, and what each would do to one example."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation
from dueregard.releases.models import DisclosurePolicy
from dueregard.releases.services import DEFAULT, PRESETS
from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, Status, presets, protect


@dataclass(frozen=True)
class InForce:
    """The policy of a day. `adopted` is None while nobody has adopted one, and the library's default holds."""

    policy: Policy
    adopted: DisclosurePolicy | None

    @property
    def words(self) -> str:
        return in_words(self.policy)


@dataclass(frozen=True)
class PolicyRow:
    """A policy that was adopted: `standing` is now, later or before."""

    adopted: DisclosurePolicy
    words: str
    standing: str


@dataclass(frozen=True)
class Column:
    """What a preset would print for each count of the example. `is_offered`: it can be adopted here; the others round,
    which an officer chooses report by report. `is_safe`: it would go out at all."""

    name: str
    words: str
    is_offered: bool
    is_safe: bool
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    groups: tuple[str, ...]
    counts: tuple[int, ...]
    columns: tuple[Column, ...]


def in_force(organisation: Organisation, on: date) -> InForce:
    adopted = DisclosurePolicy.objects.in_force(organisation, on).select_related("organisation").first()
    return InForce(PRESETS[adopted.preset] if adopted else DEFAULT, adopted)


def adopted_policies(organisation: Organisation, today: date) -> list[PolicyRow]:
    """All that were adopted here or above, the latest first day first."""
    current = in_force(organisation, today).adopted
    found = DisclosurePolicy.objects.in_force(organisation, date.max).select_related("organisation")
    rows = sorted(found, key=lambda adopted: (adopted.starts_on, adopted.pk), reverse=True)
    return [
        PolicyRow(adopted, in_words(PRESETS[adopted.preset]), _standing(adopted, current, today))
        for adopted in rows
    ]


def _standing(adopted: DisclosurePolicy, current: DisclosurePolicy | None, today: date) -> str:
    if adopted.starts_on > today:
        return "later"
    return "now" if adopted == current else "before"


def title(policy: Policy) -> str:
    """What a preset is called, after what it does or who publishes by it."""
    titles = {
        "under5": _("Under 5"),
        "under10": _("Under 10"),
        "hesa": _("HESA"),
        "nhs_digital_hes": _("NHS hospital statistics"),
        "ofqual": _("Ofqual"),
    }
    return titles.get(policy.name, policy.name)


def in_words(policy: Policy) -> str:
    """What a policy does, in one sentence."""
    what = {"most": policy.threshold - 1, "base": policy.base}
    if policy.method == "suppress":
        return (
            _("Counts of 1 to %(most)s are withheld, with others from which they could be worked out.") % what
        )
    if policy.hide_small:
        return (
            _("Counts of 1 to %(most)s are withheld, every other is printed to the nearest %(base)s.") % what
        )
    return (
        _("Every count is printed to the nearest %(base)s, totals too, so that parts need not add up.") % what
    )


def example() -> Example:
    """A made-up table of people by faith under each preset."""
    people = {
        _("No religion"): 412,
        _("Christian"): 398,
        _("Muslim"): 61,
        _("Hindu"): 14,
        _("Sikh"): 7,
        _("Buddhist"): 6,
        _("Jewish"): 3,
    }
    dimension = Dimension("example", tuple(people))
    cube = Cube("example", (dimension,), np.array(list(people.values())))
    columns = tuple(_column(policy, cube) for policy in presets().values())
    return Example((*people, _("Everybody")), (*people.values(), cube.total), columns)


def _column(policy: Policy, cube: Cube) -> Column:
    release = protect([cube], policy, key=1)
    cells: tuple[str, ...] = ()
    if not release.is_refused:
        shown = release.tables[0].cells.values()
        cells = tuple(
            _("Withheld") if cell.value is None else _printed(cell.value, cell.status) for cell in shown
        )
    return Column(title(policy), in_words(policy), policy.name in PRESETS, bool(cells), cells)


def _printed(value: int, status: Status) -> str:
    return _("about %(number)s") % {"number": value} if status is Status.ROUNDED else str(value)
