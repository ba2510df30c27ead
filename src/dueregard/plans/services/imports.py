"""A document read, corrected, confirmed, discarded, undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.access.services import add_post, add_unit
from dueregard.audit.services import record
from dueregard.evidence.services import digest
from dueregard.kit.writing import date as day_in_words
from dueregard.plans import reports
from dueregard.plans.models import Action, Deed, Import, Objective, Original, Plan, Template, Update
from dueregard.plans.services.changes import SOMEBODY, ChangedMeanwhile, begin_in
from dueregard.plans.services.dates import check_timescale, read_timescale
from dueregard.plans.services.headings import meanings
from dueregard.plans.services.placing import place
from dueregard.plans.services.reading import LONGEST, PATIENCE, begin_reading, filename_of
from dueregard.plans.services.versions import apply, carry_corrections, close_gone, keep_words
from equalities.documents.vocabulary import saying
from equalities.refusals import Refused
from equalities.sandbox import CRASHED
from equalities.timescales import read

CORRECTABLE = ("text", "ref", "objective", "leads", "measures", "status", "left_out")


def read_plan(
    organisation: Organisation,
    *,
    by: User,
    upload: UploadedFile[bytes],
    plan: Plan | None = None,
    patience: float | None = PATIENCE,
) -> Import:
    """Read a document into a preview; one of the same file that waits already is opened again.
    `plan` is the one that it is a new version of, where the officer names it.

    What takes longer than `patience` seconds (None: to the end) is read on while somebody looks at the preview's page.
    The file waits until the preview is settled, for a day at most; that of a plan is then its template.
    """
    filename, sha256 = filename_of(upload, "plan"), digest(upload)
    waiting = Import.objects.filter(organisation=organisation, sha256=sha256, confirmed_at=None).first()
    if waiting and not waiting.refusal:
        return _aim(waiting, plan)
    with transaction.atomic():
        if waiting:
            waiting.delete()
        found = Import(organisation=organisation, plan=plan, filename=filename, sha256=sha256, made_by=by)
        found.save()
        Original.objects.create(found=found, content=upload.read())
    return _read_first(found, by=by, patience=patience)


def _read_first(found: Import, *, by: User, patience: float | None) -> Import:
    """What is refused while somebody waits leaves nothing behind."""
    found = read_again(found, by=by, patience=patience)
    if found.refusal:
        refusal = found.refusal
        found.delete()
        raise ValidationError(refusal)
    return found


def read_again(found: Import, *, by: User, patience: float | None = PATIENCE) -> Import:
    """Read the document of a preview with what headings mean now; corrections by hand stay. ValidationError where its
    file is no longer kept."""
    check_waiting(found)
    if found.reading_since and timezone.now() - found.reading_since < LONGEST:
        raise ValidationError(_("This document is being read: wait until it has been."))
    original = Original.objects.filter(found=found).first()
    if original is None:
        raise ValidationError(_("The file was kept for a day and is gone: upload it again."))
    found.reading_since, found.refusal = timezone.now(), ""
    found.save(update_fields=["reading_since", "refusal"])
    said = meanings(found.organisation)
    target, megabytes = "equalities.documents:read_as_dict", settings.PLAN_MEGABYTES
    reading = begin_reading(target, bytes(original.content), found.filename, said, megabytes)
    finish = partial(_finish, found.pk, by, said)
    if wait([reading], timeout=patience).done:
        finish(reading)
    else:
        reading.add_done_callback(finish)
    found.refresh_from_db()
    return found


@transaction.atomic
def _finish(key: int, by: User, said: dict[str, str], reading: Future[dict[str, Any]]) -> None:
    """Take in what was read, or why it was not; nothing where the preview was put aside meanwhile."""
    found = Import.objects.select_for_update().filter(pk=key, confirmed_at=None).first()
    if found is None:
        return
    found.reading_since, found.refusal = None, _refusal(reading)
    if not found.refusal:
        document = reading.result() | {"said": said}
        with saying(said):
            carry_corrections(document, found)
        found.document = document
        organisation, details = found.organisation, {"filename": found.filename, "sha256": found.sha256}
        record("plans.document_read", by=by, organisation=organisation, target=found, **details)
    found.save(update_fields=["reading_since", "refusal", "document"])


def _refusal(reading: Future[dict[str, Any]]) -> str:
    """Why nothing can be shown of a document, or nothing."""
    error = reading.exception()
    if error:
        return str(error) if isinstance(error, Refused) else CRASHED
    document = reading.result()
    if document["objectives"] or document["actions"] or document["unread_headings"]:
        return ""
    return _("No objective and no action was found in this file: choose the one with the plan's table.")


def _aim(waiting: Import, plan: Plan | None) -> Import:
    """The plan that was named last is the one that a waiting document goes into."""
    if plan:
        waiting.plan = plan
        waiting.save(update_fields=["plan"])
    return waiting


@transaction.atomic
def correct(
    found: Import, *, by: User, version: int, kind: str, number: int, timescale: str, **content: Any
) -> dict[str, Any]:
    """Put other words into an entry of a preview. What the document says stays beside it. The version of an
    entry is how often it was corrected."""
    found = Import.objects.select_for_update().get(pk=found.pk)
    check_waiting(found)
    entry: dict[str, Any] = found.document[f"{kind}s"][number]
    if entry.get("corrected", 0) != version:
        raise ChangedMeanwhile(SOMEBODY)
    before = {name: entry.get(name) for name in content}
    entry.setdefault("as_read", entry["text"])
    entry |= content
    changed = [name for name, value in content.items() if (before[name] or None) != (value or None)]
    if timescale != ((entry["timescale"] or {}).get("phrase") or ""):
        entry["timescale"] = _timescale(found, timescale)
        changed.append("timescale")
    entry["corrected"] = version + 1
    entry["by_hand"] = sorted({*entry.get("by_hand", ()), *changed})
    found.save(update_fields=["document"])
    organisation = found.organisation
    record(
        "plans.preview_corrected",
        by=by,
        organisation=organisation,
        target=found,
        entry=number,
        changed=sorted(changed),
    )
    return entry


def _timescale(found: Import, phrase: str) -> dict[str, Any] | None:
    timescale = read_timescale(phrase, Plan(**period(found)))
    check_timescale(timescale)
    return timescale.as_dict() if timescale else None


def period(found: Import) -> dict[str, date | None]:
    """The plan's own first and last day, as far as its title page says."""
    written = read(found.document["period"]) if found.document["period"] else None
    first, last = (written.first_day, written.last_day) if written else (None, None)
    return {"starts_on": first, "ends_on": last if first is None or last is None or last >= first else None}


@transaction.atomic
def confirm(
    found: Import,
    *,
    by: User,
    title: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    posts: Sequence[str] = (),
    units: Sequence[str] = (),
    changed: Sequence[str] = (),
    gone: Sequence[str] = (),
) -> Plan:
    """Create what is new, and the posts and units that were ticked; make the changes and close the entries that were
    ticked. Where there is nothing to do, nothing changes, but the plan has a document to go out in."""
    found = Import.objects.select_for_update().get(pk=found.pk)
    check_waiting(found)
    check_is_read(found)
    organisation, shown = found.organisation, reports.preview(found)
    new = shown.having("new")
    if not new and not changed and not gone and not lacks_template(shown.plan):
        raise ValidationError(_("All of this document is in the plan already: there is nothing to import."))
    for name in units:
        add_unit(organisation, name=name, by=by)
    for name in posts:
        add_post(organisation, title=name, by=by)
    plan = shown.plan or Plan.objects.create(
        organisation=organisation, title=title, starts_on=starts_on, ends_on=ends_on
    )
    found.plan, found.confirmed_by, found.confirmed_at = plan, by, timezone.now()
    found.save()
    _keep_template(found, shown)
    with saying(found.document.get("said", {})):
        keep_words(shown.having("there"))
        counts = _bring_up(found, shown, changed, gone, by=by) | place(found, plan, new)
    record("plans.plan_imported", by=by, organisation=organisation, target=plan, document=found.pk, **counts)
    return plan


def lacks_template(plan: Plan | None) -> bool:
    """Whether a plan has no document of its own to go out in: it was imported before these were kept, or words were
    redacted since."""
    return plan is not None and not Template.objects.filter(plan=plan).exists()


def _keep_template(found: Import, shown: reports.Preview) -> None:
    """The file stays as the one that the plan goes out in, unless it is another document than the one that is."""
    original, plan = Original.objects.filter(found=found).first(), found.plan
    if original is None:
        return
    if shown.differences.held or not Template.objects.filter(plan=plan).exists():
        kept = {"found": found, "content": original.content}
        Template.objects.update_or_create(plan=plan, defaults=kept)
    original.delete()


def _bring_up(
    found: Import, shown: reports.Preview, changed: Sequence[str], gone: Sequence[str], *, by: User
) -> dict[str, int]:
    """Make the changes that were ticked, as one deed that can be undone by itself."""
    if not changed and not gone:
        return {"changed": 0, "closed": 0}
    deed = begin_in(found.organisation, Deed.Kind.IMPORTED, by=by)
    ticked = apply(found, shown.having("changed"), changed, deed=deed)
    closed = close_gone(found, shown.differences, gone, deed=deed, on=timezone.localdate())
    found.document |= {"applied": len(ticked) + closed, "deed": deed.pk}
    found.save(update_fields=["document"])
    return {"changed": len(ticked), "closed": closed}


def check_waiting(found: Import) -> None:
    if found.is_confirmed:
        raise ValidationError(_("This document has been imported already: open the plan instead."))


def check_is_read(found: Import) -> None:
    if found.reading_since or found.refusal:
        raise ValidationError(_("This document has not been read yet: wait until it has been."))


@transaction.atomic
def discard(found: Import, *, by: User) -> None:
    """A preview that nobody confirmed leaves nothing behind but its event."""
    check_waiting(found)
    organisation = found.organisation
    record("plans.preview_discarded", by=by, organisation=organisation, target=found, filename=found.filename)
    found.delete()


@transaction.atomic
def undo(found: Import, *, by: User) -> Mapping[str, int]:
    """Take everything out again that the import brought in; the plan too, where nothing else is in it."""
    found = Import.objects.select_for_update().get(pk=found.pk)
    check_can_undo(found)
    for update in Update.objects.filter(action__imported_in=found).order_by("-pk"):
        update.delete()  # all were taken back, with what corrected them before what they corrected
    counts = {
        f"{model.kind}s": model._base_manager.filter(imported_in=found).delete()[1].get(model._meta.label, 0)
        for model in (Action, Objective)
    }
    Template.objects.filter(found=found).delete()
    plan = found.plan
    found.undone_by, found.undone_at = by, timezone.now()
    if plan and not plan.actions.exists() and not plan.objectives.exists():
        found.plan = None
        found.save()
        plan.delete()
    found.save()
    record("plans.import_undone", by=by, organisation=found.organisation, target=found, **counts)
    return counts


def check_can_undo(found: Import) -> None:
    """Raises all the reasons why it can no longer be undone."""
    if not found.is_confirmed or found.is_undone:
        raise ValidationError(_("There is nothing to undo."))
    sentences = [*_of_changes(found), *_of_merging(found), *_of_updates(found)]
    if sentences:
        raise ValidationError(sentences)


def _of_changes(found: Import) -> Iterator[str]:
    """What it changed in entries that were there before is undone by itself, as it was done by hand."""
    undone = Deed.objects.filter(pk=found.document.get("deed"), undone_in__is_whole=True)
    if found.document.get("applied") and not undone.exists():
        yield _("It changed entries that were there before: undo that first, under “Done by hand”.")


def _of_merging(found: Import) -> Iterator[str]:
    for model in (Action, Objective):
        merged = model._base_manager.filter(merged_into__imported_in=found)
        for entry in merged.exclude(imported_in=found).select_related("merged_into"):
            words = {"entry": entry, "other": entry.merged_into}
            yield _("“%(entry)s” was merged into “%(other)s”: undo that first.") % words


def _of_updates(found: Import) -> Iterator[str]:
    resting = Update.objects.standing().filter(action__imported_in=found).select_related("action", "made_by")
    for update in resting.order_by("action__position", "pk"):
        yield _(
            "%(who)s recorded an update on “%(action)s” on %(day)s, which would be lost: close what is wrong instead."
        ) % {
            "who": update.made_by.name,
            "action": update.action.title,
            "day": day_in_words(update.made_on),
        }


def can_undo(found: Import) -> bool:
    try:
        check_can_undo(found)
    except ValidationError:
        return False
    return True
