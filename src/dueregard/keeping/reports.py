"""When the service was last copied and a copy proven, and whether it is fit to answer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from dueregard.audit.models import Event, Head

DRILL_EVERY = timedelta(days=92)  # a quarter
ROOM = 100_000_000  # bytes: less on the disk, and the next save may fail


@dataclass(frozen=True)
class Deed:
    """Something that was done at a moment, with the figures that were recorded of it."""

    at: datetime
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class Copies:
    """The last backup and the last restore drill that passed; None where there was none."""

    backup: Deed | None
    drill: Deed | None
    is_drill_due: bool


def copies(now: datetime) -> Copies:
    backup, drill = _last("keeping.backup_made"), _last("keeping.drill_passed")
    return Copies(backup, drill, drill is None or drill.at < now - DRILL_EVERY)


def _last(kind: str) -> Deed | None:
    event = (
        Event.objects.filter(target="", kind=kind).order_by("-number").first()
    )  # few have no target: by its index
    return Deed(datetime.fromisoformat(event.at), json.loads(event.payload)) if event else None


def readiness() -> dict[str, bool]:
    """What must hold for a page to be answered."""
    try:
        Head.objects.exists()
        migrated = not _waiting_migrations()
    except DatabaseError:
        return {"database": False, "migrations": False, "disk": _has_room()}
    return {"database": True, "migrations": migrated, "disk": _has_room()}


def gauges() -> Iterator[tuple[str, float]]:
    """Figures for alarms: when a copy was last made and proven (0: never), and how much room is left."""
    for name, kind in (("last_backup", "keeping.backup_made"), ("last_drill", "keeping.drill_passed")):
        deed = _last(kind)
        yield f"{name}_timestamp_seconds", deed.at.timestamp() if deed else 0
    yield "disk_free_bytes", _free()
    yield "audit_events", Event.objects.count()


def _waiting_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _has_room() -> bool:
    return _free() > ROOM


def _free() -> int:
    return shutil.disk_usage(settings.DATA_DIR).free
