"""Which columns hold words that somebody may have written: each column of text of ours stands here once.

A test fails where a new one stands nowhere, so that whoever adds it says what a redaction does with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models

BLANKED: Mapping[str, str] = {
    "access.Organisation": "name contact_post contact_email contact_phone",
    "access.Unit": "name",
    "access.Post": "title",
    "access.Readiness": "controller assessment backups encryption rows",
    "access.Confirmation": "confirmed_by",
    "evidence.Document": "title filename link",
    "evidence.PublicCopy": "title",
    "redactions.Redaction": "reason",
    "plans.Plan": "title outcomes",
    "plans.Objective": "ref text imported_text theme timescale_text timescale events fields sources",
    "plans.Action": "ref text imported_text theme timescale_text timescale events fields sources outputs outcomes"
    " arising_from status_as_written sentence_as_written others",
    "plans.Lead": "text",
    "plans.Measure": "text",
    "plans.Label": "value",
    "plans.Update": "status note made_for status_before",
    "plans.Change": "before after reason values",
    "plans.Import": "filename document refusal",
    "plans.Heading": "words key",
    "plans.Return": "filename rows",
    "releases.DisclosurePolicy": "signed_off_by",
    "releases.OutsideRelease": "title seen_at service",
    "releases.StruckOut": "reason",
    "monitoring.Benchmark": "source",
    "monitoring.Dataset": "title service purpose owner mapping together joined reference removed_kept",
    "monitoring.Loading": "together refusal",
    "monitoring.Break": "note",
    "monitoring.Correction": "value",
    "monitoring.Enquiry": "group seen action_label action_link",
    "monitoring.Finding": "source words",
    "monitoring.Step": "why",
    "monitoring.RawFile": "name",
    "monitoring.Objection": "service",
    "publications.Publication": "slug",
    "publications.Version": "title introduction sections what_changed taken withdrawal_note",
    "publications.FormatRequest": "format language what contact",
    "papers.Paper": "title committee scope",
}
"""In these a tombstone takes the words' place."""

LISTED: Mapping[str, str] = {
    "access.User": "name email",
    "monitoring.Dataset": "release_kept",
    "monitoring.Benchmark": "areas_kept",
    "releases.LedgerEntry": "release_kept",
    "releases.OutsideRelease": "table_kept",
}
"""In these the words stay, and whoever asks is told where: accounts are known by them, and later tables are protected
by what was counted before under the same names."""

WORDLESS: Mapping[str, str] = {
    "a digest, or a key to what the row is about": (
        "evidence.Document.sha256 evidence.PublicCopy.sha256 plans.Import.sha256 plans.Return.sha256"
        " publications.Version.audit_head publications.FrozenFile.sha256 papers.PaperFile.sha256"
        " monitoring.Objection.reference_hash monitoring.RawFile.stored_as releases.LedgerEntry.source"
        " monitoring.RawFile.reading_of"
        " access.Membership.calendar_key audit.Event.salt audit.Event.digest audit.Event.previous audit.Event.hash"
        " audit.Head.hash access.Organisation.path access.Organisation.slug evidence.Document.file"
        " evidence.PublicCopy.file"
    ),
    "the name that a list, a rule or a program has for it": "access.Organisation.body access.Organisation.colour"
    " access.Confirmation.duty releases.DisclosurePolicy.preset monitoring.Benchmark.characteristic"
    " monitoring.Benchmark.classification monitoring.Benchmark.vintage monitoring.Benchmark.area"
    " monitoring.Benchmark.whole_area monitoring.Benchmark.ages_kept monitoring.Break.characteristic"
    " monitoring.Correction.classification monitoring.Correction.meaning monitoring.Enquiry.characteristic"
    " monitoring.Enquiry.code publications.Version.choice publications.Version.design publications.FrozenFile.name"
    " publications.FrozenFile.content_type papers.PaperFile.name papers.PaperFile.content_type plans.Change.field"
    " audit.Event.at audit.Event.kind audit.Event.by audit.Event.organisation audit.Event.target",
    "searched and blanked for itself": "audit.Event.payload publications.FrozenFile.content"
    " papers.PaperFile.content access.Draft.page access.Draft.target access.Draft.sealed",
    "deleted, whatever is in it": "plans.Original.content plans.Template.content",
    "forgotten when the request is settled": "redactions.Redaction.words",
    "a secret": "access.User.password",
    "a picture": "access.Organisation.logo",
    "answers of people, none of them their own words": "monitoring.Dataset.counts_sealed monitoring.KeptRows.sealed",
    "gone with its file, within a day": "monitoring.RawFile.reading_sealed",
}
"""Why the rest need not be looked at."""

NOT_OURS: Mapping[str, str] = {
    "auth": "not used: roles are code",
    "contenttypes": "made by migrate",
    "sessions": "gone within hours",
    "usersessions": "gone with the session",
    "axes": "guesses of passwords, gone within minutes",
    "account": "an account is known by its address",
    "socialaccount": "keys of the identity provider",
    "mfa": "second proofs, sealed",
    "admin": "off, and not used",
}
"""Apps of other people."""

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)


def of(table: Mapping[str, str]) -> Iterator[tuple[type[models.Model], list[models.Field[Any, Any]]]]:
    """Each model that the table names, with its columns, in the order of their names."""
    for label in sorted(table):
        model = apps.get_model(label)
        yield model, [model._meta.get_field(name) for name in table[label].split()]


def holds_text(field: models.Field[Any, Any]) -> bool:
    """Whether a column could hold words: not where it takes one of some values."""
    return isinstance(field, TEXTS) and not field.choices
