"""Which rows are an organisation's: worked out from the foreign keys, so that a new model is never forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import models
from django.db.models import Q

from dueregard.access.models import Organisation, User
from dueregard.audit.models import Event, Head
from dueregard.keeping.rows import Model, kept_models

APART = {
    "access.User": "the people whom an exported row names go with it",
    "access.Organisation": "the organisation itself, and all under it",
    "audit.Event": "names its organisation in words",
    "audit.Head": "goes with the whole log only",
}
STAYS = {
    "account.EmailAddress": "what it says of a person is in access.User",
    "mfa.Authenticator": "second proofs are secrets: whoever arrives sets up another",
}


def leaving_models() -> list[Model]:
    """The kept models whose rows an export has."""
    return [model for model in kept_models() if model._meta.label not in STAYS]


def owned_models() -> list[Model]:
    """Those of them whose rows belong to an organisation by a foreign key."""
    return [model for model in leaving_models() if model._meta.label not in APART]


def rows_of(model: Model, organisation: Organisation | None) -> models.QuerySet[Any]:
    """The rows that are the organisation's, or of one under it; all where none is given."""
    rows: models.QuerySet[Any] = model._base_manager.all()
    if organisation is None:
        return rows
    if model is Organisation:
        return rows.filter(path__startswith=organisation.path)
    if model is User:
        return rows.filter(_is_named(organisation)).distinct()
    if model is Event:
        within = Organisation.objects.within(organisation).values_list("pk", flat=True)
        return rows.filter(organisation__in=[str(pk) for pk in within])
    return rows.none() if model is Head else rows.filter(_is_owned(model, organisation)).distinct()


def owners(model: Model) -> list[tuple[str, ...]]:
    """Lookups that lead to an organisation, each with the foreign keys on its way: by the columns that every row
    fills, or where none of these leads to one, by those that a row may fill."""
    must = [path for field in _foreign_keys(model) if not field.null for path in _behind(field)]
    return must or [path for field in _foreign_keys(model) if field.null for path in _behind(field)]


def _foreign_keys(model: Model) -> Iterator[Any]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            yield field


def _behind(field: Any) -> list[tuple[str, ...]]:
    """Not behind people, nor a row of the same kind."""
    if field.related_model is Organisation:
        return [(field.name,)]
    if field.related_model is field.model or field.related_model._meta.label in APART:
        return []
    return [(field.name, *path) for path in owners(field.related_model)]


def _is_owned(model: Model, organisation: Organisation) -> Q:
    """All that a row points to on its way is the organisation's, and something is."""
    found = owners(model)
    if not found:
        raise LookupError(f"{model._meta.label} belongs to no organisation: name it in keeping/ownership.py")
    within = [Q(**{f"{'__'.join(path)}__path__startswith": organisation.path}) for path in found]
    empty = [Q(**{f"{path[0]}__isnull": True}) for path in found]
    each = [one | none for one, none in zip(within, empty, strict=True)]
    return reduce(or_, within) & reduce(and_, each)


def _is_named(organisation: Organisation) -> Q:
    """Whoever is named by a row that is exported."""
    found = [
        Q(pk__in=rows_of(model, organisation).order_by().values(field.name))
        for model in owned_models()
        for field in _foreign_keys(model)
        if field.related_model is User
    ]
    return reduce(or_, found)
