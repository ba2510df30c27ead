"""Columns that say whether something happened to a person, in whatever words."""

from collections.abc import Sequence
from dataclasses import dataclass

from equalities.codelists.standardise import missing_state, plain

YES = frozenset({"y", "yes", "true", "t", "1", "x", "agree", "strongly agree", "satisfied", "very satisfied"})
NO = frozenset(
    {
        "n",
        "no",
        "none",
        "false",
        "f",
        "0",
        "never",
        "disagree",
        "strongly disagree",
        "neither agree nor disagree",
        "dissatisfied",
        "very dissatisfied",
        "neither satisfied nor dissatisfied",
    }
)


@dataclass(frozen=True)
class Flags:
    """For each row whether it happened; None where that is not known. `blank_is_no` says that the column
    never says no, so that a blank does."""

    values: tuple[bool | None, ...]
    blank_is_no: bool
    unread: tuple[str, ...] = ()


def flags(texts: Sequence[str], name: str = "") -> Flags:
    """Read a column: yes and no in many words, its own name ("Promoted", "Not promoted"), never and how often,
    or, where it has none of them, a date or a note for those it happened to and blanks for the others.

    A blank is no only where the column never says no. A value that is neither yes nor no, in a column that has
    them, is not known, and listed.
    """
    words = {text: _word(plain(text), plain(name)) for text in set(texts)}
    blank = {text for text in words if not text.strip() or missing_state(text) is not None}
    plainly = {text for text in blank if not text.strip()}
    said = {text: word for text, word in words.items() if word is not None}
    if not said or any(plain(text) == "never" for text in said):
        said |= {text: True for text in words if text not in blank and text not in said}
    blank_is_no = False not in said.values()
    values = {text: said.get(text, False if blank_is_no and text in plainly else None) for text in words}
    unread = tuple(sorted(text for text, value in values.items() if value is None and text not in blank))
    return Flags(tuple(values[text] for text in texts), blank_is_no and bool(plainly), unread)


def is_question(texts: Sequence[str]) -> bool:
    """Whether a column of a survey is answered by yes and no, or by agreeing, in nearly all its answers."""
    answers = [text for text in texts if text.strip() and missing_state(text) is None]
    if any(plain(text) == "never" for text in answers):
        return True
    words = [_word(plain(text), "") for text in answers]
    return bool(answers) and sum(word is not None for word in words) >= 0.9 * len(answers)


def _word(text: str, name: str) -> bool | None:
    """Yes, no, or neither, of a value in small letters; a column's name says yes, and "not" before it no."""
    if text in YES or (name and text == name):
        return True
    return False if text in NO or (name and text in (f"not {name}", f"un{name}")) else None
