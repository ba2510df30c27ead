"""One append-only, hash-chained table, and the head of its chain."""

import hashlib
from typing import Any, NoReturn

from django.db import models

GENESIS = "0" * 64


class EventQuerySet(models.QuerySet["Event"]):
    def update(self, **_changes: Any) -> NoReturn:
        raise TypeError("audit events are never changed")

    def delete(self) -> NoReturn:
        raise TypeError("audit events are never deleted")


class Event(models.Model):
    """Something a person or a named process did. Text only, no foreign keys: the log never stands in the
    way of live data. The chain covers `digest`, not `payload`, so that a payload can be redacted."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    kind = models.CharField(max_length=100)
    by = models.CharField(max_length=100)
    organisation = models.CharField(max_length=100)
    target = models.CharField(max_length=200)
    payload = models.TextField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["target", "number"]), models.Index(fields=["organisation", "number"])]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    def expected_digest(self) -> str:
        return hashlib.sha256((self.salt + self.payload).encode()).hexdigest()

    def expected_hash(self) -> str:
        parts = [str(self.number), self.at, self.kind, self.by, self.organisation, self.target]
        return hashlib.sha256("\n".join([self.previous, *parts, self.digest]).encode()).hexdigest()


class Head(models.Model):
    """The one row that appends lock: how many events there are, and the last one's hash."""

    rows = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return self.hash
