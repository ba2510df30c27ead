"""What takes long to count is counted of each organisation by itself, and again only where something was written.

Every write is in the log, under an organisation that holds all its rows or is above them. So what was counted of an
organisation holds while the newest events in it, above it and below it are the same: after a write that one is
counted, and not all. An event that names no target may be about any row, and counts for every organisation.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from django.core.cache import caches
from django.db.models import Case, CharField, Expression, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast

from dueregard.access.models import Organisation
from dueregard.audit.models import Event

T = TypeVar("T")
Hashes = tuple[str | None, ...]
DAY = 24 * 3600  # seconds


def kept_within(
    organisation: Organisation, make: Callable[[Collection[int]], Mapping[int, T]], *key: object
) -> list[T]:
    """What `make` counts of this organisation and of each under it, as far as there is something. `make` is given the
    keys of those that are to be counted now, and gives what it counted by key; `key` says what is counted. The log is
    looked at first: what somebody writes meanwhile may be counted too early, and is counted again, but is never
    missed. It is kept for a day at most."""
    newest, counts = _newest_within(organisation), caches["counts"]
    names = {pk: ":".join(map(str, (*key, pk))) for pk in newest}
    found = counts.get_many(names.values())
    kept = {pk: found[name] for pk, name in names.items() if name in found and found[name][0] == newest[pk]}
    stale = newest.keys() - kept.keys()
    if stale:
        made = make(stale)
        new = {pk: (newest[pk], made.get(pk)) for pk in stale}
        counts.set_many({names[pk]: new[pk] for pk in stale if any(newest[pk])}, timeout=DAY)
        kept |= new
    return [count for _hashes, count in kept.values() if count is not None]


def _newest_within(organisation: Organisation) -> dict[int, Hashes]:
    """By the key of this organisation and of each under it: the hashes of the newest events that may be about its rows.
    Where there are none at all, nothing says when something is written, and nothing is kept."""
    above = _keys(organisation.path)
    in_line = Organisation.objects.filter(Q(path__startswith=organisation.path) | Q(pk__in=above))
    rows = in_line.order_by("path").values_list(
        "pk",
        "path",
        _newest_event("organisation", Cast(OuterRef("pk"), CharField())),
        _newest_event("target", Value("")),
    )
    own = {pk: (path, hash_, of_all) for pk, path, hash_, of_all in rows}
    found: dict[int, list[str | None]] = {pk: [of_all] for pk, (_path, _hash, of_all) in own.items()}
    for pk, (path, hash_, _of_all) in own.items():
        for other in _keys(path):
            found[other].append(hash_)
            if other != pk:
                found[pk].append(own[other][1])
    return {pk: tuple(hashes) for pk, hashes in found.items() if own[pk][0].startswith(organisation.path)}


def _keys(path: str) -> list[int]:
    """Of an organisation and all above it, from the top down."""
    return [int(key) for key in path.split("/") if key]


def _newest_event(column: str, value: Expression) -> Subquery:
    """The hash of the newest whose column says this; None where there is none. It is the last of those that say as much
    or less, which is one step in the index: asked for as equal, PostgreSQL may go back through the whole log."""
    last = Event.objects.filter(**{f"{column}__lte": value}).order_by(f"-{column}", "-number")
    return Subquery(last.values(own=Case(When(**{column: value}, then="hash")))[:1])
