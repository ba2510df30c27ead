"""What the headings of plans' columns mean: `headings.csv`, and how a heading as printed is looked up in it."""

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib.resources import files

from equalities.refusals import Refused

FIELDS = (
    *("ref", "theme", "objective", "action", "output", "outcome", "measure", "lead", "timescale", "status"),
    *("aim", "aim_a_eliminate", "aim_b_advance", "aim_c_foster", "next_step", "start", "finished", "other"),
)
# Asked in a dozen places of a reading; a context, unlike a global, is of one reading alone.
_SAID: ContextVar[Mapping[str, str]] = ContextVar("headings that somebody said the meaning of")

# Words that open so many questions that only the whole heading tells.
_TOO_COMMON = frozenset(
    {"what", "who", "when", "no", "id", "ref", "item", "due", "pc", "year", "date", "steps", "we will"}
    | {"start", "started", "end", "finish", "completion", "achieved", "support", "strategy", "strategies"}
    | {"aim", "aims", "officer", "officers", "nod", "by", "erbyn", "cyfrifol"}
    | {"eliminate", "advance", "foster", "category", "area", "focus", "topic", "subject", "programme"}
    | {"stage", "rating", "schedule", "frequency", "duration", "code", "from", "begin", "products"}
    | {"mitigation", "to be completed"}
    | {"pwy", "pryd", "rhif", "camau", "mesur", "dyddiad"}
)
_BETWEEN_LANGUAGES = re.compile(r"\s+/\s+|\s*[|\n]\s*")
_BRACKETS = re.compile(r"\([^)]*\)")
_NO_BRACKETS = str.maketrans("()", "  ")  # "Target (date)" is a target date
_WORD = re.compile(r"[\w'/]+(?<!/)")
_SHORTEST = 5  # letters of a heading in which one may be wrong
_REMEMBERED = 32_768  # texts; every cell of a long table is asked about more than once
_NUMBER = frozenset({"no", "number", "ref", "id", "code"})
_OF = frozenset({"of", "for", "to", "by", "in", "and"})  # after which comes what the word before is about
_LONGEST = 9  # words; a heading that is longer is a sentence


@contextmanager
def saying(headings: Mapping[str, str]) -> Iterator[None]:
    """Within it, headings mean what the document's owner says they mean: {heading as printed: one of FIELDS},
    whatever the vocabulary says; capitals and blanks aside. Raises Refused for a field that is not known."""
    unknown = [field for field in headings.values() if field not in FIELDS]
    if unknown:
        raise Refused(
            "'{field}' is not something a column can hold; use one of {known}.",
            field=unknown[0],
            known=", ".join(FIELDS),
        )
    token = _SAID.set({_printed(heading): field for heading, field in headings.items()})
    try:
        yield
    finally:
        _SAID.reset(token)


def said(heading: str) -> str | None:
    """The field that the document's owner says a heading names, None where nobody said."""
    headings = _SAID.get({})
    return headings.get(_printed(heading)) if headings else None


def _printed(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def field_of(heading: str) -> str | None:
    """The field that a heading names, or None where no entry of the vocabulary fits.

    Fields: ref, theme, objective, action, output, outcome, measure, lead, timescale, status, aim (or one aim:
    aim_a_eliminate, aim_b_advance, aim_c_foster), next_step, start and finished (the days a thing began and was
    done), and other (known, but with no field of its own).
    A heading that is not in the vocabulary has the field of the longest entry inside it.
    """
    return said(heading) or _field_of(heading)


@lru_cache(maxsize=_REMEMBERED)
def _field_of(heading: str) -> str | None:
    return _is_heading(heading) or _numbers(_words(heading)) or _within(_words(heading.replace("/", " ")))


def _numbers(words: tuple[str, ...]) -> str | None:
    """ "ref" where a heading numbers what another one names: "Goal #", "Strategy no"."""
    named = _vocabulary().get(" ".join(words[:-1])) if words and words[-1] in _NUMBER else None
    return "ref" if named in ("action", "objective", "outcome", "output", "theme", "measure") else None


def is_heading(text: str) -> str | None:
    """The field of a heading that the vocabulary holds whole, a slip of one letter aside. One said in two
    languages, "Action / Cam gweithredu", is whole if each of them is."""
    return said(text) or _is_heading(text)


@lru_cache(maxsize=_REMEMBERED)
def _is_heading(text: str) -> str | None:
    spoken = " ".join(_words(text))
    with_brackets = _vocabulary().get(" ".join(_words(text.translate(_NO_BRACKETS)))) if "(" in text else None
    return with_brackets or _vocabulary().get(spoken) or _nearly(spoken) or _said_twice(text)


def _said_twice(text: str) -> str | None:
    ways = _BETWEEN_LANGUAGES.split(text) if any(mark in text for mark in "/|\n") else []
    fields = [_vocabulary().get(" ".join(_words(way))) for way in ways] if len(ways) == 2 else []
    return fields[0] if fields and all(fields) else None


def split_run(text: str) -> list[str]:
    """The headings in a line that is nothing but headings of different fields, run together; else nothing."""
    words = text.split()
    if len(words) > 2 * _LONGEST:
        return []
    found: list[str] = []
    while words:
        size = next((n for n in range(len(words), 0, -1) if _is_whole(words[:n])), 0)
        if not size:
            return []
        found.append(" ".join(words[:size]))
        words = words[size:]
    return found if len({is_heading(heading) for heading in found}) > 1 else []


def split_into(text: str, count: int) -> list[str]:
    """As `split_run`, into so many headings: "Objective Action Lead" is three, though an "action lead" is one."""
    words = text.split()
    found = _split_into(words, count) if count > 1 and len(words) <= 2 * _LONGEST else None
    return found if found and len({is_heading(heading) for heading in found}) > 1 else []


def _split_into(words: list[str], count: int) -> list[str] | None:
    if not words or not count:
        return None if words or count else []
    for size in range(len(words) - count + 1, 0, -1):
        rest = _split_into(words[size:], count - 1) if _is_whole(words[:size]) else None
        if rest is not None:
            return [" ".join(words[:size]), *rest]
    return None


def _is_whole(words: list[str]) -> bool:
    return " ".join(_words(" ".join(words))) in _vocabulary()


@cache
def _vocabulary() -> dict[str, str]:
    table = files(__package__).joinpath("headings.csv").read_text("utf-8").splitlines()
    return {" ".join(_words(row["heading"])): row["field"] for row in csv.DictReader(table)}


def begins_with_a_verb(text: str) -> bool:
    """Whether a text begins with a word for what is to be done, and goes on: "Improve access"."""
    first, *rest = text.casefold().split() or [""]
    return bool(rest) and first in _verbs()


@cache
def _verbs() -> frozenset[str]:
    table = files(__package__).joinpath("verbs.csv").read_text("utf-8").splitlines()
    return frozenset(row["verb"] for row in csv.DictReader(table))


def _words(heading: str) -> tuple[str, ...]:
    """The words of a heading, without case, brackets' content or punctuation. What a system exports says "due_date",
    and what people say, "what we'll do", is written out."""
    heading = heading.replace("_", " ").replace("#", " no ")
    spoken = _BRACKETS.sub(" ", heading) if "(" in heading else heading
    spoken = (
        (spoken if spoken.strip() else heading)
        .casefold()
        .replace("&", " and ")
        .replace("’", "'")
        .replace("'ll", " will")
    )
    return tuple(_WORD.findall(spoken))


def _within(words: tuple[str, ...]) -> str | None:
    """The field of the longest entry that stands inside a heading; of several as long the last, as a "high impact
    action" is an action, or the first where that is "of" or "for" the others."""
    if len(words) > _LONGEST:
        return None
    inside = [
        entry
        for start, word in enumerate(words)
        for entry in _opening_with().get(word, ())
        if words[start : start + len(entry)] == entry
    ]
    longest = max(reversed(inside) if not _OF.intersection(words) else inside, key=len, default=None)
    return _vocabulary()[" ".join(longest)] if longest else None


@cache
def _opening_with() -> dict[str, list[tuple[str, ...]]]:
    """The words of each entry that may stand inside a longer heading, by the first of them."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in _vocabulary().keys() - _TOO_COMMON:
        found.setdefault(entry.split()[0], []).append(tuple(entry.split()))
    return found


def _nearly(spoken: str) -> str | None:
    """The field of an entry that differs in one letter: headings come from scanners and typists with slips."""
    if not _SHORTEST <= len(spoken) <= _longest_entry() + 1:
        return None
    for size in (len(spoken) - 1, len(spoken), len(spoken) + 1):
        for end in (slice(2), slice(-2, None)):  # one slip leaves one of them whole
            for entry in _by_end().get((size, end.start, spoken[end]), ()):
                if _differ_in_one(entry, spoken):
                    return _vocabulary()[entry]
    return None


@cache
def _longest_entry() -> int:
    return max(map(len, _vocabulary()))


@cache
def _by_end() -> dict[tuple[int, int | None, str], list[str]]:
    """The entries by their length and the two letters at either end."""
    found: dict[tuple[int, int | None, str], list[str]] = {}
    for entry in _vocabulary():
        for end in (slice(2), slice(-2, None)):
            found.setdefault((len(entry), end.start, entry[end]), []).append(entry)
    return found


def _differ_in_one(one: str, other: str) -> bool:
    """Whether two texts are the same but for one letter, changed, missing or added."""
    before = _common(one, other)
    return before + _common(one[before:][::-1], other[before:][::-1]) >= max(len(one), len(other)) - 1


def _common(one: str, other: str) -> int:
    """How many letters two texts share from the left."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))
