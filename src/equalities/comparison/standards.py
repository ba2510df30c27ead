"""The indicators of the WRES, the WDES and the social-care WRES that an extract and a survey allow."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from equalities.codelists import load, recognise
from equalities.codelists.standardise import plain
from equalities.comparison.extract import Extract, Staffing, definitions, read_extract
from equalities.comparison.survey import Answers, Survey, read_survey, survey
from equalities.comparison.workforce import Process, Senior, Workforce, workforce
from equalities.saying import say

WHITE, MINORITY = "White", "Black and minority ethnic"
NOT_DISABLED, DISABLED = "Not disabled", "Disabled"
STANDARDS: Mapping[str, tuple[tuple[str, str], tuple[str, ...]]] = {
    "ethnicity": ((WHITE, MINORITY), ("WRES", "SC-WRES")),
    "disability": ((NOT_DISABLED, DISABLED), ("WDES",)),
}
"""The two groups that the standards of a characteristic compare, the reference first."""


@dataclass(frozen=True)
class Indicator:
    """One indicator. `value` is a relative likelihood (above 1 the second group does worse) or, for boards
    and senior grades, the difference of shares in points as a fraction; `figures` are shares (fractions) by
    group or grade, `n` what they are of. `missing` says why there is none."""

    standard: str
    number: str
    title: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    figures: Mapping[str, float] | None = None
    n: Mapping[str, int] | None = None
    words: str | None = None
    missing: str | None = None


@dataclass(frozen=True)
class WorkforceReport:
    """An extract, the survey if there is one, and the indicators that they allow."""

    workforce: Workforce
    survey: Survey | None
    indicators: tuple[Indicator, ...]

    def as_dict(self) -> dict[str, Any]:
        """The shape of `dueregard data workforce --json`."""
        return self.workforce.as_dict() | {
            "survey": None if self.survey is None else asdict(self.survey),
            "indicators": [asdict(each) for each in self.indicators],
        }


def workforce_file(path: Path, staffing: Staffing, answers: Path | None = None) -> WorkforceReport:
    """Everything that an HR extract, and a staff survey with the same heading of groups, allow. Raises Refused
    for a file, heading, group or grade that cannot be used."""
    extract = read_extract(path, staffing)
    found = workforce(extract, staffing)
    held = None if answers is None else read_survey(answers, staffing.by)
    asked = (
        None if held is None else survey(held, found.groups, found.staff, found.reference, staffing.judgement)
    )
    return WorkforceReport(found, asked, indicators(extract, staffing, held))


def indicators(extract: Extract, staffing: Staffing, answers: Answers | None = None) -> tuple[Indicator, ...]:
    """The indicators of the standards that the groups' characteristic has, in the standards' order; none for
    another characteristic. White or not, disabled or not, is read from the code lists; a group that they do
    not place is in neither."""
    placed, characteristic = two_groups(extract.groups, extract.by)
    if characteristic is None or characteristic not in STANDARDS:
        return ()
    pair, standards = STANDARDS[characteristic]
    groups = tuple(placed.get(group) if group else None for group in extract.groups)
    known = [each for each in definitions()["indicators"] if each["standard"] in standards]
    if not set(pair) <= set(groups):
        missing = say(
            "Nobody in the column {column} is known to be {groups}.",
            column=extract.by,
            groups=say(" or ").join(set(pair) - set(groups)),
        )
        return tuple(
            Indicator(each["standard"], each["number"], say(each["title"]), missing=missing) for each in known
        )
    found = workforce(replace(extract, groups=groups), replace(staffing, reference=pair[0]))
    if answers is not None:
        theirs, _ = two_groups(answers.groups, answers.by)
        answers = replace(
            answers, groups=tuple(theirs.get(group) if group else None for group in answers.groups)
        )
    return tuple(_indicator(each, found, pair[1], answers) for each in known)


def two_groups(groups: Sequence[str | None], heading: str) -> tuple[dict[str, str], str | None]:
    """Which of a standard's two groups each group is of, and the characteristic that the heading names."""
    counts = Counter(group for group in groups if group is not None)
    found = recognise(counts, heading)
    if found.characteristic is None or found.characteristic not in STANDARDS:
        return {}, found.characteristic
    pair, _ = STANDARDS[found.characteristic]
    placed = {group: pair[1] for group in counts if plain(group) in definitions()["minority_ethnic"]}
    if found.classification is not None:
        parents = {code.code: code.parent for code in load(found.classification).codes}
        labels = {code.code: code.label for code in load(found.classification).codes}
        for group, code in found.mapping.items():
            top = parents.get(code) or code
            if labels[top] != "Does not apply":
                placed[group] = pair[0] if labels[top].startswith(pair[0]) else pair[1]
    placed |= {group: pair[0] for group in counts if plain(group) == plain(pair[0])}
    return placed, found.characteristic


def _indicator(each: Mapping[str, Any], found: Workforce, other: str, answers: Answers | None) -> Indicator:
    """One indicator from the two groups' workforce and survey."""
    blank = Indicator(each["standard"], each["number"], say(each["title"]))
    source = each["from"]
    if source == "survey":
        return _asked(blank, each, answers)
    if source in found.missing:
        return replace(blank, missing=found.missing[source])
    if source == "profile":
        return replace(
            blank,
            figures={grade.grade: grade.shares.get(other, 0.0) for grade in found.profile}
            | {"all staff": found.groups.get(other, 0) / (sum(found.groups.values()) or 1)},
            n={grade.grade: grade.n for grade in found.profile} | {"all staff": sum(found.groups.values())},
        )
    if source in ("board", "senior"):
        return _against_staff(blank, found.board if source == "board" else found.senior, other)
    return _likely(blank, next(process for process in found.processes if process.process == source))


def _likely(blank: Indicator, process: Process) -> Indicator:
    """A relative likelihood, with the rates that it is of."""
    rates = {each.group: each.rate for each in process.groups if each.rate is not None}
    n = {each.group: each.n for each in process.groups}
    if not process.likelihoods or process.likelihoods[0].ratio is None:
        return replace(
            blank,
            figures=rates,
            n=n,
            missing=say("One of the two groups has nobody, or nothing happened to it."),
        )
    (likelihood,) = process.likelihoods
    return replace(
        blank,
        value=likelihood.ratio,
        low=likelihood.low,
        high=likelihood.high,
        figures=rates,
        n=n,
        words=likelihood.words,
    )


def _against_staff(blank: Indicator, part: Sequence[Senior], other: str) -> Indicator:
    own = next((each for each in part if each.group == other), None)
    if own is None:
        return replace(blank, missing=say("Nobody is known to be in it."))
    figures = {"in it": own.share, "workforce": own.workforce_share}
    return replace(blank, value=own.difference, figures=figures, n={each.group: each.n for each in part})


def _asked(blank: Indicator, each: Mapping[str, Any], answers: Answers | None) -> Indicator:
    """A question of the survey, found by the words of its heading."""
    if answers is None:
        return replace(blank, missing=say("No survey was given: add one with --survey FILE."))
    for question in answers.questions:
        text = plain(question)
        if any(all(word in text for word in words) for words in each["heading"]):
            rates = answers.rates(question)
            return replace(
                blank,
                figures={group: rate.events / rate.base for group, rate in rates.items() if rate.base},
                n={group: rate.base for group, rate in rates.items()},
                words=say("Share who said yes or agreed: {question}", question=question),
            )
    return replace(blank, missing=say("No question of the survey was known for this one by its heading."))
