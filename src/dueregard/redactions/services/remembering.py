"""What was removed is remembered beside the database, and removed again from a copy restored from a backup."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from dueregard.audit.models import Event
from dueregard.audit.services import Process, record, redact
from dueregard.evidence import services as evidence
from dueregard.evidence.models import Document
from dueregard.redactions import reports
from dueregard.redactions.models import Redaction
from dueregard.redactions.reports import Place
from dueregard.redactions.services.kept_files import remove_same
from dueregard.redactions.words import TOMBSTONE, Words

RESTORING = Process("restoring")
AGAIN = "redactions.made_again"


def remembered() -> Path:
    """What was removed, apart from the database: an older backup does not know it."""
    return Path(settings.DATA_DIR) / "redactions.jsonl"


def remember(line: Mapping[str, Any], words: Words) -> None:
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
        number: {**event, "says": said_without(words, event["says"])}
        for number, event in line["events"].items()
    }
    return {**line, "reason": words.without(line["reason"]), "rows": rows, "events": events}


def said_without(words: Words, payload: str, digests: Collection[str] = ()) -> str:
    """What an event says, without the words and without digests of files that went."""
    for digest in digests:
        payload = payload.replace(digest, TOMBSTONE)
    return json.dumps(words.without(json.loads(payload)), sort_keys=True, ensure_ascii=False)


@transaction.atomic
def make_again(file: Path) -> tuple[int, list[str]]:
    """Remove again, from a copy restored from an older backup, what `file` (a kept redactions.jsonl) says was removed.
    How many redactions were made again, and what says something else now and wants a look."""
    again, doubtful = 0, []
    for line in _lines(file):
        if not _is_known(line["name"]):
            again += 1
            doubtful += [where for row in line["rows"] if (where := _blank_again(row))]
            doubtful += _remove_documents(line.get("documents", []))
            remove_same(line["files"])
            _forget_templates(line["at"])
            Redaction.objects.filter(
                name=line["name"]
            ).delete()  # where it waits here still, it has the words
            redact(_same_events(line["events"]), by=RESTORING, asked_by=line["asked_by"])
            record(AGAIN, by=RESTORING, name=line["name"], reason=line["reason"])
    return again, doubtful


def _forget_templates(at: str) -> None:
    """Files of plans that were kept before the words were removed from the rows."""
    model: type[models.Model] = apps.get_model("plans", "Template")
    model._base_manager.filter(kept_at__lte=at).delete()


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
        if not place.is_as_before(row["before"]):
            return place.name
        found.update(**{row["field"]: row["after"]})
    return ""


def _remove_documents(gone: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of those that are other files than those that went."""
    before = {each["key"]: each["before"] for each in gone}
    there = list(Document.objects.filter(pk__in=before).exclude(file=""))
    same = [each for each in there if reports.keyed_digest(each.sha256) == before[each.pk]]
    evidence.remove_files(same)
    return [f"{each._meta.verbose_name} {each.pk}" for each in there if each not in same]
