"""When the service was last copied, and when a copy was last proven."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dueregard.audit.models import Event

DRILL_EVERY = timedelta(days=92)  # a quarter


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
    event = Event.objects.filter(kind=kind).order_by("-number").first()
    return Deed(datetime.fromisoformat(event.at), json.loads(event.payload)) if event else None
