"""What data protection law wants written down, filled in as far as the software knows it."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx import Document as WordDocument

from dueregard.kit.writing import date as day_in_words
from dueregard.monitoring.models import Dataset, Row
from dueregard.monitoring.reports.holdings import (
    Holding,
    backups_until,
    conditions,
    has_rows,
    holdings,
    removable,
)
from dueregard.monitoring.reports.results import period
from equalities.documents.writers import ExportTable, write_docx

DOCUMENTS: Mapping[str, Promise] = {
    "dpia": gettext_lazy("Data protection impact assessment"),
    "appropriate-policy-document": gettext_lazy("Appropriate policy document"),
}
"""Drafts to be edited: what a file is called, and its title."""

PEOPLE: Mapping[str, Promise] = {
    Row.PERSON: gettext_lazy("People who used the service"),
    Row.HOUSEHOLD: gettext_lazy("Households that used the service"),
    Row.VISIT: gettext_lazy("People who used the service, once for each visit"),
    Row.APPLICATION: gettext_lazy("People who applied, once for each application"),
    Row.INCIDENT: gettext_lazy("People who reported an incident or had a case, once for each of them"),
}


@dataclass(frozen=True)
class ProcessingRecord:
    """UK GDPR article 30(1), for one dataset: headings and what stands under them, what is held until when, and a
    paragraph for the privacy notice. `stored` is how many bytes of counts the database holds at this moment."""

    facts: tuple[tuple[str, str], ...]
    holdings: tuple[Holding, ...]
    privacy_notice: str
    stored: int
    backups_until: date


def processing_record(dataset: Dataset) -> ProcessingRecord:
    facts = (
        (_("Controller"), dataset.organisation.name),
        (_("Answers for the data"), dataset.owner or _("Nobody named yet")),
        (_("Purpose"), dataset.purpose),
        (_("Whose data"), f"{PEOPLE[dataset.row]}: {dataset.service}, {period(dataset)}"),
        (_("Which data"), ", ".join(column.title for column in dataset.columns) or _("Not said yet")),
        (_("Lawful basis"), _("%(basis)s, UK GDPR") % {"basis": dataset.get_lawful_basis_display()}),
        (_("Conditions"), "; ".join(conditions(dataset)) or _("Not said yet")),
        (
            _("Who sees what"),
            _("Everybody who signs in: protected tables. Nobody: rows, or counts before protection"),
        ),
        (_("Transfers abroad"), _("None by this software")),
        (_("Decisions about people"), _("None: nothing leads from a figure to a person")),
    )
    stored = sum(each.size for each in removable(dataset)) if dataset.purged_at else 0
    notice = privacy_notice(dataset)
    return ProcessingRecord(facts, tuple(holdings(dataset)), notice, stored, backups_until(dataset))


def privacy_notice(dataset: Dataset) -> str:
    """A paragraph for the service's own privacy notice."""
    words = _(
        "We use what you told us about yourself (%(columns)s) to see whether everybody who could use %(service)s is "
        "served, and to put right what stands in the way. Our legal ground is: %(basis)s; for information such as "
        "ethnic origin, religion, health or sexual orientation it is the equality monitoring condition (Data "
        "Protection Act 2018, Schedule 1, paragraph 8). %(kept)s, and small counts are never shown. Nothing is decided "
        "about you from it. You need not answer, and you can ask us in writing not to use your answers: write to "
        "%(owner)s. You can also complain to the Information Commissioner."
    )
    return words % {
        "columns": ", ".join(column.title.lower() for column in dataset.columns)
        or _("such as your age or sex"),
        "service": dataset.service,
        "basis": dataset.get_lawful_basis_display().lower(),
        "kept": _kept(dataset),
        "owner": dataset.owner or dataset.organisation.name,
    }


def _kept(dataset: Dataset) -> str:
    """What is kept of people's answers, and until when."""
    if dataset.purged_at:
        return _("Only tables of counts are kept")
    words = _("Only counts of people are kept, until %(until)s")
    if has_rows(dataset) or dataset.loaded_at is None:
        words = _("Your answers are kept without your name, sealed, until %(until)s")
    return words % {"until": day_in_words(dataset.keep_until) or _("a day to be set")}


def record_file(dataset: Dataset) -> bytes:
    """The record as a Word table, to go into the authority's own register."""
    record = processing_record(dataset)
    kept = [(f"{_('Held')}: {each.what}", f"{each.form}. {each.until}.") for each in record.holdings]
    rows = (*record.facts, *kept, (_("For the privacy notice"), record.privacy_notice))
    subtitle = _("UK GDPR article 30, as at %(day)s") % {"day": day_in_words(timezone.localdate())}
    title = _("Record of processing: %(title)s") % {"title": dataset.title}
    out = io.BytesIO()
    write_docx(ExportTable(title, subtitle, (_("What"), _("Entry")), rows), out, made_at=timezone.now())
    return out.getvalue()


def document(name: str) -> bytes:
    """A draft as a Word file. Its text uses headings, paragraphs, lists and nothing else; KeyError for no draft."""
    if name not in DOCUMENTS:
        raise KeyError(name)
    text = files("dueregard.content").joinpath("data_protection", f"{name}.md").read_text(encoding="utf-8")
    word = WordDocument()
    for block in text.split("\n\n"):
        _write(word, block.strip())
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _write(word: object, block: str) -> None:
    """One block of the text: a heading, a list or a paragraph; its lines are one line to a reader."""
    marks = len(block) - len(block.lstrip("#"))
    if marks:
        word.add_heading(block.lstrip("# "), level=marks - 1)  # type: ignore[attr-defined]
    elif block.startswith("- "):
        for entry in block[2:].split("\n- "):
            word.add_paragraph(" ".join(entry.split()), style="List Bullet")  # type: ignore[attr-defined]
    elif block:
        word.add_paragraph(" ".join(block.split()))  # type: ignore[attr-defined]
