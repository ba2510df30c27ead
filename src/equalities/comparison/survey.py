"""A staff survey by characteristic: what each group answered, and how many of it did."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from equalities.comparison.flags import Flags, flags, is_question
from equalities.comparison.outcomes import reference_of
from equalities.comparison.verdicts import Judgement, Rate, Verdict, gap_verdict
from equalities.comparison.workforce import GroupRate, group_rate
from equalities.cubes import AS_WRITTEN, Column, columns_of, header
from equalities.cubes.population import same_names
from equalities.cubes.rulings import recognised
from equalities.refusals import Refused
from equalities.saying import say


@dataclass(frozen=True)
class Answers:
    """A survey, read: the group of each respondent (None where it was not said), and each question's answers
    by its heading."""

    by: str
    groups: tuple[str | None, ...]
    questions: Mapping[str, Flags]

    def rates(self, question: str) -> dict[str, Rate]:
        """How many of each group said yes, or agreed."""
        counts: dict[str, Counter[bool | None]] = {}
        for group, value in zip(self.groups, self.questions[question].values, strict=True):
            if group is not None:
                counts.setdefault(group, Counter())[value] += 1
        return {
            group: Rate(held[True], held[True] + held[False], held[None])
            for group, held in sorted(counts.items())
        }


@dataclass(frozen=True)
class Answered:
    """One question: of each group how many said yes or agreed, and, beside the reference, the verdict."""

    question: str
    groups: tuple[GroupRate, ...]
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True)
class Response:
    """How many of a group answered the survey, of how many staff; the rate is a fraction, None where the
    staff of the group are not known."""

    group: str
    respondents: int
    staff: int | None
    rate: float | None


@dataclass(frozen=True)
class Survey:
    """A survey. `responses` begin with all staff; `warnings` are plain sentences."""

    by: str
    reference: str
    questions: tuple[Answered, ...]
    responses: tuple[Response, ...]
    warnings: tuple[str, ...]


def read_survey(path: Path, by: str) -> Answers:
    """Read a survey, one row a respondent: every column but `by` that is answered by yes and no, or by
    agreeing, is a question. Raises Refused for a file or heading that cannot be used, or without questions."""
    others = [heading for heading in header(path) if heading.casefold() != " ".join(by.split()).casefold()]
    rows = columns_of(path, [by, *others])
    groups = [" ".join(row[0].split()) for row in rows]
    mapping = recognised(Column(by, classification=AS_WRITTEN), Counter(groups)).mapping
    columns = {heading: [row[1 + place] for row in rows] for place, heading in enumerate(others)}
    questions = {heading: flags(texts) for heading, texts in columns.items() if is_question(texts)}
    if not questions:
        raise Refused("No column of this survey is answered by yes and no, or by agreeing.")
    return Answers(by, tuple(mapping.get(group) for group in groups), questions)


def survey(
    answers: Answers,
    staff: Mapping[str, int],
    everybody: int,
    reference: str | None = None,
    judgement: Judgement = Judgement(),
) -> Survey:
    """What each group answered. `staff` are the staff by group and `everybody` all of them, for the response
    rate; groups are matched as `same_names` does. Raises Refused for a reference that nobody belongs to."""
    people = Counter(group for group in answers.groups if group is not None)
    first = reference_of(people, reference, answers.by)
    questions = tuple(
        _answered(question, answers.rates(question), first, judgement) for question in answers.questions
    )
    own = same_names(tuple(staff), tuple(people), answers.by) if staff else {}
    held = {own.get(label, label): n for label, n in staff.items()}
    whole = _response("All", len(answers.groups), everybody or None)
    responses = [_response(group, n, held.get(group)) for group, n in sorted(people.items())]
    return Survey(answers.by, first, questions, (whole, *responses), _told(answers, responses))


def _answered(question: str, rates: Mapping[str, Rate], reference: str, judgement: Judgement) -> Answered:
    return Answered(
        question,
        tuple(group_rate(group, rate, judgement.level) for group, rate in rates.items()),
        {
            group: gap_verdict(rate, rates[reference], judgement)
            for group, rate in rates.items()
            if group != reference
        },
    )


def _response(group: str, respondents: int, staff: int | None) -> Response:
    return Response(group, respondents, staff, respondents / staff if staff else None)


def _told(answers: Answers, responses: list[Response]) -> tuple[str, ...]:
    """What to mind: who did not say, and groups with more respondents than staff."""
    told = []
    unknown = sum(group is None for group in answers.groups)
    if unknown:
        told.append(
            say(
                "{unknown:,} of {groups:,} respondents have no {by}.",
                unknown=unknown,
                groups=len(answers.groups),
                by=answers.by,
            )
        )
    over = [each.group for each in responses if each.rate is not None and each.rate > 1]
    if over:
        told.append(
            say(
                "More people of {groups} answered than are on the staff record: more declare in a survey "
                "than on the record.",
                groups=", ".join(over),
            )
        )
    return tuple(told)
