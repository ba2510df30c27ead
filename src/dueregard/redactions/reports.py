"""Where words stand: in every field of text that belongs to an organisation, and in the log."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from dueregard.access.models import Draft, Organisation, User
from dueregard.access.ownership import owned_rows
from dueregard.access.reports import events_within
from dueregard.access.services import drafts as kept_drafts
from dueregard.audit.models import Event
from dueregard.audit.services import REDACTED
from dueregard.evidence.models import Document, PublicCopy
from dueregard.redactions import fields
from dueregard.redactions.models import FileSearch, Redaction
from dueregard.redactions.words import Words


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

    def is_as_before(self, digest: str) -> bool:
        """Whether it says what it said when the digest was taken; earlier versions took one without a key."""
        plain = hashlib.sha256(repr(self.value).encode()).hexdigest()
        return digest in (keyed_digest(repr(self.value)), plain)


def keyed_digest(text: str) -> str:
    """By which the text is known again by who has SECRET_KEY, and by nobody who guesses at it without."""
    return hmac.digest(_digest_key(), text.encode(), "sha256").hex()


def _digest_key() -> bytes:
    return hashlib.sha256(b"what was redacted" + settings.SECRET_KEY.encode()).digest()


def places(words: Words, organisation: Organisation) -> Iterator[Place]:
    """Every field that holds the words, in rows of the organisation and of those under it."""
    return _places(fields.BLANKED, words, organisation)


def staying(words: Words, organisation: Organisation) -> Iterator[Place]:
    """Those in which the words stay, whatever is confirmed."""
    return _places(fields.LISTED, words, organisation)


def _places(table: Mapping[str, str], words: Words, organisation: Organisation) -> Iterator[Place]:
    for model, columns in fields.of(table):
        rows = _rows(model, organisation).order_by("pk").values_list("pk", *(each.name for each in columns))
        for key, *values in rows.iterator(chunk_size=2000):
            for column, value in zip(columns, values, strict=True):
                if words.stand_in(value):
                    yield Place(model, key, column, value)


def _rows(model: type[models.Model], organisation: Organisation) -> models.QuerySet[Any]:
    return _people(organisation) if model is User else owned_rows(model, organisation)


def _people(organisation: Organisation) -> models.QuerySet[User]:
    return User.objects.filter(memberships__organisation__path__startswith=organisation.path).distinct()


def events(words: Words, organisation: Organisation, digests: Collection[str] = ()) -> Iterator[Event]:
    """The events of the log that hold the words, or the digest of a file that goes."""
    for event in events_within(organisation).exclude(kind=REDACTED).iterator(chunk_size=2000):
        if words.stand_in(json.loads(event.payload)) or any(each in event.payload for each in digests):
            yield event


def drafts(words: Words, organisation: Organisation) -> Iterator[Draft]:
    """What members had typed when their session had ended, where it holds the words."""
    for draft in Draft.objects.filter(user__in=_people(organisation)):
        if words.stand_in([draft.page, draft.target, dict(kept_drafts.typed_in(draft))]):
            yield draft


def attached(organisation: Organisation) -> models.QuerySet[Document]:
    """The files that somebody attached, and that are still there."""
    return Document.objects.within(organisation).exclude(file="")


def unsearched(redaction: Redaction) -> models.QuerySet[Document]:
    searched = FileSearch.objects.filter(redaction=redaction).values("document")
    return attached(redaction.organisation).exclude(pk__in=searched).order_by("pk")


@dataclass(frozen=True)
class Attached:
    """The attached files, as far as they were searched: those that hold the words, those that could not be searched,
    and how many were looked into and how many not yet."""

    holding: list[Document]
    unread: list[FileSearch]
    searched: int
    left: int

    @property
    def goes(self) -> bool:
        """Whether any file goes."""
        return bool(self.holding) or any(search.is_chosen for search in self.unread)


def searched(redaction: Redaction) -> Attached:
    searches = list(redaction.searches.select_related("document"))
    holding = [each.document for each in searches if each.outcome == FileSearch.Outcome.HOLDS]
    not_read = [each for each in searches if each.outcome == FileSearch.Outcome.UNREAD]
    return Attached(holding, not_read, len(searches), unsearched(redaction).count())


def unread(redaction: Redaction) -> models.QuerySet[Document]:
    """The attached files that could not be searched."""
    found = redaction.searches.filter(outcome=FileSearch.Outcome.UNREAD)
    return Document.objects.filter(pk__in=found.values("document"))


def going(redaction: Redaction) -> list[Document]:
    """The attached files that hold the words, and those that somebody has looked into."""
    found = Q(outcome=FileSearch.Outcome.HOLDS) | Q(is_chosen=True)
    searches = redaction.searches.filter(found).exclude(document__file="")
    return [search.document for search in searches.select_related("document")]


def kept_files(words: Words, organisation: Organisation) -> list[str]:
    """Titles of the papers for committees, and of the withdrawn versions, whose files hold the words."""
    pages = owned_rows(apps.get_model("papers", "PaperFile"), organisation).filter(content_type="text/html")
    papers = (
        str(page.paper)
        for page in pages.select_related("paper").iterator()
        if words.without_in_bytes(bytes(page.content)) != page.content
    )
    file = apps.get_model("publications", "FrozenFile")
    withdrawn = owned_rows(file, organisation).exclude(version__withdrawn_at=None)
    versions = {
        _version(row.version)
        for row in withdrawn.select_related("version__publication").iterator()
        if words.without_in_bytes(bytes(row.content)) != row.content
    }
    return sorted(papers) + sorted(versions)


def _version(version: Any) -> str:
    return _("version %(number)s of %(title)s") % {"number": version.number, "title": version.title}


def still_public(redaction: Redaction) -> list[str]:
    """Titles of what shows the words to everybody until it is withdrawn or taken back: published versions, in a file or
    in their address, and copies of evidence."""
    words, organisation = Words(redaction.words), redaction.organisation
    file = apps.get_model("publications", "FrozenFile")
    rows = owned_rows(file, organisation).filter(version__withdrawn_at=None)
    found = {
        row.version
        for row in rows.select_related("version__publication").iterator()
        if words.stand_in(row.version.publication.slug)
        or words.without_in_bytes(bytes(row.content)) != row.content
    }
    return sorted(_copies_out(redaction, words)) + sorted(map(_version, found))


def _copies_out(redaction: Redaction, words: Words) -> set[str]:
    gone = {document.pk for document in going(redaction)}
    copies = PublicCopy.objects.within(redaction.organisation).out()
    return {copy.title for copy in copies if copy.document_id in gone or words.stand_in(copy.title)}
