"""Every row of the service as lines of JSON, the same from either database, and back.

A line is an object of a row's columns. Values are written so that equal rows give equal bytes: keys of what the
database keeps as JSON are sorted (PostgreSQL gives them back in an order of its own), moments are in UTC.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

Model = type[models.Model]
Row = dict[str, Any]
BATCH = 500

LEFT_OUT = {
    "contenttypes.ContentType": "made by migrate",
    "auth.Permission": "made by migrate",
    "auth.Group": "not used: roles are code",
    "auth.Group_permissions": "not used: roles are code",
    "access.User_groups": "not used: roles are code",
    "access.User_user_permissions": "not used: roles are code",
    "admin.LogEntry": "not used: what is done is in the audit log",
    "sessions.Session": "who was signed in signs in again",
    "usersessions.UserSession": "who was signed in signs in again",
    "account.EmailConfirmation": "not used: addresses are confirmed by a link of access",
    "socialaccount.SocialApp": "not used: the identity provider is named by settings",
    "socialaccount.SocialToken": "not used: no token is kept",
    "access.Draft": "what somebody typed when their session had ended is deleted within a day, and copied nowhere",
    "axes.AccessAttempt": "guesses of passwords count for minutes",
    "axes.AccessAttemptExpiration": "guesses of passwords count for minutes",
    "axes.AccessFailureLog": "guesses of passwords count for minutes",
    "axes.AccessLog": "not used: what is done is in the audit log",
    "plans.Original": "documents that wait to be checked are deleted within a day, and copied nowhere",
    "monitoring.Loading": "what is under way is asked for again",
    "monitoring.RawFile": "uploads about people are deleted within a day, and copied nowhere",
}


def kept_models() -> list[Model]:
    """All whose rows are worth keeping: what is not named in LEFT_OUT, so that a new model is never forgotten."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and model._meta.label not in LEFT_OUT]


def read(found: models.QuerySet[Any]) -> Iterator[Row]:
    """The rows in the order of their keys."""
    fields = found.model._meta.concrete_fields
    names = [field.attname for field in fields]
    for values in found.order_by("pk").values_list(*names).iterator(chunk_size=BATCH):
        yield {field.attname: encoded(field, value) for field, value in zip(fields, values, strict=True)}


def line(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def lines(found: models.QuerySet[Any]) -> Iterator[bytes]:
    return map(line, read(found))


def batches(found: Iterable[bytes]) -> Iterator[bytes]:
    """Some hundred lines at a time."""
    waiting = iter(found)
    while batch := b"".join(islice(waiting, BATCH)):
        yield batch


def encoded(field: models.Field[Any, Any], value: Any) -> Any:
    """What JSON can hold; TypeError for a kind of column that nobody has thought of yet."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if field.get_internal_type() == "JSONField":
        return _sorted(value)
    if isinstance(field, models.JSONField):
        return value
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"{field} holds a {type(value).__name__}, which no line of a copy can hold yet")


def decoded(field: models.Field[Any, Any], value: Any) -> Any:
    """A value as the database takes it."""
    python = value if isinstance(field, models.JSONField) else field.to_python(value)
    return field.get_db_prep_save(python, connection)


def load(model: Model, found: Iterable[Row]) -> int:
    """Put rows into the model's table, keys and all, past every default; how many."""
    fields = model._meta.concrete_fields
    quoted = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({quoted}) VALUES ({marks})"  # noqa: S608
    values = [[decoded(field, row[field.attname]) for field in fields] for row in found]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)
    return len(values)


def parsed(batch: bytes) -> Iterator[Row]:
    return map(json.loads, batch.splitlines())


def move_counters_on() -> None:
    """PostgreSQL counts keys apart from the rows: the next key is one that no row has."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(sql)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(each) for each in value] if isinstance(value, list) else value
