"""What is done with documents."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.audit.services import record
from dueregard.evidence.cleaning import without_properties
from dueregard.evidence.models import FOLDER, Document, PublicCopy

LONGEST_UPLOAD = timedelta(days=1)


@transaction.atomic
def attach(
    organisation: Organisation,
    *,
    by: User,
    upload: UploadedFile[bytes] | None = None,
    link: str = "",
    title: str = "",
) -> Document:
    """Keep a file under a random name, or a link. Call it last: a transaction cannot roll a file back."""
    if upload is None:
        document = Document(title=title or link[:200], link=link)
    else:
        filename = PurePath(upload.name or "document").name[-200:]
        document = Document(title=title or filename, filename=filename, size=upload.size or 0)
        document.sha256 = digest(upload)
        document.file = upload
    document.organisation, document.added_by = organisation, by
    details = {"title": document.title, "sha256": document.sha256, "link": document.link}
    _save(document, "evidence.attached", by=by, organisation=organisation, **details)
    return document


@transaction.atomic
def ask_to_publish(document: Document, *, title: str, by: User) -> PublicCopy:
    """A copy without properties, for a second person to look at. Nobody else sees it yet. Refused where it cannot be
    made; call it last, since a transaction cannot roll a file back."""
    if PublicCopy.open_of(document):
        raise ValidationError(_("A copy of this file waits, or is out, already."))
    content = without_properties(document.filename, content_of(document))
    copy = PublicCopy(document=document, title=title, asked_by=by, asked_at=timezone.now(), size=len(content))
    copy.sha256 = hashlib.sha256(content).hexdigest()
    copy.file = ContentFile(content, name="copy")
    details = {"title": title, "sha256": copy.sha256}
    _save(copy, "evidence.copy_asked_for", by=by, organisation=document.organisation, **details)
    return copy


@transaction.atomic
def publish_copy(copy: PublicCopy, *, by: User) -> None:
    """From now on everybody can download it."""
    found = PublicCopy.objects.select_for_update().get(pk=copy.pk)
    found.check_can_publish(by)
    found.published_by, found.published_at = by, timezone.now()
    found.save()
    details = {"title": found.title, "sha256": found.sha256}
    organisation = found.document.organisation
    record("evidence.copy_published", by=by, organisation=organisation, target=found, **details)


@transaction.atomic
def take_back_copy(copy: PublicCopy, *, by: User) -> None:
    """Nobody can download it any longer; or it never goes out."""
    found = PublicCopy.objects.select_for_update().get(pk=copy.pk)
    if found.taken_back_at:
        raise ValidationError(_("This was settled already."))
    found.taken_back_by, found.taken_back_at = by, timezone.now()
    found.save()
    organisation = found.document.organisation
    record("evidence.copy_taken_back", by=by, organisation=organisation, target=found)


@transaction.atomic
def remove_files(documents: Collection[Document]) -> list[str]:
    """The files go, with every copy that was made of them to publish; the rows stay. Their digests, of which the caller
    clears the log: of a short text, a digest can be guessed."""
    rows = [*documents, *PublicCopy.objects.filter(document__in=documents)]
    names = [str(row.file.name) for row in rows if row.file]
    digests = [row.sha256 for row in rows if row.sha256]
    for row in rows:
        row.file, row.sha256, row.size = "", "", 0
        if isinstance(row, Document):
            row.removed_at = timezone.now()
        row.save()
    transaction.on_commit(lambda: _delete(names))
    return digests


def delete_leftovers() -> int:
    """Files that no row names: of a removal that was cut short after its commit, or of an upload before its own."""
    named = {
        *Document.objects.values_list("file", flat=True),
        *PublicCopy.objects.values_list("file", flat=True),
    }
    left = [name for name in _stored() if name not in named and _is_old(name)]
    _delete(left)
    return len(left)


def _stored() -> list[str]:
    try:
        return [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    except FileNotFoundError:
        return []


def _is_old(name: str) -> bool:
    """Past the time in which whoever is handing it in may still write its row."""
    return default_storage.get_modified_time(name) < timezone.now() - LONGEST_UPLOAD


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def content_of(row: Document | PublicCopy) -> bytes:
    with row.file.open() as file:
        return bytes(file.read())


def _save(
    row: Document | PublicCopy, kind: str, *, by: User, organisation: Organisation, **details: Any
) -> None:
    """The row, its file and its event, or none of the three."""
    try:
        row.save()
        record(kind, by=by, organisation=organisation, target=row, **details)
    except BaseException:
        if row.file:
            row.file.storage.delete(str(row.file.name))
        raise


def digest(upload: UploadedFile[bytes]) -> str:
    """SHA-256 of the content, which is left to be read again from its beginning."""
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
    return found.hexdigest()
