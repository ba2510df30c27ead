"""A workforce: who stands in which grade, and what happens to whom, from one HR extract."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from equalities.codelists.standardise import missing_state, plain
from equalities.comparison.extract import Extract, Staffing, definitions
from equalities.comparison.intervals import katz, wilson
from equalities.comparison.outcomes import reference_of
from equalities.comparison.verdicts import Judgement, Rate, Verdict, gap_verdict, share_verdict
from equalities.refusals import Refused
from equalities.saying import say, to_say

FULL_COUNT = to_say(
    "These are records of everybody and not of a sample: an interval says how far chance alone could have "
    "moved a figure of people as many as these."
)

_SHOWN = (Verdict.OVER, Verdict.UNDER, Verdict.SMALL)
_NOT_SHOWN = (Verdict.NO_DIFFERENCE_SHOWN, Verdict.TOO_FEW)


@dataclass(frozen=True)
class GradeProfile:
    """One grade: staff who answered, each group's number and share (a fraction) of them, and those who gave no
    answer."""

    grade: str
    senior: bool
    n: int
    groups: Mapping[str, int]
    shares: Mapping[str, float]
    unknown: int


@dataclass(frozen=True)
class Likelihood:
    """How much likelier one group is than another to meet something: `ratio` of rates, oriented so that above
    1 the group does worse than the reference. `words` says it in a sentence; all None where it is not
    defined."""

    group: str
    ratio: float | None
    low: float | None
    high: float | None
    words: str | None
    verdict: Verdict | None


@dataclass(frozen=True)
class GroupRate:
    """One group: `events` of `n` people of whom it is known; the rate and its limits are fractions."""

    group: str
    n: int
    events: int
    rate: float | None
    low: float | None
    high: float | None
    unknown: int


@dataclass(frozen=True)
class Process:
    """Something that may happen to people (`process`), of whom (`of`), by group, and how likely beside the
    reference."""

    process: str
    of: str
    good: bool
    groups: tuple[GroupRate, ...]
    likelihoods: tuple[Likelihood, ...]


@dataclass(frozen=True)
class Senior:
    """The senior grades: each group's share of them, its share of all staff (fractions), and the verdict."""

    group: str
    n: int
    share: float
    workforce_share: float
    difference: float
    verdict: Verdict


@dataclass(frozen=True)
class Workforce:
    """What an extract says. `missing` is what cannot be worked out -> which column is missing; `warnings` are
    plain sentences."""

    by: str
    reference: str
    staff: int
    groups: Mapping[str, int]
    profile: tuple[GradeProfile, ...]
    senior: tuple[Senior, ...]
    processes: tuple[Process, ...]
    board: tuple[Senior, ...]
    missing: Mapping[str, str]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Part of the shape of `dueregard data workforce --json`."""
        return asdict(self)


def workforce(extract: Extract, staffing: Staffing) -> Workforce:
    """Profile by grade, what happens to whom, and what cannot be said for want of a column.

    Raises Refused where nobody has a group, and for a senior grade that nobody has.
    """
    held = zip(extract.groups, extract.staff, strict=True)
    people = Counter(group for group, inside in held if inside and group is not None)
    known = Counter(group for group in extract.groups if group is not None)
    reference = reference_of(people or known, staffing.reference, staffing.by)
    profile = _profile(extract, staffing)
    processes, missing = [], {}
    for each in definitions()["processes"]:
        why = _lacking(extract, each)
        if why:
            missing[each["name"]] = why
        else:
            processes.append(_process(extract, each, reference, staffing.judgement))
    missing |= _lost(extract, staffing)
    seniors = Counter(dict.fromkeys(people, 0))
    for grade in profile:
        seniors.update(grade.groups if grade.senior else {})
    board = extract.rates("board", "staff") if "board" in extract.happened else {}
    return Workforce(
        staffing.by,
        reference,
        sum(extract.staff),
        dict(sorted(people.items())),
        profile,
        _beside(seniors, people, staffing.judgement) if staffing.senior and extract.grades else (),
        tuple(processes),
        _beside(Counter({group: rate.events for group, rate in board.items()}), people, staffing.judgement),
        missing,
        (FULL_COUNT, *_seniors_told(profile, staffing), *_on_the_edge(processes), *_told(extract)),
    )


def is_senior(grade: str, senior: Sequence[str]) -> bool:
    """Whether a grade is one of those named; "PO3+" names PO3 and every higher number of PO."""
    for each in senior:
        letters, number, more = _parts(each.removesuffix("+"))
        own = _parts(grade)
        if plain(grade) == plain(each.removesuffix("+")):
            return True
        if each.endswith("+") and (own[0], own[2]) == (letters, more) and own[1] >= number >= 0:
            return True
    return False


def _parts(grade: str) -> tuple[str, int, str]:
    """Letters, number and the rest of a grade; the number is -1 where it has none."""
    match = re.fullmatch(r"(\D*?)\s*(\d+)\s*(\D*)", grade.strip())
    return (plain(match[1]), int(match[2]), plain(match[3])) if match else (plain(grade), -1, "")


def _lacking(extract: Extract, each: Mapping[str, Any]) -> str | None:
    """Which column is missing for a process, in a sentence; None where none is."""
    name, of = each["name"], each["of"]
    if name not in extract.happened:
        return say(
            "No column says who {past}: name one with --column {name}=HEADING.",
            past=say(each["past"]),
            name=name,
        )
    if of == "shortlisted" and "shortlisted" not in extract.happened:
        return say("No column says who was shortlisted: name one with --column shortlisted=HEADING.")
    if not any(extract.base(of)):
        column = "grade" if of == "staff" else "applied"
        return say(
            "No row is known to be of {of}: name a column with --column {column}=HEADING.",
            of=of,
            column=column,
        )
    return None


def _lost(extract: Extract, staffing: Staffing) -> dict[str, str]:
    found = {}
    if extract.grades is None:
        found["profile"] = say("No column has the grade: name one with --column grade=HEADING.")
    if extract.grades is None or not staffing.senior:
        found["senior"] = say("Nothing says which grades are senior: name them with --senior GRADE.")
    if "board" not in extract.happened:
        found["board"] = say("No column says who is on the board: name one with --column board=HEADING.")
    return found


def _profile(extract: Extract, staffing: Staffing) -> tuple[GradeProfile, ...]:
    """Every grade by group, in the order of letters and numbers."""
    held: dict[str, Counter[str | None]] = {}
    for group, grade, inside in zip(extract.groups, extract.grades or (), extract.staff, strict=False):
        if inside and grade and missing_state(grade) is None:
            held.setdefault(grade, Counter())[group] += 1
    for named in staffing.senior:
        if extract.grades is not None and not any(is_senior(grade, [named]) for grade in held):
            raise Refused(
                "Nobody has the grade {named}: the grades are {grades}.",
                named=named,
                grades=", ".join(sorted(held, key=_parts)),
            )
    return tuple(_grade(grade, held[grade], staffing.senior) for grade in sorted(held, key=_parts))


def _grade(grade: str, counts: Counter[str | None], senior: Sequence[str]) -> GradeProfile:
    groups = {
        str(group): n for group, n in sorted((str(each), n) for each, n in counts.items() if each is not None)
    }
    n = sum(groups.values())
    shares = {group: each / n for group, each in groups.items()}
    return GradeProfile(grade, is_senior(grade, senior), n, groups, shares, counts[None])


def _process(extract: Extract, each: Mapping[str, Any], reference: str, judgement: Judgement) -> Process:
    rates = extract.rates(each["name"], each["of"])
    return process_of(each, rates, reference, judgement)


def process_of(
    each: Mapping[str, Any], rates: Mapping[str, Rate], reference: str, judgement: Judgement
) -> Process:
    """A process (as workforce.yaml describes it) from the rate of each group."""
    groups = [group_rate(group, rate, judgement.level) for group, rate in rates.items()]
    likelihoods = [
        _likelihood(each, group, rate, rates[reference], reference, judgement)
        for group, rate in rates.items()
        if group != reference and reference in rates
    ]
    return Process(each["name"], each["of"], each["good"], tuple(groups), tuple(likelihoods))


def group_rate(group: str, rate: Rate, level: float) -> GroupRate:
    """A rate with its limits, where there is anybody."""
    if not rate.base:
        return GroupRate(group, 0, 0, None, None, None, rate.unknown)
    own = wilson(rate.events, rate.base, level)
    return GroupRate(group, rate.base, rate.events, own.value, own.low, own.high, rate.unknown)


def _likelihood(
    each: Mapping[str, Any], group: str, rate: Rate, other: Rate, reference: str, judgement: Judgement
) -> Likelihood:
    """One group beside the reference, in the WRES's way round: above 1 the group does worse."""
    sides = ((reference, other), (group, rate))
    (first, one), (second, two) = sides if each["good"] else sides[::-1]
    if not one.base or not two.base:
        return Likelihood(group, None, None, None, None, None)
    ratio = katz(one.events, one.base, two.events, two.base, judgement.level)
    verdict = gap_verdict(rate, other, judgement)
    if ratio is None:
        return Likelihood(group, None, None, None, None, verdict)
    sentence = say(
        "{people} are {ratio:.2f} times as likely as {others} to {happening}.",
        people=_people(first),
        ratio=ratio.value,
        others=_people(second),
        happening=say(each["words"]),
    )
    words = sentence[0].upper() + sentence[1:]
    return Likelihood(group, ratio.value, ratio.low, ratio.high, words, verdict)


def _people(group: str) -> str:
    """The people of a group, in a sentence; an answer of yes or no names nobody."""
    if plain(group) in ("yes", "no", "y", "n"):
        return say("people who answered “{group}”", group=group)
    return say("{group} people", group=group)


def _beside(part: Counter[str], people: Counter[str], judgement: Judgement) -> tuple[Senior, ...]:
    """Each group's share of a part of the staff beside its share of all of them."""
    n, everybody = sum(part.values()), sum(people.values())
    if not n or not everybody:
        return ()
    return tuple(
        Senior(
            group,
            part[group],
            part[group] / n,
            people[group] / everybody,
            part[group] / n - people[group] / everybody,
            share_verdict(part[group], n, 0, people[group] / everybody, judgement),
        )
        for group in sorted(people)
    )


def _seniors_told(profile: Sequence[GradeProfile], staffing: Staffing) -> Iterable[str]:
    """Which grades a name with a plus took and, as no file says which scale stands above which, which of other
    scales it did not."""
    if any(each.endswith("+") for each in staffing.senior):
        taken = [grade.grade for grade in profile if grade.senior]
        scales = {_parts(grade)[0] for grade in taken}
        others = [grade.grade for grade in profile if _parts(grade.grade)[0] not in scales]
        if others:
            yield say(
                "Senior are {taken}. Of another scale, and so not among them: "
                "{others}; name those that are senior too with --senior.",
                taken=", ".join(taken),
                others=", ".join(others),
            )


def _on_the_edge(processes: Sequence[Process]) -> Iterable[str]:
    """Where a verdict and the interval printed beside it do not say the same. The verdict follows the test of the two
    rates, which is exact where people are few; Katz's interval of their ratio is an approximation of its own."""
    for process in processes:
        for each in process.likelihoods:
            if each.low is None or each.high is None or each.verdict is None:
                continue
            holds_one = each.low <= 1 <= each.high
            if holds_one and each.verdict in _SHOWN:
                yield say(
                    "{process}, {group}: the test of the two rates finds them unlikely to be equal by "
                    "chance, and the verdict follows it; the interval of their ratio just holds 1. It is a close call.",
                    process=process.process,
                    group=each.group,
                )
            elif not holds_one and each.verdict in _NOT_SHOWN:
                yield say(
                    "{process}, {group}: the test of the two rates does not rule out chance, and the "
                    "verdict follows it; the interval of their ratio just leaves 1 out. It is a close call.",
                    process=process.process,
                    group=each.group,
                )


def _told(extract: Extract) -> Iterable[str]:
    unknown = sum(group is None for group in extract.groups)
    if unknown:
        yield say(
            "{unknown:,} of {groups:,} rows have no {by} and stand in no figure.",
            unknown=unknown,
            groups=len(extract.groups),
            by=extract.by,
        )
    for name, column in extract.happened.items():
        if column.blank_is_no:
            yield say("The column for {name} never says no: a blank is taken as no.", name=name)
        if column.unread:
            shown = ", ".join(column.unread[:3]) + (", ..." if len(column.unread) > 3 else "")
            yield say(
                "Some values for {name} are neither yes nor no, and taken as not known: {shown}.",
                name=name,
                shown=shown,
            )
