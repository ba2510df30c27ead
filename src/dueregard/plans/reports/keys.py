"""The columns to fill in that a workbook of actions takes along, and the key by which each row is known again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.conf import settings
from django.core import signing
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from dueregard.plans.models import Action
from dueregard.plans.models.words import STATUSES
from equalities.documents.writers import ExportTable

MARKER = "dueregard key"  # never translated: a workbook may come back under another language
SALT = "plans.return"
COLUMNS = {"status": _("New status"), "note": _("What happened"), "evidence": _("Evidence")}
SHOWN = {"ref": _("No."), "text": _("Action")}  # what a person takes a row to be about


@dataclass(frozen=True)
class Key:
    """Which action a row is about, the version that it had, and when the row was handed out."""

    action: int
    version: int
    made_at: datetime


def to_fill_in(table: ExportTable, actions: Iterable[Action], at: datetime) -> ExportTable:
    """The table with three empty columns, and a hidden one that holds the key of each row."""
    rows = zip(table.rows, actions, strict=True)
    return replace(
        table,
        headings=(*table.headings, *map(str, COLUMNS.values()), MARKER),
        rows=tuple((*row, None, None, None, written(action, at)) for row, action in rows),
        hidden=(*table.hidden, MARKER),
        choices={str(COLUMNS["status"]): tuple(map(str, STATUSES))},
    )


def written(action: Action, at: datetime) -> str:
    """A key that nobody can make up, nor change without its being seen."""
    return signing.dumps([action.pk, action.version, int(at.timestamp())], salt=SALT)


def read_key(text: str) -> Key | None:
    """What a key says; None where it is not one that this service wrote."""
    try:
        action, version, seconds = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return Key(action, version, datetime.fromtimestamp(seconds, UTC))


def column_names() -> dict[str, str]:
    """Which column a heading names, in each language in which it may have gone out."""
    found = {MARKER: "key"}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {str(heading): name for name, heading in (COLUMNS | SHOWN).items()}
    return found
