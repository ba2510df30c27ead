"""What is done with documents."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dueregard.access.models import Organisation, User
from dueregard.audit.services import Process, record
from dueregard.evidence.models import Document


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
    _save(document)
    return document


def _save(document: Document) -> None:
    """The row, its file and its event, or none of the three."""
    by: User | Process = document.added_by
    try:
        document.save()
        details = {"title": document.title, "sha256": document.sha256, "link": document.link}
        record("evidence.attached", by=by, organisation=document.organisation, target=document, **details)
    except BaseException:
        if document.file:
            document.file.storage.delete(str(document.file.name))
        raise


def digest(upload: UploadedFile[bytes]) -> str:
    """SHA-256 of the content, which is left to be read again from its beginning."""
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
    return found.hexdigest()
