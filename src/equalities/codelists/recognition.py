"""The second of two steps: which list does the whole column use?

"Other" and "Asian" mean different things in different lists, so no value is read by itself: each list of
the characteristic is tried on all values, and the one that explains most rows, in its own words, is taken.
The design is that of the government's Race Disparity Unit (its manual on ethnicity classifications).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from equalities.codelists.ages import band
from equalities.codelists.aliases import meaning
from equalities.codelists.characteristics import Characteristic, headed, headed_as_place
from equalities.codelists.lists import CodeList, lists_for, load
from equalities.codelists.matching import Candidate, aged, in_own_bands, mended, signs_of, tried
from equalities.codelists.standardise import missing_state, plain, without_point
from equalities.saying import say

HEADLESS = ("ethnicity", "religion", "sexual_orientation", "gender_recorded")
"""What may be recognised by values alone: their groups have names that little else has."""

LEAST_HEADLESS = 0.9
"""The share of answers that a list must explain where the heading says nothing."""

LEAST = 0.5
"""The share of answers that a list must explain where the heading names the characteristic."""

FEW_VALUES = 100
"""Different answers up to which every list is tried with slips of typing, where none explains enough without."""

NEAR = 0.1
"""How much less of its own wording a list may show and still be a rival."""


FIGURE = re.compile(r"[-+]?£?\d[\d,. \u00a0]*%?")
CODE = re.compile(r"-?\d{1,3}")

BIRTH = frozenset({"dob", "d o b", "date of birth", "birth date", "birthdate", "birthday", "born"})
"""How a column of dates of birth is headed, in small letters."""

POSTCODE = frozenset({"postcode", "post code", "home postcode", "full postcode", "postal code"})
"""How a column of whole postcodes is headed."""


@dataclass(frozen=True)
class Recognition:
    """What a column was taken to hold.

    `characteristic` and `classification` (a list's name) are None where none could be inferred. `mapping` is
    value -> code of that list; `states` is value -> missing state; `unrecognised` is value -> rows; `missing`
    is state -> rows; `recognised` is the rows with a code: the three add up to all rows. `confidence` is from
    0 to 1: the share of answers recognised, lowered where other lists would explain the column as well.
    `slips` are the values that were mended, with their codes. `reasons` say what was inferred and why.
    `refused` says why the characteristic may not be collected, None where it may.
    """

    characteristic: str | None
    classification: str | None
    confidence: float
    mapping: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    unrecognised: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)
    recognised: int = 0
    slips: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    refused: str | None = None


def recognise(
    values: Mapping[str, int], header: str = "", *, classification: str | None = None, youngest: int = 0
) -> Recognition:
    """Infer what a column holds from its values (value -> rows) and its heading.

    With `classification` the officer has said which list it is: its codes may then be bare numbers, and ages
    are put into its bands. Ages under `youngest` (years) or over 120 are not recognised. Raises Refused for a
    classification that does not exist.
    """
    answers = {value: count for value, count in values.items() if missing_state(value) is None}
    if classification is not None:
        return _said(load(classification), header, values, answers, youngest)
    named = headed(header)
    if named is None:
        return _by_values(header, values, answers)
    if named.refused is not None:
        return Recognition(named.name, None, 0.0, reasons=(say(named.refused),), refused=say(named.refused))
    return _by_heading(named, header, values, answers, youngest)


def _said(
    codelist: CodeList, header: str, values: Mapping[str, int], answers: Mapping[str, int], youngest: int
) -> Recognition:
    reason = say("You said that this column uses {codelist}.", codelist=codelist.title)
    if codelist.characteristic == "age":
        return _result(aged(codelist, answers, youngest), values, (reason,))
    levels = [tried(codelist, answers, header=header, broad=broad, numbers=True) for broad in (False, True)]
    best = max(levels, key=lambda each: each.score(answers))
    return _result(mended(best, answers), values, (reason,))


def _by_heading(
    named: Characteristic, header: str, values: Mapping[str, int], answers: Mapping[str, int], youngest: int
) -> Recognition:
    reason = say(
        'The heading "{header}" names {named}.', header=header.strip(), named=say(named.title).lower()
    )
    candidates = _candidates(named.name, answers, youngest, header)
    explained = max((each.rows(answers) for each in candidates), default=0)
    if explained < LEAST * sum(answers.values()) and _are_figures(answers):
        return _nothing(None, values, (reason, say("The values are figures, and nobody's answers.")))
    if not candidates:
        return _nothing(named.name, values, (reason, *_why_nothing(answers)))
    best = candidates[0] if named.name == "age" else _mended(candidates, answers)
    if not answers or best.rows(answers) < LEAST * sum(answers.values()):
        return _nothing(named.name, values, (reason, *_why_nothing(answers)))
    rivals = _rivals(candidates, answers)
    if rivals and candidates[0].by_code:
        lists = ", ".join(each.codelist.title for each in [candidates[0], *rivals])
        reasons = (
            reason,
            say("The codes stand in {lists}, with different meanings: say which list it is.", lists=lists),
        )
        return _nothing(named.name, values, reasons)
    signs = signs_of(best.codelist, answers, header)
    why = _why(best, rivals, signs)
    return _result(best, values, (reason, *why), doubt=0.2 if rivals else 0.1 if signs else 0.0)


def _by_values(header: str, values: Mapping[str, int], answers: Mapping[str, int]) -> Recognition:
    total = sum(answers.values())
    found = []
    for name in HEADLESS:
        for each in _candidates(name, answers, 0)[:1]:
            worded = len(set(each.mapping.values())) > 1 and not each.by_code
            if total and worded and each.rows(answers) >= LEAST_HEADLESS * total:
                found.append(each)
    if not found:
        return _nothing(None, values, (_why_unknown(header),))
    best = max(found, key=lambda each: each.score(answers))
    return _result(
        mended(best, answers),
        values,
        (say("The heading says nothing; the values do."), *_why(best, [])),
        doubt=0.2,
    )


def _are_figures(answers: Iterable[str]) -> bool:
    """Whether all answers are numbers, and one of them is none that a list has for a code: codes are whole numbers of
    up to three figures."""
    numbers = [without_point(answer) for answer in answers]
    return all(FIGURE.fullmatch(each) for each in numbers) and not all(
        CODE.fullmatch(each) for each in numbers
    )


def _candidates(name: str, answers: Mapping[str, int], youngest: int, header: str = "") -> list[Candidate]:
    """The lists of a characteristic by how well they explain the answers, the best first."""
    if name == "age":
        tries = [aged(codelist, answers, youngest) for codelist in lists_for(name)]
        return sorted(tries, key=lambda each: (each.rows(answers), in_own_bands(each, answers)), reverse=True)
    tries = [
        tried(codelist, answers, header=header, broad=broad, numbers=bool(codelist.signs))
        for codelist in lists_for(name)
        if not codelist.signs or signs_of(codelist, answers, header)
        for broad in (True, False)
    ]
    return sorted(tries, key=lambda each: each.score(answers), reverse=True)


def _mended(candidates: Sequence[Candidate], answers: Mapping[str, int]) -> Candidate:
    """The best candidate with slips of typing read too; where it explains too little without them, and there are few
    values, the one that explains most with them."""
    enough = candidates[0].rows(answers) >= LEAST * sum(answers.values())
    tries = candidates[:1] if enough or len(answers) > FEW_VALUES else candidates
    return max((mended(each, answers) for each in tries), key=lambda each: each.score(answers))


def _rivals(candidates: Sequence[Candidate], answers: Mapping[str, int]) -> list[Candidate]:
    """Other lists that read as many rows as the best and mean something else by them."""
    best = candidates[0]
    return [
        each
        for each in candidates[1:]
        if each.codelist.name != best.codelist.name
        and each.codelist.characteristic != "age"
        and each.score(answers)[:-1] == best.score(answers)[:-1]
        and each.score(answers)[-1] > best.score(answers)[-1] - NEAR
        and _meanings(each) != _meanings(best)
    ]


def _meanings(candidate: Candidate) -> dict[str, str]:
    name = str(candidate.codelist.characteristic)
    return {
        value: meaning(name, candidate.codelist[code].label)
        for value, code in candidate.mapping.items()
        if code not in candidate.codelist.states
    }


def _why(best: Candidate, rivals: Sequence[Candidate], signs: Sequence[str] = ()) -> tuple[str, ...]:
    level = say("its broad groups") if best.broad else say("its groups")
    groups = set(best.mapping.values()) - best.codelist.states.keys()
    reasons = [
        say(
            "{title}: {groups} of {level} stand in the column.",
            title=best.codelist.title,
            groups=len(groups),
            level=level,
        )
    ]
    if signs:
        reasons.append(say("Known by what only that list has: {signs}.", signs=", ".join(signs[:5])))
    if rivals:
        titles = ", ".join(dict.fromkeys(each.codelist.title for each in rivals))
        reasons.append(
            say("The values fit {titles} as well, where some of them mean something else.", titles=titles)
        )
    finer = (
        {band(value) for value in best.mapping} - {None} if best.codelist.characteristic == "age" else set()
    )
    if len(finer) > (used := len({best.mapping[value] for value in best.mapping if band(value) in finer})):
        reasons.append(
            say(
                "Its bands are wider than the column's: {finer} bands become {used}.",
                finer=len(finer),
                used=used,
            )
        )
    if best.slips:
        reasons.append(
            say("Read as slips of typing, to be checked: {slips}.", slips=", ".join(sorted(best.slips)))
        )
    return tuple(reasons)


def _why_unknown(header: str) -> str:
    if plain(header) in BIRTH:
        return say(
            "Dates of birth put nobody in a group: work out the ages, or bands of them, and give those."
        )
    if headed_as_place(header):
        return say(
            "The heading names an area, a team or a branch: its names can be taken as they are written."
        )
    if plain(header) in POSTCODE:
        return say(
            "A whole postcode tells households apart: give its district (the letters and figures before the space)."
        )
    return say("Neither the heading nor the values name a characteristic that is known.")


def _why_nothing(answers: Mapping[str, int]) -> tuple[str, ...]:
    if not answers:
        return (say("No row has an answer."),)
    if all(value.strip().lstrip("-").isdigit() for value in answers):
        return (
            say("The values are bare numbers, which mean different things elsewhere: say which list it is."),
        )
    return (say("No list explains half of the answers."),)


def _nothing(name: str | None, values: Mapping[str, int], reasons: tuple[str, ...]) -> Recognition:
    """A column that no list explains: missing answers are still told apart; the values of a column that is
    no characteristic are nobody's business and stay out."""
    states = _states(values, anywhere=name is None)
    left = {value: count for value, count in values.items() if value not in states} if name else {}
    return Recognition(
        name,
        None,
        0.0,
        states=states,
        unrecognised=left,
        missing=_counted(states, values),
        reasons=(*reasons, *several_in_one(left, left)),
    )


def _result(
    candidate: Candidate, values: Mapping[str, int], reasons: tuple[str, ...], doubt: float = 0.0
) -> Recognition:
    codelist = candidate.codelist
    coded = {value: code for value, code in candidate.mapping.items() if code not in codelist.states}
    states = _states(values) | {
        value: codelist.states[code] for value, code in candidate.mapping.items() if code in codelist.states
    }
    left = {value: count for value, count in values.items() if value not in coded and value not in states}
    recognised = sum(values[value] for value in coded)
    answers = recognised + sum(left.values())
    return Recognition(
        characteristic=codelist.characteristic,
        classification=codelist.name,
        confidence=round(recognised / answers * (1 - doubt), 3) if answers else 0.0,
        mapping=coded,
        states=states,
        unrecognised=left,
        missing=_counted(states, values),
        recognised=recognised,
        slips=candidate.slips,
        reasons=(*reasons, *several_in_one(left, coded)),
    )


def several_in_one(values: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """A sentence on the values that have a known one among several, between commas and the like; none where no
    value has. What stands between semicolons or bars in two values is known by that: commas and slashes are in names
    too."""
    values = list(values)
    apart = Counter(part for value in values if len(parts := _parts(value, "[;|\n]")) > 1 for part in parts)
    whole = {plain(value) for value in known} | {part for part, n in apart.items() if n > 1}
    held = [f"“{value}”" for value in values if len(parts := _parts(value, "[,;|/\n]")) > 1 and whole & parts]
    return (say("Several answers stand in one cell: {held}.", held=", ".join(held[:5])),) if held else ()


def _parts(value: str, signs: str) -> set[str]:
    """The different parts of a value between these signs."""
    return {plain(part) for part in re.split(signs, value)} - {""}


def _states(values: Mapping[str, int], *, anywhere: bool = False) -> dict[str, str]:
    states = {value: missing_state(value, anywhere=anywhere) for value in values}
    return {value: state for value, state in states.items() if state is not None}


def _counted(states: Mapping[str, str], values: Mapping[str, int]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for value, state in states.items():
        counted[state] += values[value]
    return dict(counted)
