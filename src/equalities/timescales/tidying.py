"""Making a phrase ready to be read: one kind of blank, dash and quotation mark; misspelt months mended."""

import re
import unicodedata
from difflib import get_close_matches
from functools import lru_cache

from .words import ENGLISH, MONTHS, either, one_of

_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("‘’‛`´", "'") | {"¬": "-"})
_NOTES = re.compile("[¹²³⁰⁴-⁹]+")  # the marks of notes, which are no part of a number: March 2026¹
_STRANGE = re.compile(r"[\s\x00-\x1f\u200b-\u200f\ue000-\uf8ff]+")
_BESIDE_A_NUMBER = re.compile(r"[a-z](?<![a-z].)[a-z]{4,9}+(?= ?[-',.]? ?(?:of )?\d)")
_NTHS = ("st", "nd", "rd", "th")
_SHORTEST_SLIP = 5
# Numbers that name something else than a time: stage 2, 2000 people.
_NUMBERED = """
    phase stage level priority objective action step tranche wave strand theme aim outcome goal target tier module task
    band grade part option version v section appendix annex page item no number para paragraph week wk milestone table
    figure ks kpi set cohort group round draft bv indicator
    """
NUMBERED = either(_NUMBERED.split())
COUNTED = """
    people|staff|employees|residents|households|pupils|students|places|homes|members|hours|patients|carers|jobs
    """
_LABELS = re.compile(
    rf"(?<![a-z])(?!(?:week|wk) ?\d (?:of |in |{either(MONTHS)}))"
    rf"{NUMBERED}s?\.? ?\d{{1,2}}(?:\.\d+)*(?![\d/-])(?= |$|:|,|\))"
    rf"|(?<![\d/])(?:\d{{4}}|\d{{1,2}}/\d{{1,2}})(?= (?:of )?(?:the )?{one_of(COUNTED)}\b)"
)
# The letter for a figure, as scanners and some typists have it: l April, 1O May. What stands before is asked after the
# first letter: a search for a letter is many times as fast as one that begins with a look behind.
_FOR_A_FIGURE = re.compile(
    r"[li|o0-3](?<![\w'/.-].)(?:(?<=[li|])|(?<=[lio|])\d|(?<=[0-3])[lo|])"
    rf"(?=(?:st|nd|rd|th)? (?:of )?{either(ENGLISH)}(?![a-z]))"
)
_FIGURES = str.maketrans("li|o", "1110")
_COUNTED_OFF = re.compile(r"(?:^|[\s;,])\(?1[.)] .*[\s;,]\(?2[.)] ")
_LETTERED_OFF = re.compile(r"(?:^|[\s;,])\(?a[.)] .*[\s;,]\(?b[.)] ")
_LETTER_C = re.compile(r"(?<![a-z])c(?=[.)] )")
_COUNTER = re.compile(r"(?<!\d)\d(?=[.)] )")
_LONG_MONTHS = [name for name in ENGLISH if len(name) > 5]


def tidy(phrase: str) -> str:
    """The phrase on one line, with plain dashes and quotation marks; its own capitals and words."""
    if phrase.isascii() and phrase.isprintable():
        return " ".join(phrase.split())
    return _STRANGE.sub(" ", unicodedata.normalize("NFKC", _NOTES.sub("", phrase))).translate(_SIGNS).strip()


def lower(text: str) -> str:
    """The tidied text in small letters, place for place, with misspelt months as their short names."""
    small = text.lower().replace("\\", "/")
    if len(small) != len(text):
        small = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    if "2" in small and _COUNTED_OFF.search(small):
        small = _COUNTER.sub("#", small)
    if ("b." in small or "b)" in small) and _LETTERED_OFF.search(small):
        small = _LETTER_C.sub("#", small)
    small = _FOR_A_FIGURE.sub(lambda found: _figures(found[0], text[found.start()]), small)
    small = _LABELS.sub(lambda found: re.sub(r"\d", "#", found[0]), small)
    before, blank, last = small.rpartition(" ")
    if (
        len(last) >= _SHORTEST_SLIP
        and last.isalpha()
        and (not before or before[-1].isdigit() or before.endswith(_NTHS))
    ):
        small = before + blank + _mended(last)
    return _BESIDE_A_NUMBER.sub(lambda found: _mended(found[0]), small)


def _figures(letters: str, first: str) -> str:
    """A small i by itself is Welsh for "to"."""
    return letters if first == "i" and len(letters) == 1 else letters.translate(_FIGURES)


@lru_cache(maxsize=4096)
def _mended(word: str) -> str:
    """A month's short name, as long as the word by a sign that forms pass over; else the word."""
    if word in MONTHS:
        return word
    names = get_close_matches(word, _LONG_MONTHS, n=1, cutoff=0.8)
    return names[0][:3].ljust(len(word), "\x01") if names and names[0][0] == word[0] else word
