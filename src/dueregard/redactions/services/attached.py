"""Looking for the words in files that people attached."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from dueregard.access.models import User
from dueregard.audit.services import record
from dueregard.evidence.models import Document
from dueregard.redactions import reports
from dueregard.redactions.models import FileSearch, Redaction
from equalities.refusals import Refused
from equalities.sandbox import Limits, run_limited

PATIENCE = 10
"""Seconds after which no further batch begins, since somebody waits for the page."""
AT_ONCE = 20
"""Files that one child process reads: starting it takes as long as most of them."""
LIMITS = Limits(seconds=60, megabytes=2048)


def search_files(redaction: Redaction, *, by: User) -> None:
    """Look into as many of the attached files as can be read while somebody waits, and of those only that have not been
    searched: a file is never changed, so what was found holds until the request is settled."""
    redaction.check_is_waiting()
    until, waiting = time.monotonic() + PATIENCE, list(reports.unsearched(redaction))
    while waiting and time.monotonic() < until:
        batch, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        _keep(redaction, batch, _searched(redaction.words, batch), by=by)


@transaction.atomic
def choose_files(redaction: Redaction, documents: Collection[Document], *, by: User) -> None:
    """Of those that could not be searched, these hold the words, and no others: whoever asked has looked."""
    found = Redaction.objects.select_for_update().get(pk=redaction.pk)
    found.check_can_choose(by)
    rows = found.searches.filter(outcome=FileSearch.Outcome.UNREAD)
    rows.update(is_chosen=False)
    rows.filter(document__in=documents).update(is_chosen=True)
    chosen = sorted(document.pk for document in documents)
    record("redactions.files_chosen", by=by, organisation=found.organisation, target=found, documents=chosen)


@transaction.atomic
def _keep(redaction: Redaction, files: Sequence[Document], outcomes: Sequence[str], *, by: User) -> None:
    rows = [
        FileSearch(redaction=redaction, document=file, outcome=outcome)
        for file, outcome in zip(files, outcomes, strict=True)
    ]
    FileSearch.objects.bulk_create(rows, ignore_conflicts=True)
    organisation = redaction.organisation
    record("redactions.files_searched", by=by, organisation=organisation, target=redaction, files=len(files))


def _searched(words: str, files: Sequence[Document]) -> list[str]:
    """What each holds. Where reading them together went beyond the limits, each has a process of its own."""
    try:
        return _in_child(words, files)
    except Refused:
        if len(files) == 1:
            return [FileSearch.Outcome.UNREAD]
        return [outcome for file in files for outcome in _searched(words, [file])]


def _in_child(words: str, files: Sequence[Document]) -> list[str]:
    named = [(file.file.path, file.filename) for file in files]
    with TemporaryDirectory() as shelf:
        target = "dueregard.redactions.searching:search"
        found: list[str] = run_limited(target, words, named, limits=LIMITS, scratch=Path(shelf))
    return found
