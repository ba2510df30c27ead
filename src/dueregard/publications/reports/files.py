"""The files of a report, byte for byte as they go out: page, stylesheet, tables and a manifest with their hashes."""

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation
from dueregard.monitoring.reports import VERDICTS
from dueregard.publications.models import MANIFEST, PAGE, Version
from dueregard.publications.reports.csv_tables import NOT_AVAILABLE, WITHHELD, csv_table, withheld_in_words
from dueregard.publications.reports.progress import action_headings, action_rows
from dueregard.publications.reports.proofs import proof_files
from dueregard.publications.reports.report import Download, Report, report
from equalities.disclosure import Receipt
from equalities.documents.writers import ExportTable, write_csv

CSV, HTML, CSS, JSON, ZIP = "text/csv", "text/html", "text/css", "application/json", "application/zip"
TAKEN_AWAY = (CSV, ZIP)
"""Kinds of files that a browser saves instead of showing."""
STYLES = ("kit/govuk-frontend-6.3.0.min.css", "kit/kit.css", "publications/report.css")


@dataclass(frozen=True)
class File:
    name: str
    content_type: str
    content: bytes
    words: str = ""  # what it holds, where it is offered as a download

    @property
    def kind(self) -> str:
        """As people call it: "CSV"."""
        return self.content_type.rpartition("/")[2].upper()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def files(version: Version, *, at: datetime, audit_head: str, is_preview: bool = False) -> list[File]:
    """All files of a version as they would go out at that moment, in the language of the installation. A preview's
    page differs by its banner alone."""
    with translation.override(settings.LANGUAGE_CODE):
        shown = report(version, published_on=timezone.localdate(at))
        tables = [*_tables(shown), *_proofs(version)]
        downloads = tuple(Download(file.name, file.words, file.kind, _kilobytes(file)) for file in tables)
        shown = replace(shown, downloads=downloads)
        organisation = version.publication.organisation
        going = [_page(shown, is_preview=is_preview), *_looks(organisation), *tables]
        return [*going, _manifest(shown, going, at=at, audit_head=audit_head)]


def _page(shown: Report, *, is_preview: bool) -> File:
    context = {
        "report": shown,
        "publisher": shown.publisher,
        "stylesheets": ["style.css"],
        "verdicts": VERDICTS,
        "is_preview": is_preview,
    }
    return File(PAGE, HTML, render_to_string("publications/report.html", context).encode())


def _looks(organisation: Organisation) -> Iterator[File]:
    """The styles of this day and the organisation's own, so that the copy looks the same for ever."""
    found = [Path(finders.find(style)).read_text(encoding="utf-8") for style in STYLES]  # type: ignore[arg-type]
    colour = f":root {{ --kit-colour: {organisation.colour}; }}\n"
    yield File("style.css", CSS, "\n".join([*found, colour]).encode())
    if organisation.logo:
        logo = bytes(organisation.logo)
        yield File("logo", "image/png" if logo.startswith(b"\x89PNG") else "image/jpeg", logo)


def _tables(shown: Report) -> Iterator[File]:
    if shown.progress.actions:
        words = _("Objectives and actions")
        yield _csv("actions.csv", words, action_headings(), action_rows(shown.progress))
    for each in shown.tables:
        words = f"{each.title}, {each.period}"
        yield _csv(each.file, words, *csv_table(each))
    if shown.tables:
        words = _("What the signs in these files mean")
        yield _csv("notes.csv", words, (_("Sign"), _("Meaning")), _signs(shown))


def _proofs(version: Version) -> Iterator[File]:
    for name, about, content in proof_files(version.taken):
        words = _("Tables with their proof, for anybody to check: %(about)s") % {"about": about}
        yield File(name, ZIP, content, words)


def _signs(shown: Report) -> tuple[tuple[str, str], ...]:
    notes = dict.fromkeys(each.table.note for each in shown.tables)
    return (
        (WITHHELD, withheld_in_words()),
        (NOT_AVAILABLE, _("Not available: there is no such figure")),
        *((_("Rule"), note) for note in notes),
    )


def _csv(name: str, words: str, headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> File:
    """As write_csv does, text that a spreadsheet would take for a formula is made harmless."""
    out = io.BytesIO()
    write_csv(ExportTable(words, "", headings, rows), out)
    return File(name, CSV, out.getvalue(), words)


def _kilobytes(file: File) -> int:
    return max(1, round(len(file.content) / 1000))


def _public(receipt: Receipt) -> dict[str, Any]:
    """A receipt for readers: without the cells that are given away already, or can be narrowed most. How far rests on
    tables that only staff see, so that it would tell readers what nothing printed tells them."""
    told = receipt.as_dict()
    private = ("exposed", "only_if_same", "narrowest", "known_before")
    return {name: value for name, value in told.items() if name not in private}


def _manifest(shown: Report, going: list[File], *, at: datetime, audit_head: str) -> File:
    """What went out, when, under which policy, and the hash of each file, for programs to read."""
    content: dict[str, Any] = {
        "title": shown.title,
        "publisher": shown.publisher.name,
        "period": {"first_day": shown.starts_on.isoformat(), "last_day": shown.ends_on.isoformat()},
        "version": shown.number,
        "what_changed": shown.what_changed,
        "url": shown.own_url,
        "published_at": at.isoformat(),
        "audit_head": audit_head,
        "protection": [
            {"about": check.about, "policy": check.policy.as_dict(), "receipt": _public(check.receipt)}
            for check in shown.checks
        ],
        "files": [
            {
                "name": file.name,
                "content_type": file.content_type,
                "bytes": len(file.content),
                "sha256": file.sha256,
            }
            for file in going
        ],
    }
    return File(MANIFEST, JSON, json.dumps(content, indent=2, ensure_ascii=False).encode())
