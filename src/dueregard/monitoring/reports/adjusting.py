"""What share of users would be expected of each group at the ages that the users have."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from dueregard.monitoring.models import EVERYWHERE, Benchmark, Dataset
from equalities.comparison.adjusting import adjusted
from equalities.cubes import JointPopulation
from equalities.disclosure import SafeTable

LEAST_SHOWN = 0.9
"""The part of the users whose counts by age must be shown: with fewer, the ages are not those of the users."""


@dataclass(frozen=True)
class Expected:
    """Shares (fractions) by code of the benchmark, empty where only the crude comparison is possible; `words` say which
    of the two the verdict rests on, and why."""

    words: str
    shares: Mapping[str, float] = field(default_factory=dict)


def expected(table: SafeTable | None, name: str, benchmark: Benchmark) -> Expected:
    """Indirect standardisation by age, from counts that are shown alone. `table` holds the users by age."""
    if name == "age":
        return Expected("")
    people = _people(benchmark)
    if not people:
        return Expected(_("Not adjusted for age: the population file has no ages beside its groups."))
    if table is None:
        return Expected(_("Not adjusted for age: the ages of users are not among the columns."))
    users, everybody = _users(table)
    if not everybody or sum(users.values()) < LEAST_SHOWN * everybody:
        return Expected(_("Not adjusted for age: too many counts of users by age are withheld."))
    codes = {code: code for code, _age in people}
    cells: dict[tuple[str, ...], int] = {("", age): n for age, n in users.items()}
    found = adjusted(cells, JointPopulation(("age",), people), codes)
    if found is None or found.base < LEAST_SHOWN * everybody:
        return Expected(_("Not adjusted for age: the bands of age of users and population do not fit."))
    words = _(
        "The verdict compares with the share expected of each group if people of the same age used the service alike "
        "(indirect standardisation over %(number)s bands of age). The crude comparison stands beside it."
    )
    return Expected(words % {"number": found.strata}, {code: found.shares[code] for code in codes})


def _people(benchmark: Benchmark) -> dict[tuple[str, ...], int]:
    """The people of our area by group and age."""
    kept = benchmark.ages_kept
    chosen = list(kept.values()) if benchmark.area == EVERYWHERE else [kept.get(benchmark.area, [])]
    found: Counter[tuple[str, ...]] = Counter()
    for cells in chosen:
        for code, age, n in cells:
            found[code, age] += n
    return dict(found)


def _users(table: SafeTable) -> tuple[dict[str, int], int | None]:
    """The users whose count by age is shown, and all who gave an age."""
    dimension = table.dimensions[0]
    counts = {dimension.label(code): table.cell(code).value for code in dimension.answered}
    return {label: n for label, n in counts.items() if n is not None}, table.cell(dimension.base).value


def ages_of(dataset: Dataset) -> SafeTable | None:
    return next(
        (
            table
            for table in dataset.release.tables
            if [dimension.name for dimension in table.dimensions] == ["age"]
        ),
        None,
    )
