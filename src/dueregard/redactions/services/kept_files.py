"""Words in what was made and kept: files of publications, and of papers for committees."""

from __future__ import annotations

from collections.abc import Collection

from django.apps import apps
from django.db import models

from dueregard.access.models import Organisation
from dueregard.access.ownership import owned_rows
from dueregard.redactions.words import TOMBSTONE, Words


def blank_files(words: Words, organisation: Organisation) -> list[str]:
    """In files that were published and are withdrawn now, and in papers; their hashes as they were made."""
    changed = _blank_papers(words, organisation)
    for file in owned_rows(_files(), organisation).iterator():
        after = words.without_in_bytes(bytes(file.content))
        if after != bytes(file.content):
            _files()._base_manager.filter(pk=file.pk).update(content=after)
            changed.append(file.sha256)
    return changed


def _blank_papers(words: Words, organisation: Organisation) -> list[str]:
    """A paper says the same in each format, but only its web page can be blanked word by word: the others go."""
    rows, changed = owned_rows(_paper_files(), organisation), []
    for page in rows.filter(content_type="text/html").iterator():
        after = words.without_in_bytes(bytes(page.content))
        if after != bytes(page.content):
            same = rows.filter(paper=page.paper_id)
            changed += list(same.values_list("sha256", flat=True))
            _tombstone(same.exclude(pk=page.pk))
            _paper_files()._base_manager.filter(pk=page.pk).update(content=after)
    return changed


def remove_same(hashes: Collection[str]) -> None:
    """In a copy restored from a backup: files that were blanked go whole, since the words are not known any more."""
    _files()._base_manager.filter(sha256__in=hashes).update(content=TOMBSTONE.encode())
    _tombstone(_paper_files()._base_manager.filter(sha256__in=hashes))


def _tombstone(files: models.QuerySet[models.Model]) -> None:
    keys = list(files.values_list("pk", flat=True))
    files.model._base_manager.filter(pk__in=keys).update(
        content=TOMBSTONE.encode(), content_type="text/plain"
    )


def _paper_files() -> type[models.Model]:
    return apps.get_model("papers", "PaperFile")


def _files() -> type[models.Model]:
    return apps.get_model("publications", "FrozenFile")
