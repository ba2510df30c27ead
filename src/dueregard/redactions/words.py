"""Words to remove, however they were typed."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import slugify

SHORTEST = 4
SAME = (
    "'\u2018\u2019\u02bc`\u00b4\u2032",
    '"\u201c\u201d\u201e\u2033',
    "-\u2010\u2011\u2012\u2013\u2014\u2212",
)
GAP = r"\s_.+-"  # names of files and web addresses have no blanks
TYPED_GAP = rf"(?:[{GAP}]|%20)+"
WRITTEN_GAP = rf"(?:[{GAP}]|%20|<br ?/?>|\\n|&nbsp;)+"
TOMBSTONE = "[redacted]"
EXTRACT = 60


@dataclass(frozen=True)
class Words:
    """The words to find: whatever their capitals, whatever blanks or line ends stand between them, however a word
    processor wrote their quotation marks, dashes and accents, and as they stand in a web address."""

    written: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return self._pattern(_however_typed, TYPED_GAP)

    @cached_property
    def written_pattern(self) -> re.Pattern[str]:
        return self._pattern(_however_written, WRITTEN_GAP)

    def _pattern(self, letter: Callable[[str], str], gap: str) -> re.Pattern[str]:
        words = ("".join(map(letter, _letters(word))) for word in self.written.split())
        return re.compile("|".join([gap.join(words), *self._in_addresses()]), re.IGNORECASE)

    def _in_addresses(self) -> list[str]:
        slug = slugify(self.written)
        ends = "(?![^\\W_])"  # no letter or digit
        return [f"(?<![^\\W_]){slug.replace('-', '[-_]')}{ends}"] if len(slug) >= SHORTEST else []

    def stand_in(self, value: Any) -> bool:
        """Whether they are in a text, or in any text of a JSON value."""
        return any(self.pattern.search(text) for text in _texts(value))

    def without(self, value: Any) -> Any:
        """The same value with a tombstone in their place."""
        if isinstance(value, str):
            return self.pattern.sub(TOMBSTONE, value)
        if isinstance(value, dict):
            return self._without_in_keys(value)
        return [self.without(inner) for inner in value] if isinstance(value, list) else value

    def _without_in_keys(self, value: dict[str, Any]) -> dict[str, Any]:
        """No key takes the place of another that has become the same."""
        kept: dict[str, Any] = {}
        for key, inner in value.items():
            name = self.without(key)
            kept[f"{name} {len(kept)}" if name in kept else name] = self.without(inner)
        return kept

    def extract(self, value: Any) -> str:
        """A few words around their first place."""
        for text in _texts(value):
            if found := self.pattern.search(text):
                start, end = max(0, found.start() - EXTRACT), found.end() + EXTRACT
                return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
        return ""

    def without_in_bytes(self, content: bytes) -> bytes:
        """For a file that went out, where letters and ends of lines may be as HTML, JSON or CSV write them."""
        text = content.decode("utf-8", "surrogateescape")
        return self.written_pattern.sub(TOMBSTONE, text).encode("utf-8", "surrogateescape")


def _letters(text: str) -> str:
    """Each accent in one piece with its letter, where there is such a piece."""
    return unicodedata.normalize("NFC", text)


def _ways(letter: str) -> set[str]:
    """The letter itself, those that stand for the same sign, and with its accents apart."""
    same = next((same for same in SAME if letter in same), letter)
    return {
        unicodedata.normalize(form, each)
        for form in ("NFC", "NFD")
        for each in (*same, letter.upper(), letter.lower())
    }


def _however_typed(letter: str) -> str:
    return _any_of(_ways(letter))


def _however_written(letter: str) -> str:
    return _any_of(
        written
        for way in _ways(letter)
        for written in (
            way,
            way.replace('"', '""'),
            html.escape(way),
            "".join(f"&#{ord(each)};" for each in way),
            "".join(f"&#x{ord(each):x};" for each in way),
            json.dumps(way)[1:-1],
        )
    )


def _any_of(ways: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(way) for way in sorted(set(ways), key=len, reverse=True))})"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
