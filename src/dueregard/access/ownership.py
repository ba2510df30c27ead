"""Whose rows are whose: worked out from the foreign keys, so that a new model is never forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import models
from django.db.models import Q

from dueregard.access.models import Organisation, User

Model = type[models.Model]


def owned_rows(model: Model, organisation: Organisation) -> models.QuerySet[Any]:
    """The model's rows that are the organisation's, or of one under it: all that a row points to on its way is, and
    something is. LookupError where no way leads from the model to an organisation."""
    if model is Organisation:
        return Organisation.objects.within(organisation)
    found = owners(model)
    if not found:
        raise LookupError(f"{model._meta.label} belongs to no organisation")
    within = [Q(**{f"{'__'.join(path)}__path__startswith": organisation.path}) for path in found]
    empty = [Q(**{f"{path[0]}__isnull": True}) for path in found]
    each = [one | none for one, none in zip(within, empty, strict=True)]
    return model._base_manager.filter(reduce(or_, within) & reduce(and_, each)).distinct()


def owners(model: Model) -> list[tuple[str, ...]]:
    """Lookups that lead to an organisation, each with the foreign keys on its way: by the columns that every row
    fills, or where none of these leads to one, by those that a row may fill."""
    must = [path for field in foreign_keys(model) if not field.null for path in _behind(field)]
    return must or [path for field in foreign_keys(model) if field.null for path in _behind(field)]


def foreign_keys(model: Model) -> Iterator[Any]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            yield field


def _behind(field: Any) -> list[tuple[str, ...]]:
    """Not behind people, nor a row of the same kind."""
    if field.related_model is Organisation:
        return [(field.name,)]
    if field.related_model in (field.model, User):
        return []
    return [(field.name, *path) for path in owners(field.related_model)]
