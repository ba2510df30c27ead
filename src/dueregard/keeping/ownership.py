"""Which rows leave with an organisation: what belongs to it, the people it names, and its part of the log."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q

from dueregard.access.models import Organisation, User
from dueregard.access.ownership import foreign_keys, owned_rows
from dueregard.audit.models import Event, Head
from dueregard.keeping.rows import Model, kept_models

APART = {
    "access.User": "the people whom an exported row names go with it",
    "access.Organisation": "the organisation itself, and all under it",
    "audit.Event": "names its organisation in words",
    "audit.Head": "goes with the whole log only",
}
STAYS = {
    "socialaccount.SocialAccount": "whoever arrives is known by their address once more",
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
    if model is User:
        return rows.filter(_is_named(organisation)).distinct()
    if model is Event:
        within = Organisation.objects.within(organisation).values_list("pk", flat=True)
        return rows.filter(organisation__in=[str(pk) for pk in within])
    return rows.none() if model is Head else owned_rows(model, organisation)


def _is_named(organisation: Organisation) -> Q:
    """Whoever is named by a row that is exported."""
    found = [
        Q(pk__in=rows_of(model, organisation).order_by().values(field.name))
        for model in owned_models()
        for field in foreign_keys(model)
        if field.related_model is User
    ]
    return reduce(or_, found)
