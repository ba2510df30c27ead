"""A table that somebody else published, read column by column: what is not understood is asked, never guessed."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from dueregard.ledger.reports.joining import (
    OTHER_LINES,
    in_words,
    joined_choices,
    joined_meanings,
    of_other_lines,
    taken_apart,
)
from dueregard.monitoring.models import PLACE, MappedColumn
from dueregard.monitoring.models.datasets import AS_WRITTEN_PLACE
from dueregard.releases.reports import PrintedTable
from dueregard.releases.reports.joined import is_joined, named_in
from dueregard.releases.reports.outside import TOTAL
from equalities.codelists import CodeList, Recognition, characteristic, load, recognise, state_labels
from equalities.codelists.standardise import missing_state
from equalities.cubes import AS_WRITTEN, Dimension
from equalities.cubes.cube import KNOWN
from equalities.cubes.dimensions import UNKNOWN, as_written, listed
from equalities.cubes.source import distinct
from equalities.disclosure.layout import Axis
from equalities.disclosure.measures import read_count, read_share
from equalities.refusals import Refused
from equalities.sandbox import Limits, run_limited

LIMITS = Limits(seconds=60, megabytes=2048)
MOST_ASKED = 200
"""Texts that a page asks about: a table with more is not one for people to read."""

OUT = "out"
COUNT, PERCENT, BASE = "count", "percent", "base"
MEASURES = (COUNT, PERCENT, BASE)
WITHHELD = "withheld"
EVERYBODY = {
    *("total", "totals", "grand total", "everybody", "everyone", "all"),
    *(f"all {who}" for who in ("people", "persons", "ages", "groups", "ethnic groups", "sexes")),
    *(f"{all_} {who}" for all_ in ("all", "total") for who in ("users", "staff", "pupils", "respondents")),
}
"""What commonly stands for the total; shown, like all else that is recognised."""
MARKS = ("x", "*", "**", "c", "[c]", "(c)", "~", "s", "suppressed", "withheld", "redacted")
"""What commonly stands in place of a count that is withheld; each is shown, and can be said to be something else."""

NO_GROUPS = frozenset(("", TOTAL, OUT, WITHHELD, KNOWN, UNKNOWN, OTHER_LINES, *state_labels()))
"""Meanings of a text that name no group of people who answered."""

SHARE_WORDS = ("%", "per cent", "percent", "share", "proportion")


@dataclass(frozen=True)
class Sheet:
    """A table as text: every row is as long as the headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, place: int) -> tuple[str, ...]:
        return tuple(row[place] for row in self.rows)

    def as_text(self) -> str:
        """As CSV, for a page to carry until it is recorded."""
        text = io.StringIO()
        csv.writer(text).writerows([self.headings, *self.rows])
        return text.getvalue()

    @classmethod
    def from_text(cls, text: str) -> "Sheet":
        """The table that `as_text` wrote; Refused for anything else."""
        try:
            headings, *rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))] or [()]
        except csv.Error:
            headings, rows = (), []
        if not headings or not rows or any(len(row) != len(headings) for row in rows):
            raise Refused(_("The table was not carried over: give it again."))
        return cls(headings, tuple(rows))


def read_sheet(content: bytes, suffix: str) -> Sheet:
    """The table in a file, or in text that was pasted (".txt"), read in a child process with limits. Refused, in one
    sentence, for what is none."""
    with TemporaryDirectory() as shelf:
        path = Path(shelf) / f"table{suffix}"
        path.write_bytes(content)
        target = "equalities.cubes.printed:read_printed_as_dict"
        found = run_limited(target, str(path), limits=LIMITS, scratch=Path(shelf))
    return lengthened(Sheet(tuple(found["headings"]), tuple(tuple(row) for row in found["rows"])))


def lengthened(sheet: Sheet) -> Sheet:
    """A table with a column of counts for each group, as one with a line for each count; any other as it is."""
    wide = [place for place in range(len(sheet.headings)) if guess_measure(sheet, place) == COUNT]
    groups = [sheet.headings[place] for place in wide if not is_everybody(sheet.headings[place])]
    found = recognise(Counter(groups))
    if len(groups) < 2 or found.characteristic is None or found.unrecognised:
        return sheet
    kept = [place for place in range(len(sheet.headings)) if place not in wide]
    rows = [
        (*(row[at] for at in kept), sheet.headings[place], row[place]) for row in sheet.rows for place in wide
    ]
    title = characteristic(found.characteristic).title
    headings = distinct([*(sheet.headings[at] for at in kept), title, _("People")])
    return Sheet(headings, tuple(rows))


def is_everybody(text: str) -> bool:
    return text.strip().casefold() in EVERYBODY


def guess_measure(sheet: Sheet, place: int) -> str:
    """COUNT or PERCENT for a column of numbers, "" for one of words."""
    texts = [text for text in sheet.column(place) if text and text.casefold() not in MARKS]
    words = sheet.headings[place].casefold()
    shares = [text for text in texts if read_share(text, 100)]
    if 2 * len(shares) > len(texts) and any(word in words for word in SHARE_WORDS):
        return PERCENT
    if texts and shares == texts and all("%" in text for text in texts):
        return PERCENT
    numbers = sum(map(says_count, texts))
    return COUNT if numbers and 2 * numbers > len(texts) and not _is_listed(sheet, place) else ""


def _is_listed(sheet: Sheet, place: int) -> bool:
    """Whether the heading names a characteristic and the values are its groups, as of ages 16-24."""
    return recognised(sheet, place).classification is not None


def recognised(sheet: Sheet, place: int, classification: str | None = None) -> Recognition:
    values = Counter(text for text in sheet.column(place) if text and not is_everybody(text))
    found = recognise(values, sheet.headings[place], classification=classification)
    is_found = classification or found.classification
    return found if is_found else recognise(taken_apart(values), sheet.headings[place])


def says_count(text: str) -> bool:
    return read_count(text, ()) is not None


def guessed_columns(sheet: Sheet, ours: Sequence[MappedColumn] = ()) -> list[str]:
    """What each column seems to hold, as ReadingForm has it: "" where nothing can be said. `ours` are the columns of
    the data about these people: where their list has all that stands in a column it is read by that list, so that the
    two can be laid side by side."""
    found: list[str] = []
    for place in range(len(sheet.headings)):
        measure = guess_measure(sheet, place)
        named = recognised(sheet, place)
        guess = f"{named.characteristic}:{named.classification}" if named.classification else ""
        chosen = measure or _as_ours(sheet, place, named, ours) or guess or _if_always_the_same(sheet, place)
        found.append("" if chosen in found and chosen != OUT else chosen)
    return found


def _as_ours(sheet: Sheet, place: int, named: Recognition, ours: Sequence[MappedColumn]) -> str:
    """A column of ours that holds the same, as a choice; "" for none."""
    for column in ours:
        if column.is_place:
            if column.heading.strip().casefold() == sheet.headings[place].strip().casefold():
                return AS_WRITTEN_PLACE
            continue
        asked = {column.characteristic, *(["gender_recorded"] if column.characteristic == "sex" else [])}
        if named.characteristic in asked:
            tried = recognised(sheet, place, column.classification)
            if tried.mapping and set(tried.unrecognised) <= set(named.unrecognised):
                return f"{column.characteristic}:{column.classification}"
    return ""


def _if_always_the_same(sheet: Sheet, place: int) -> str:
    """Left out, where one text stands in every row: it tells no group from another."""
    return OUT if len(set(sheet.column(place))) == 1 else ""


@dataclass(frozen=True)
class Question:
    """A text of a column, so many rows of it, and what it was taken to mean: a code, TOTAL, WITHHELD or OUT; "" where
    nobody has said. `name` is that of its field."""

    name: str
    heading: str
    text: str
    rows: int
    choices: tuple[tuple[str, str], ...]
    meaning: str


def questions(sheet: Sheet, columns: Sequence[str], said: Mapping[str, str]) -> list[Question]:
    """What each text of each column means: as `said` by field, else as recognised. Refused for a table of too many."""
    found = []
    for place, column in enumerate(columns):
        beside_count = column != COUNT and COUNT in columns
        asked = (
            _of_measure(sheet, place, column, beside_count=beside_count)
            if column in MEASURES
            else _of_groups(sheet, place, column)
        )
        found += [_answered(question, said) for question in asked]
    if len(found) > MOST_ASKED:
        raise Refused(
            _("This table has over %(number)s different groups and marks: record it in parts.")
            % {"number": MOST_ASKED}
        )
    return found


def _answered(question: Question, said: Mapping[str, str]) -> Question:
    given = said.get(question.name)
    return replace(question, meaning=given) if given in dict(question.choices) else question


def _of_measure(sheet: Sheet, place: int, column: str, *, beside_count: bool) -> Iterator[Question]:
    """The texts of a column of numbers that are no number and no range. `beside_count`: where nothing stands there, the
    count beside it may say all."""
    choices = ((WITHHELD, _("Withheld, or not said")), (OUT, _("Leave these rows out")))
    marks = (*MARKS, "", "-") if beside_count else MARKS
    for number, (text, rows) in enumerate(Counter(sheet.column(place)).items()):
        is_said = read_share(text, 100) is not None if column == PERCENT else says_count(text)
        if not is_said:
            guess = WITHHELD if text.casefold() in marks else ""
            yield Question(f"text_{place}_{number}", sheet.headings[place], text, rows, choices, guess)


def _of_groups(sheet: Sheet, place: int, column: str) -> Iterator[Question]:
    """The texts of a column of groups that are read by a list, or as they are written."""
    if column in ("", OUT):
        return
    classification = column.split(":")[1]
    codelist = None if classification == AS_WRITTEN else load(classification)
    meanings: dict[str, str] = {}
    if codelist:
        found = recognised(sheet, place, classification)
        meanings = {**found.mapping, **joined_meanings(codelist, found), **_without_answer(found)}
    for number, (text, rows) in enumerate(Counter(sheet.column(place)).items()):
        meaning = meanings.get(text, "") if codelist else text
        guess = TOTAL if is_everybody(text) else meaning
        choices = (*group_choices(codelist, text), *joined_choices(codelist, meaning))
        yield Question(f"text_{place}_{number}", sheet.headings[place], text, rows, choices, guess)


def _without_answer(found: Recognition) -> Mapping[str, str]:
    """The texts of those who gave no answer. A paper that has one line for them counts everybody there, whatever the
    reason is called; so does a line that names several reasons."""
    several = [text for text in found.unrecognised if _names_reasons(text)]
    together = dict.fromkeys(several, UNKNOWN)
    if len(found.states) + len(several) == 1:
        return together or dict.fromkeys(found.states, UNKNOWN)
    return {**found.states, **together}


def _names_reasons(text: str) -> bool:
    """ "Unknown/Not stated": reasons why there is no answer, and nothing else."""
    parts = [part for part in re.split(r"\s*(?:/|,|;|&|\+|\bor\b|\band\b)\s*", text.casefold()) if part]
    return len(parts) > 1 and all(missing_state(part) for part in parts)


def group_choices(codelist: CodeList | None, text: str) -> tuple[tuple[str, str], ...]:
    """What a text may mean: a group or a reason why there is no answer; itself, where there is no list."""
    always = ((TOTAL, _("Everybody")), (OUT, _("Leave these rows out")))
    if codelist is None:
        return ((text, text), *always) if text else always
    groups = ((code.code, code.label) for code in codelist.codes)
    states = ((state, _("No answer: %(why)s") % {"why": words}) for state, words in state_labels().items())
    both = ((KNOWN, _("Everybody who answered")), (UNKNOWN, _("No answer, for whatever reason")))
    return (*groups, *both, *states, *always)


def printed(sheet: Sheet, columns: Sequence[str], asked: Sequence[Question]) -> PrintedTable:
    """The table as it will be recorded, once every question is answered. Refused where two rows say how many are in
    one group."""
    meanings = _meanings(asked)
    groups = [place for place, column in enumerate(columns) if column not in ("", OUT, *MEASURES)]
    measures = {column: place for place, column in enumerate(columns) if column in MEASURES}
    used = [place for place, column in enumerate(columns) if column not in ("", OUT)]
    kept = [
        row for row in sheet.rows if all(meanings.get((sheet.headings[at], row[at])) != OUT for at in used)
    ]
    codes = [tuple(meanings[sheet.headings[at], row[at]] for at in groups) for row in kept]
    _check_once(codes, [[row[at] for at in groups] for row in kept])
    names = (*measures, *(["of"] if PERCENT in measures and BASE not in measures else []))
    rows = tuple(
        (*code, *(TOTAL if name == "of" else row[measures[name]] for name in names))
        for code, row in zip(codes, kept, strict=True)
    )
    dimensions = tuple(
        _dimension(columns[at], {code[place] for code in codes}) for place, at in enumerate(groups)
    )
    marks = dict.fromkeys(question.text for question in asked if question.meaning == WITHHELD)
    return PrintedTable(dimensions, names, rows, tuple(marks))


def _meanings(asked: Sequence[Question]) -> dict[tuple[str, str], str]:
    """What each text under each heading means, once it is known which lines are the other ones."""
    headings: dict[str, dict[str, str]] = {}
    for question in asked:
        headings.setdefault(question.heading, {})[question.text] = question.meaning
    return {
        (heading, text): of_other_lines(said, NO_GROUPS) if meaning == OTHER_LINES else meaning
        for heading, said in headings.items()
        for text, meaning in said.items()
    }


def _check_once(codes: Sequence[tuple[str, ...]], texts: Sequence[Sequence[str]]) -> None:
    counts = Counter(codes)
    twice = [", ".join(text) for code, text in zip(codes, texts, strict=True) if counts[code] > 1]
    if twice:
        words = _("These rows count the same group: %(rows)s. Say what each means, or leave all but one out.")
        raise Refused(words % {"rows": "; ".join(dict.fromkeys(twice)) or _("all of them")})


def _dimension(column: str, used: set[str]) -> Dimension:
    """The list that a column uses, as far as the paper does: its broad groups, or its finest with those above them."""
    name, classification = column.split(":")
    states = used & set(state_labels())
    if used & {KNOWN, UNKNOWN} and not states:
        states = {"not_recorded"}  # the reason that is no reason
    if classification == AS_WRITTEN:
        return as_written(name, used - NO_GROUPS, ())
    codes = {part for code in used - NO_GROUPS for part in named_in(code)} - NO_GROUPS
    groups = {code.parent for code in load(classification).codes}
    finest = codes - groups
    return listed(name, classification, finest or codes, states)


def place_choice() -> tuple[str, str]:
    return AS_WRITTEN_PLACE, _("An area, team or branch, with its names as they are written")


@dataclass(frozen=True)
class Lines:
    """A table as it was understood, in words."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def described(table: PrintedTable) -> Lines:
    words = {COUNT: _("People"), PERCENT: _("Per cent"), BASE: _("Base")}
    shown = [place for place, name in enumerate(table.measures) if name in words]
    groups = len(table.dimensions)
    return Lines(
        (*(_heading(own.name) for own in table.dimensions), *(words[table.measures[at]] for at in shown)),
        tuple(
            (
                *(_label(code, own) for code, own in zip(row[:groups], table.dimensions, strict=True)),
                *(row[groups + at] for at in shown),
            )
            for row in table.rows
        ),
    )


def _heading(name: str) -> str:
    return _("Place") if name == PLACE else characteristic(name).title


def _label(code: str, dimension: Dimension) -> str:
    if code == TOTAL:
        return _("Everybody")
    is_one = code in Axis(dimension).place or not is_joined(code)
    return dimension.label(code) if is_one else in_words(dimension.labels, code)
