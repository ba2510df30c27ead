"""Are the people who use a service those who could use it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import ceil

from equalities.comparison import alignment
from equalities.comparison.intervals import wilson
from equalities.comparison.verdicts import (
    Judged,
    Judgement,
    Verdict,
    share_p,
    share_p_highest,
    share_verdict,
    side_by_side,
)
from equalities.cubes import REPEATING, Cube, Dimension
from equalities.disclosure import SafeTable
from equalities.saying import say, to_say

OUT_OF_SCOPE = "not_applicable"

LEAST_DECLARED_WARNING = 0.8
"""Under this declaration rate a page warns: there is no official number; practice is 70 to 80 %."""

SUPPOSED = to_say(
    "How many gave no answer is withheld. So a difference is said only where it would hold if, beside those who are "
    "shown, a quarter as many as answered had given none."
)
"""What verdicts suppose where nothing bounds how many did not answer: what would bring a page to warn."""

BOUNDED = to_say(
    "How many gave no answer is withheld, but they are known to be no more than {number:,}. A difference is said only "
    "where it would hold for any number up to that, whatever they had answered."
)

UNBOUNDED = to_say(
    "How many gave no answer is withheld, and they may be more than answered: so no difference is said."
)


@dataclass(frozen=True)
class GroupShare:
    """One group among those who answered, against its share of the benchmark.

    Counts are people; shares and their limits are fractions; `expected` is people; `index` = share /
    benchmark share, 1 being parity; `lowest` and `highest` are the share if none or all of those who did
    not answer belong to the group; `difference` = share - benchmark share; `expected_share` is what the share would be
    at the users' own ages, and `expected_index` the share over it. `p_adjusted` allows for how many groups were tested,
    and the verdict rests on it; `p_highest` is what p could be by the answers of those who gave
    none. `parent` is the code of the broader group that it belongs to. Everything is None that rests on a withheld
    count, that the benchmark does not hold, or, for limits, p and verdict, that is about visits and not people.
    """

    code: str
    label: str
    parent: str | None
    n: int | None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    benchmark_n: int | None = None
    benchmark_share: float | None = None
    expected: float | None = None
    index: float | None = None
    index_low: float | None = None
    index_high: float | None = None
    difference: float | None = None
    lowest: float | None = None
    highest: float | None = None
    p: float | None = None
    verdict: Verdict | None = None
    expected_share: float | None = None
    expected_index: float | None = None
    p_adjusted: float | None = None
    p_highest: float | None = None


@dataclass(frozen=True)
class MissingAnswers:
    """A reason why there is no answer, and how many people gave it; `n` is None where it is withheld."""

    state: str
    label: str
    n: int | None


@dataclass(frozen=True)
class Representation:
    """Users against population for one characteristic. `base` is the people who answered (what shares are
    of), `total` everybody; `declaration_rate` = answered / in scope and `response_rate` = (answered +
    prefer not to say) / in scope, both fractions. Any of them is None where it rests on a withheld count. `unknown` is
    the people in scope without an answer that the verdicts reckon with; where that is withheld, the most that they are
    known to be, and where nothing bounds them, as SUPPOSED says. `of_missing` is what is said of that, "" where the
    number is shown."""

    by: str
    groups: tuple[GroupShare, ...]
    missing: tuple[MissingAnswers, ...]
    base: int | None
    total: int | None
    declaration_rate: float | None
    response_rate: float | None
    notes: tuple[str, ...]
    unknown: int = 0
    of_missing: str = ""


@dataclass(frozen=True)
class Standard:
    """What every group is compared by: people who answered, those in scope who did not, the benchmark's
    total. `people` is false for visits."""

    base: int | None
    unknown: int
    benchmark_base: int
    people: bool
    judgement: Judgement


def representation(
    table: SafeTable,
    against: Cube,
    by: str,
    judgement: Judgement = Judgement(),
    expected: Mapping[str, float] | None = None,
) -> Representation:
    """Compare one characteristic of a protected table with a benchmark of the same characteristic.

    `table` may have more dimensions: their totals are used. `against` has one dimension, or one called
    `by`. Two lists of ethnic groups are compared where a crosswalk says that groups are the same. `expected`
    are shares (code of the benchmark -> fraction) standardised for age or place: where they are given p and
    verdict rest on them, and crude and adjusted stand side by side. Figures come only from cells that
    are shown. Raises KeyError where the table has no dimension `by`.
    """
    position = [dimension.name for dimension in table.dimensions].index(by)
    dimension = table.dimensions[position]
    benchmark = against if len(against.dimensions) == 1 else against.by(by)
    other = benchmark.dimensions[0]
    pairs = alignment.aligned(dimension, other)
    base, total = _shown(table, position, dimension.base), _shown(table, position, dimension.total)
    missing = tuple(
        MissingAnswers(state, say(dimension.label(state)), _shown(table, position, state))
        for state in dimension.missing
    )
    answers = {each.state: each.n for each in missing}
    rates = _rates(base, total, answers)
    totals = tuple(each.total for each in table.dimensions)
    unknown, told = _unknown(base, total, rates[0], answers, table.between.get(totals))
    standard = Standard(
        base=base,
        unknown=unknown,
        benchmark_base=held(benchmark, other.answered),
        people=table.unit not in REPEATING,
        judgement=judgement,
    )
    groups = (
        _adjusted(
            group_share(
                (code, dimension.label(code), _parent(dimension, code)),
                _shown(table, position, code),
                held(benchmark, pairs[code]) if code in pairs else None,
                standard,
            ),
            sum(expected.get(each, 0.0) for each in pairs[code]) if expected and code in pairs else None,
            standard,
        )
        for code in alignment.shown_codes(dimension)
    )
    of_missing = told if standard.people else ""
    notes = (*alignment.notes(dimension, other), *_notes(standard, total, rates[0], of_missing))
    judged = _side_by_side(list(groups), judgement)
    return Representation(by, judged, missing, base, total, *rates, notes, unknown, of_missing)


def group_share(
    group: tuple[str, str, str | None], n: int | None, benchmark_n: int | None, standard: Standard
) -> GroupShare:
    """One group (code, label, parent) from its count and the benchmark's; either may be None."""
    base, population = standard.base, standard.benchmark_base
    whole = benchmark_n / population if benchmark_n is not None and population else None
    if n is None or not base:
        return GroupShare(*group, n, benchmark_n=benchmark_n, benchmark_share=whole)
    share = wilson(n, base, standard.judgement.level)
    everybody = base + standard.unknown
    found = GroupShare(
        *group,
        n,
        share.value,
        benchmark_n=benchmark_n,
        benchmark_share=whole,
        lowest=n / everybody,
        highest=(n + standard.unknown) / everybody,
    )
    if standard.people:
        found = replace(found, low=share.low, high=share.high, verdict=Verdict.NOT_COMPARABLE)
    if benchmark_n is None or not whole:
        return found
    found = replace(found, expected=base * whole, index=share.value / whole, difference=share.value - whole)
    return _judged(found, base, whole, benchmark_n, standard) if standard.people else found


def _judged(found: GroupShare, base: int, whole: float, benchmark_n: int, standard: Standard) -> GroupShare:
    """The same group with what only people have: limits of its index, p and a verdict."""
    n, judgement = found.n or 0, standard.judgement
    enough = benchmark_n >= judgement.least_benchmark
    return replace(
        found,
        index_low=None if found.low is None else found.low / whole,
        index_high=None if found.high is None else found.high / whole,
        p=share_p(n, base, whole),
        p_highest=share_p_highest(n, base, standard.unknown, whole),
        verdict=share_verdict(n, base, standard.unknown, whole, judgement)
        if enough
        else Verdict.NOT_COMPARABLE,
    )


def _adjusted(found: GroupShare, expected: float | None, standard: Standard) -> GroupShare:
    """The same group with the share expected of it; p and verdict compare with that, where there are any."""
    if not expected or found.share is None:
        return found
    found = replace(found, expected_share=expected, expected_index=found.share / expected)
    if found.verdict in (None, Verdict.NOT_COMPARABLE) or found.p is None:
        return found
    n, base = found.n or 0, standard.base or 0
    return replace(
        found,
        p=share_p(n, base, expected),
        p_highest=share_p_highest(n, base, standard.unknown, expected),
        verdict=share_verdict(n, base, standard.unknown, expected, standard.judgement),
    )


def _side_by_side(groups: Sequence[GroupShare], judgement: Judgement) -> tuple[GroupShare, ...]:
    """The groups with p and verdict that allow for how many were tested."""
    tests = [Judged(group.p, group.verdict, group.p_highest) for group in groups]
    found = side_by_side(tests, judgement)
    return tuple(
        replace(group, p_adjusted=p, verdict=verdict)
        for group, (p, verdict) in zip(groups, found, strict=True)
    )


def judged_together(
    figures: Sequence[Representation], judgement: Judgement = Judgement()
) -> tuple[Representation, ...]:
    """The same representations, of people who are not the same (those of each place), with `p_adjusted` and verdicts
    that allow for the groups of all of them being tested, by Holm 1979."""
    groups = iter(_side_by_side([group for each in figures for group in each.groups], judgement))
    return tuple(replace(each, groups=tuple(islice(groups, len(each.groups)))) for each in figures)


def held(cube: Cube, codes: Sequence[str]) -> int:
    """The people of a cube with one dimension in these of its finest codes."""
    places = [cube.dimensions[0].codes.index(code) for code in codes]
    return int(cube.counts[places].sum())


def _shown(table: SafeTable, position: int, code: str) -> int | None:
    """The count of a code where it is shown, all other dimensions at their totals."""
    codes = tuple(
        code if place == position else dimension.total for place, dimension in enumerate(table.dimensions)
    )
    return table.cell(*codes).value


def _parent(dimension: Dimension, code: str) -> str | None:
    parent = dimension.parents.get(code)
    return None if parent in (dimension.base, dimension.total) else parent


def _rates(
    base: int | None, total: int | None, missing: Mapping[str, int | None]
) -> tuple[float | None, float | None]:
    """Declaration and response rate, None where a count that they need is withheld."""
    outside, declined = missing.get(OUT_OF_SCOPE, 0), missing.get("prefer_not_to_say", 0)
    if base is None or total is None or outside is None or total == outside:
        return None, None
    scope = total - outside
    return base / scope, None if declined is None else (base + declined) / scope


def _unknown(
    base: int | None,
    total: int | None,
    declaration_rate: float | None,
    missing: Mapping[str, int | None],
    between: tuple[int, int | None] | None,
) -> tuple[int, str]:
    """People in scope who gave no usable answer, and what is to be said of that number where it is not shown. Where the
    count of those out of scope is withheld, it is everybody who is not in the base. A count that is withheld for the
    sake of another may be large: where the total is withheld too, `between` tells what that is at least and at most;
    where there is no most, as many are supposed as would bring LEAST_DECLARED_WARNING."""
    if base is None:
        return 0, ""
    if total is not None:
        return round(base / declaration_rate) - base if declaration_rate else total - base, ""
    answers = [n for state, n in missing.items() if state != OUT_OF_SCOPE]
    shown = sum(n or 0 for n in answers)
    if None not in answers:
        return shown, ""
    least, most = between or (0, None)
    rest = base + (missing.get(OUT_OF_SCOPE) or 0)
    if most is not None:
        return most - rest, say(BOUNDED, number=most - rest)
    supposed = shown + ceil(base / LEAST_DECLARED_WARNING) - base
    return max(supposed, least - rest), say(UNBOUNDED if least - rest > base else SUPPOSED)


def _notes(
    standard: Standard, total: int | None, declaration_rate: float | None, of_missing: str
) -> tuple[str, ...]:
    found = []
    if not standard.people:
        found.append(
            say("One person may be counted several times here: there is no interval and no verdict.")
        )
    if declaration_rate is not None and declaration_rate < standard.judgement.least_declared:
        found.append(say("Only {rate:.0%} answered, so there is no verdict.", rate=declaration_rate))
    elif declaration_rate is not None and declaration_rate < LEAST_DECLARED_WARNING:
        found.append(say("Only {rate:.0%} answered: read this with care.", rate=declaration_rate))
    if total is None:
        found.append(say("How many there are in all is withheld, and so is the declaration rate."))
    if standard.base is None:
        found.append(say("How many answered is withheld, so there are no shares."))
    if of_missing:
        found.append(of_missing)
    return tuple(found)
