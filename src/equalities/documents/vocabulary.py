"""What the headings of plans' columns mean: `headings.csv`, and how a heading as printed is looked up in it."""

import csv
import re
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files

# Words that open so many questions that only the whole heading tells.
_TOO_COMMON = frozenset(
    {"what", "who", "when", "no", "id", "ref", "item", "due", "pc", "year", "date", "steps", "we will"}
)
_LONGEST = 9  # words; a heading that is longer is a sentence
_AIMS = ("aim_a_eliminate", "aim_b_advance", "aim_c_foster")


def field_of(heading: str) -> str | None:
    """The field that a heading names, or None where no entry of the vocabulary fits.

    Fields: ref, theme, objective, action, output, outcome, measure, lead, timescale, status, aim (or one aim:
    aim_a_eliminate, aim_b_advance, aim_c_foster), next_step, and other (known, but with no field of its own).
    A heading that is not in the vocabulary has the field of the longest entry inside it.
    """
    return is_heading(heading) or _within(_words(heading.replace("/", " ")))


def is_heading(text: str) -> str | None:
    """The field of a heading that the vocabulary holds whole, slips of one letter in ten aside."""
    spoken = " ".join(_words(text))
    return _vocabulary().get(spoken) or _nearly(spoken)


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


def _is_whole(words: list[str]) -> bool:
    return " ".join(_words(" ".join(words))) in _vocabulary()


@cache
def _vocabulary() -> dict[str, str]:
    table = files(__package__).joinpath("headings.csv").read_text("utf-8").splitlines()
    return {" ".join(_words(row["heading"])): row["field"] for row in csv.DictReader(table)}


@cache
def _words(heading: str) -> tuple[str, ...]:
    """The words of a heading, without case, brackets' content or punctuation."""
    spoken = re.sub(r"\([^)]*\)", " ", heading) if re.sub(r"\([^)]*\)", "", heading).strip() else heading
    spoken = spoken.casefold().replace("&", " and ").replace("’", "'")
    return tuple(re.findall(r"[\w'/]+(?<!/)", spoken))


@cache
def _within(words: tuple[str, ...]) -> str | None:
    """The field of the longest entry that stands inside a heading, the first of several as long."""
    if len(words) > _LONGEST:
        return None
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            entry = " ".join(words[start : start + size])
            if entry in _vocabulary() and entry not in _TOO_COMMON:
                return _vocabulary()[entry]
    return None


@cache
def _nearly(spoken: str) -> str | None:
    """Headings come out of scanners and typists with slips."""
    if not 5 <= len(spoken) <= 60:
        return None
    for entry, field in _vocabulary().items():
        if abs(len(entry) - len(spoken)) <= 1 and _alike(entry, spoken):
            return field
    return None


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() > 0.82 and matcher.ratio() > 0.82
