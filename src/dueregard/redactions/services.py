"""Asking that words be removed, confirming it, and removing them again from a copy restored from a backup."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.access.ownership import owned_rows
from dueregard.audit.models import Event
from dueregard.audit.services import Process, record, redact
from dueregard.redactions import reports
from dueregard.redactions.models import Redaction
from dueregard.redactions.reports import Place
from dueregard.redactions.words import SHORTEST, TOMBSTONE, Words

RESTORING = Process("restoring")
AGAIN = "redactions.made_again"


@transaction.atomic
def ask(organisation: Organisation, *, words: str, reason: str, by: User) -> Redaction:
    """Nothing is removed yet. Refused where the words are so short that they would be found everywhere, or where the
    reason, which stays, says them again."""
    written = " ".join(words.split())
    if len(written) < SHORTEST:
        raise ValidationError(
            _("Enter at least %(number)s characters: fewer would be found everywhere.") % {"number": SHORTEST}
        )
    if Words(written).stand_in(reason):
        raise ValidationError(_("The reason stays for ever: write it without the words to remove."))
    found = Redaction.objects.create(
        organisation=organisation, words=written, reason=reason, asked_by=by, asked_at=timezone.now()
    )
    record("redactions.redaction_asked", by=by, organisation=organisation, target=found, reason=reason)
    return found


@transaction.atomic
def cancel(redaction: Redaction, *, by: User) -> None:
    """Nothing is removed, and the words are forgotten here."""
    found = Redaction.objects.select_for_update().get(pk=redaction.pk)
    found.check_is_waiting()
    found.words, found.cancelled_by, found.settled_at = "", by, timezone.now()
    found.save()
    record("redactions.redaction_cancelled", by=by, organisation=found.organisation, target=found)


@transaction.atomic
def confirm(redaction: Redaction, *, by: User) -> Redaction:
    """Remove the words from every row, from the log, from what waits to be saved, and from copies that were published
    and withdrawn. Refused while a published version shows them, since everybody can read it there."""
    found = Redaction.objects.select_for_update().get(pk=redaction.pk)
    found.check_can_confirm(by)
    words, organisation = Words(found.words), found.organisation
    if titles := reports.still_public(words, organisation):
        raise ValidationError(
            _("Everybody can read these words in %(titles)s: withdraw it first.")
            % {"titles": "; ".join(titles)}
        )
    kept = [_blank(place, words) for place in reports.places(words, organisation)]
    events = list(reports.events(words, organisation))
    said = {event.number: _said(event.payload, words) for event in events}
    files = _blank_files(words, organisation)
    drafts = [draft.delete() for draft in reports.drafts(words, organisation)]
    owned_rows(_originals(), organisation).delete()
    found.places = len(kept) + len(said) + len(files) + len(drafts)
    found.words, found.confirmed_by, found.settled_at = "", by, timezone.now()
    found.save()
    told = {"asked_by": found.asked_by.pk, "places": found.places}
    redact(said, by=by, organisation=organisation, target=found, **told)
    heard = {event.number: {"hash": event.hash, "says": said[event.number]} for event in events}
    name = {"name": str(found.name), "at": found.settled_at, "reason": found.reason}
    line = {**name, **told, "rows": kept, "events": heard, "files": files}
    transaction.on_commit(lambda: _remember(line, words))
    return found


def _blank(place: Place, words: Words) -> dict[str, Any]:
    """Write the tombstone, and say what was done without the words."""
    where = {"model": place.model._meta.label, "key": place.key, "field": place.field.name}
    return {**where, "before": place.digest, "after": _write(place, _after(place, words))}


def _after(place: Place, words: Words) -> Any:
    after = words.without(place.value)
    if isinstance(place.field, models.EmailField):
        return ""  # half an address is none
    return slugify(after) if isinstance(place.field, models.SlugField) else after


def _write(place: Place, after: Any) -> Any:
    """What is written: with a number where another row says the same now, and none may say it twice."""
    try:
        with transaction.atomic():
            return _put(place, after)
    except IntegrityError:
        return _put(place, after, ending=f" {place.key}")


def _put(place: Place, after: Any, ending: str = "") -> Any:
    if isinstance(place.field, models.SlugField):
        ending = ending.replace(" ", "-")
    if isinstance(after, str):
        longest = place.field.max_length
        after = after[: longest - len(ending) if longest else None] + ending
    place.model._base_manager.filter(pk=place.key).update(**{place.field.name: after})
    return after


def _said(payload: str, words: Words) -> str:
    return json.dumps(words.without(json.loads(payload)), sort_keys=True, ensure_ascii=False)


def _blank_files(words: Words, organisation: Organisation) -> list[str]:
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


def _tombstone(files: models.QuerySet[Any]) -> None:
    keys = list(files.values_list("pk", flat=True))
    files.model._base_manager.filter(pk__in=keys).update(
        content=TOMBSTONE.encode(), content_type="text/plain"
    )


def _paper_files() -> type[models.Model]:
    return apps.get_model("papers", "PaperFile")


def _files() -> type[models.Model]:
    return apps.get_model("publications", "FrozenFile")


def _originals() -> type[models.Model]:
    """Files of plans that wait to be checked: packed as they are, nobody can tell whether the words are in them."""
    return apps.get_model("plans", "Original")


def remembered() -> Path:
    """What was removed, apart from the database: an older backup does not know it."""
    return Path(settings.DATA_DIR) / "redactions.jsonl"


def _remember(line: Mapping[str, Any], words: Words) -> None:
    """Beside what was removed before, of which these words may have been left."""
    earlier = list(_lines(remembered())) if remembered().exists() else []
    lines = [*(_again_without(words, each) for each in earlier), line]
    beside = remembered().with_suffix(".new")
    with os.fdopen(
        os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8"
    ) as file:
        file.writelines(json.dumps(each, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n" for each in lines)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(remembered())


def _again_without(words: Words, line: Mapping[str, Any]) -> dict[str, Any]:
    """An earlier line as it would be, had these words been gone before."""
    rows = [{**row, "after": words.without(row["after"])} for row in line["rows"]]
    events = {
        number: {**event, "says": _said(event["says"], words)} for number, event in line["events"].items()
    }
    return {**line, "reason": words.without(line["reason"]), "rows": rows, "events": events}


@transaction.atomic
def make_again(file: Path) -> tuple[int, list[str]]:
    """Remove again, from a copy restored from an older backup, what `file` (a kept redactions.jsonl) says was removed.
    How many redactions were made again, and what says something else now and wants a look."""
    again, doubtful = 0, []
    for line in _lines(file):
        if not _is_known(line["name"]):
            again += 1
            doubtful += [where for row in line["rows"] if (where := _blank_again(row))]
            _files()._base_manager.filter(sha256__in=line["files"]).update(content=TOMBSTONE.encode())
            _tombstone(_paper_files()._base_manager.filter(sha256__in=line["files"]))
            redact(_same_events(line["events"]), by=RESTORING, asked_by=line["asked_by"])
            record(AGAIN, by=RESTORING, name=line["name"], reason=line["reason"])
    return again, doubtful


def _is_known(name: str) -> bool:
    """Whether this database has the redaction, or has it by now."""
    made = Event.objects.filter(kind=AGAIN, payload__contains=name)
    return made.exists() or Redaction.objects.filter(name=name, settled_at__isnull=False).exists()


def _same_events(heard: Mapping[str, Mapping[str, str]]) -> dict[int, str]:
    """What to put into those events that are here: after a restore, a number may be another event's."""
    found = Event.objects.in_bulk([int(number) for number in heard])
    return {
        int(number): event["says"]
        for number, event in heard.items()
        if int(number) in found and found[int(number)].hash == event["hash"]
    }


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _blank_again(row: Mapping[str, Any]) -> str:
    """Blank the field where it holds what it held then; its name where it holds something else."""
    model = apps.get_model(row["model"])
    field = model._meta.get_field(row["field"])
    found = model._base_manager.filter(pk=row["key"])
    for value in found.values_list(row["field"], flat=True):
        if value == row["after"]:
            return ""
        place = Place(model, row["key"], field, value)
        if place.digest != row["before"]:
            return place.name
        found.update(**{row["field"]: row["after"]})
    return ""
