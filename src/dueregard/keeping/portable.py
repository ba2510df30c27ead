"""Rows as they leave for good: no password, no secret address, nothing sealed with a key that stays behind."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any

from django.db import models

from dueregard.access.models import Membership, Organisation, User
from dueregard.keeping import rows
from dueregard.keeping.ownership import rows_of
from dueregard.keeping.rows import Model, Row
from dueregard.monitoring.models import Dataset, KeptRows
from dueregard.monitoring.models.encryption import Key, seal, unseal

SECRET: dict[Model, dict[str, str | None]] = {
    User: {"password": "!", "last_login": None},  # "!" is no password's hash: nobody can sign in with any
    Membership: {"calendar_key": None},
}
SEALED: dict[Model, tuple[str, Key]] = {
    Dataset: ("counts_sealed", Key.COUNTS),
    KeptRows: ("sealed", Key.ROWS),
}


def leaving(model: Model, organisation: Organisation | None) -> Iterator[Row]:
    """The rows of an organisation and those under it (all, where none is given), so that they stand by themselves."""
    cut = _cutter(model, organisation)
    for row in rows.read(rows_of(model, organisation)):
        row.update(SECRET.get(model, {}))
        _change(row, model, unseal)
        yield cut(row)


def arriving(model: Model, row: Row) -> Row:
    """A row as it is kept here: what was sealed there, sealed with our key."""
    _change(row, model, seal)
    return row


def _change(row: Row, model: Model, change: Callable[[bytes, Key], bytes]) -> None:
    name, key = SEALED.get(model, ("", Key.COUNTS))
    if name and row[name] is not None:
        row[name] = base64.b64encode(change(base64.b64decode(row[name]), key)).decode()


def _cutter(model: Model, organisation: Organisation | None) -> Callable[[Row], Row]:
    """What empties the columns that point to rows that stay behind, such as the body above."""
    if organisation is None:
        return lambda row: row
    staying = {
        field.attname: set(rows_of(field.related_model, organisation).values_list("pk", flat=True))
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.null
    }
    above = organisation.path.removesuffix(f"{organisation.pk}/")

    def cut(row: Row) -> Row:
        row.update({name: None for name, there in staying.items() if row[name] not in there})
        if model is Organisation:
            row["path"] = "/" + row["path"].removeprefix(above)
        return row

    return cut


def column_type(field: Any) -> str:
    """A column's kind in a word, for the schema."""
    kind = field.target_field.get_internal_type() if field.is_relation else field.get_internal_type()
    if isinstance(field, models.JSONField):
        return "json"
    words = {"DateTimeField": "moment", "DateField": "date", "BooleanField": "boolean"}
    words |= {"BinaryField": "file", "FileField": "file"}
    return words.get(kind, "integer" if "Integer" in kind or "AutoField" in kind else "text")
