"""What takes long to count is counted again only when something was written."""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar, cast

from django.core.cache import caches
from django.utils.translation import get_language

from dueregard.audit import services

T = TypeVar("T")


def kept_until_written(make: Callable[[], T], *key: object) -> T:
    """What make() gives. Every write is in the log, so while its newest event is the same, what was counted before
    holds. `key` says what was counted, and of which rows. The log is looked at first: what somebody writes meanwhile
    may be counted too early, and is counted again, but is never missed. It is kept five minutes at most."""
    newest, found = services.head(), caches["counts"]
    name = sha256(repr((get_language(), *map(str, key))).encode()).hexdigest()
    kept = found.get(name)
    if kept is None or kept[0] != newest:
        kept = (newest, make())
        found.set(name, kept)
    return cast(T, kept[1])
