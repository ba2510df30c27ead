"""Made-up service users and residents, the same at every start."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

HEADINGS = {"age": "Age", "sex": "Sex", "ethnicity": "Ethnic group", "disability": "Disability"}
POPULATION_HEADINGS = ("area_code", "area_name", "geography", "period", "group", "measure", "unit", "value")
OLDEST = 99

Content = Mapping[str, Any]


def users_csv(content: Content, year: int) -> bytes:
    """The extract of one year of `content["years"]`: a row a person, with a card number that means nothing."""
    draw = np.random.default_rng(content["seed"] + year)
    people = content["years"][year]["people"]
    age = year / (len(content["years"]) - 1)
    columns = {name: list(_answers(content, name, people, age, draw)) for name in HEADINGS}
    cards = draw.permutation(np.arange(100_000, 100_000 + people))
    rows = zip(cards, *columns.values(), strict=True)
    return _csv(["Card number", *HEADINGS.values()], rows)


def _answers(
    content: Content, name: str, people: int, age: float, draw: np.random.Generator
) -> Iterator[str]:
    groups = list(content["residents"][name])
    chances = np.array(
        [content["residents"][name][group] * _weight(content, name, group) for group in groups]
    )
    unanswered = {
        what: first + (last - first) * age for what, (first, last) in content["unanswered"][name].items()
    }
    answered = 1 - sum(unanswered.values())
    choices = groups + list(unanswered)
    shares = np.concatenate([chances / chances.sum() * answered, list(unanswered.values())])
    for index in draw.choice(len(choices), size=people, p=shares):
        yield _written(content, name, choices[index], draw)


def _weight(content: Content, name: str, group: str) -> float:
    weight: float = content["likelihood"][name].get(group, 1.0)
    return weight


def _written(content: Content, name: str, answer: str, draw: np.random.Generator) -> str:
    """As a member of staff would have typed it: an age in years, a list's words, or a shorter form."""
    if name == "age" and answer:
        low, high = _span(answer)
        return str(draw.integers(low, high + 1))
    forms: Sequence[str] = content["written"].get(answer, [answer])
    return forms[int(draw.integers(len(forms)))]


def _span(group: str) -> tuple[int, int]:
    """First and last age of "Aged 16 to 19 years" and its like."""
    numbers = [int(word) for word in group.split() if word.isdecimal()]
    if "under" in group:
        return 0, numbers[0]
    return (numbers[0], OLDEST) if "over" in group else (numbers[0], numbers[1])


def population_csv(content: Content, name: str) -> bytes:
    """Residents by one characteristic, in the long form in which a census office publishes them."""
    area = ("X00000001", content["area"], "Local authority", str(content["vintage"]))
    rows = ((*area, group, "Count", "Persons", count) for group, count in content["residents"][name].items())
    return _csv(POPULATION_HEADINGS, rows)


def _csv(headings: Sequence[str], rows: Iterator[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode()
