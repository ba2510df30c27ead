"""Where words stand: in every field of text that belongs to an organisation, and in the log."""

from __future__ import annotations

import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation
from dueregard.access.ownership import owned_rows, owners
from dueregard.access.reports import events_within
from dueregard.audit.models import Event
from dueregard.audit.services import REDACTED

APPS = ("plans", "evidence", "monitoring", "publications", "papers")
"""Whose rows hold words that people wrote. People themselves, and the ledger of published counts, do not change."""
NOT_WORDS = re.compile(r"sha256|slug|stored_as|.*_kept|file|content_type|audit_head|name_once")
SAME = (
    "'\u2018\u2019\u02bc`\u00b4\u2032",
    '"\u201c\u201d\u201e\u2033',
    "-\u2010\u2011\u2012\u2013\u2014\u2212",
)
TOMBSTONE = "[redacted]"
EXTRACT = 60


@dataclass(frozen=True)
class Words:
    """The words to find: whatever their capitals, whatever blanks or line ends stand between them, and however a word
    processor wrote their quotation marks, dashes and accents."""

    written: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        words = ("".join(map(_however_typed, _letters(word))) for word in self.written.split())
        return re.compile(r"\s+".join(words), re.IGNORECASE)

    def stand_in(self, value: Any) -> bool:
        """Whether they are in a text, or in any text of a JSON value."""
        return any(self.pattern.search(text) for text in _texts(value))

    def without(self, value: Any) -> Any:
        """The same value with a tombstone in their place."""
        if isinstance(value, str):
            return self.pattern.sub(TOMBSTONE, value)
        if isinstance(value, dict):
            return {self.without(key): self.without(inner) for key, inner in value.items()}
        return [self.without(inner) for inner in value] if isinstance(value, list) else value

    def extract(self, value: Any) -> str:
        """A few words around their first place."""
        for text in _texts(value):
            if found := self.pattern.search(text):
                start, end = max(0, found.start() - EXTRACT), found.end() + EXTRACT
                return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
        return ""

    def without_in_bytes(self, content: bytes) -> bytes:
        """For a file that went out, where a letter or the end of a line may be written as HTML or JSON write it."""
        letters = (
            r"(?:\s|<br ?/?>|\\n)+" if letter == " " else _however_written(letter)
            for letter in _letters(self.written)
        )
        text = content.decode("utf-8", "surrogateescape")
        blank = re.compile("".join(letters), re.IGNORECASE).sub(TOMBSTONE, text)
        return blank.encode("utf-8", "surrogateescape")


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


@dataclass(frozen=True)
class Place:
    """One field of one row; `value` is what stands there."""

    model: type[models.Model]
    key: Any
    field: models.Field[Any, Any]
    value: Any

    @property
    def name(self) -> str:
        """What the row is called, and which part of it."""
        return f"{self.model._meta.verbose_name} {self.key}: {self.field.verbose_name}"

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr(self.value).encode()).hexdigest()


def places(words: Words, organisation: Organisation) -> Iterator[Place]:
    """Every field that holds the words, in rows of the organisation and of those under it."""
    for model in sorted(owned_models(), key=lambda model: model._meta.label):
        fields = [field for field in model._meta.concrete_fields if _holds_words(field)]
        rows = owned_rows(model, organisation).values_list("pk", *(field.name for field in fields))
        for key, *values in rows.iterator(chunk_size=2000):
            for field, value in zip(fields, values, strict=True):
                if words.stand_in(value):
                    yield Place(model, key, field, value)


def events(words: Words, organisation: Organisation) -> Iterator[Event]:
    """The events of the log that hold the words."""
    for event in events_within(organisation).exclude(kind=REDACTED).iterator(chunk_size=2000):
        if words.stand_in(json.loads(event.payload)):
            yield event


def still_public(words: Words, organisation: Organisation) -> list[str]:
    """Titles of the published versions that show the words to everybody, until they are withdrawn."""
    file = apps.get_model("publications", "FrozenFile")
    rows = owned_rows(file, organisation).filter(version__withdrawn_at=None).select_related("version")
    found = {
        row.version for row in rows.iterator() if words.without_in_bytes(bytes(row.content)) != row.content
    }
    return sorted(
        _("version %(number)s of %(title)s") % {"number": version.number, "title": version.title}
        for version in found
    )


def owned_models() -> list[type[models.Model]]:
    """Models with words in them, whose rows belong to an organisation."""
    found = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in found if owners(model)]


def _holds_words(field: models.Field[Any, Any]) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
    return is_text and not field.choices and not NOT_WORDS.fullmatch(field.name)
