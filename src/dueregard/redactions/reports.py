"""Where words stand: in every field of text that belongs to an organisation, and in the log."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from dueregard.access.models import Draft, Organisation, User
from dueregard.access.ownership import owned_rows
from dueregard.access.reports import events_within
from dueregard.access.services import drafts as kept_drafts
from dueregard.audit.models import Event
from dueregard.audit.services import REDACTED
from dueregard.redactions import fields
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

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr(self.value).encode()).hexdigest()


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


def events(words: Words, organisation: Organisation) -> Iterator[Event]:
    """The events of the log that hold the words."""
    for event in events_within(organisation).exclude(kind=REDACTED).iterator(chunk_size=2000):
        if words.stand_in(json.loads(event.payload)):
            yield event


def drafts(words: Words, organisation: Organisation) -> Iterator[Draft]:
    """What members had typed when their session had ended, where it holds the words."""
    for draft in Draft.objects.filter(user__in=_people(organisation)):
        if words.stand_in([draft.page, draft.target, dict(kept_drafts.typed_in(draft))]):
            yield draft


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


def still_public(words: Words, organisation: Organisation) -> list[str]:
    """Titles of the published versions that show the words to everybody, in a file or in their address, until they are
    withdrawn."""
    file = apps.get_model("publications", "FrozenFile")
    rows = owned_rows(file, organisation).filter(version__withdrawn_at=None)
    found = {
        row.version
        for row in rows.select_related("version__publication").iterator()
        if words.stand_in(row.version.publication.slug)
        or words.without_in_bytes(bytes(row.content)) != row.content
    }
    copies = _rows(apps.get_model("evidence.PublicCopy"), organisation)
    titles = copies.filter(published_at__isnull=False, taken_back_at=None).values_list("title", flat=True)
    shown = [title for title in titles if words.stand_in(title)]
    return sorted(shown) + sorted(map(_version, found))
