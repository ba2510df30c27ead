"""record() writes the chain; redact() takes words out of it; verify() reads it back."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import timezone

from dueregard.audit.models import GENESIS, Event, Head

REDACTED = "audit.payloads_redacted"


@dataclass(frozen=True)
class Process:
    """A named part of the system that acts where no person does."""

    name: str


def record(
    kind: str,
    *,
    by: models.Model | Process,
    organisation: models.Model | None = None,
    target: models.Model | None = None,
    **payload: Any,
) -> Event:
    """Append one event inside the caller's transaction: no event without its deed, nor the reverse."""
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event is recorded inside the transaction of its deed")
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    event = Event(
        number=head.rows + 1,
        at=timezone.now().isoformat(),
        kind=kind,
        by=_actor(by),
        organisation=str(organisation.pk) if organisation else "",
        target=label(target) if target else "",
        payload=json.dumps(payload, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False),
        salt=secrets.token_hex(16),
        previous=head.hash,
    )
    event.digest = event.expected_digest()
    event.hash = event.expected_hash()
    event.save(force_insert=True)
    head.rows, head.hash = event.number, event.hash
    head.save()
    return event


def redact(
    payloads: Mapping[int, str],
    *,
    by: models.Model | Process,
    organisation: models.Model | None = None,
    target: models.Model | None = None,
    **payload: Any,
) -> Event:
    """Put these payloads in place of what events (by number) say. The chain covers what they said by its digest alone,
    so it stays whole; a new event bears the digests of what they say now. The old salts go: with them and a guess,
    whoever holds the log could find the words again."""
    now = {}
    for number, words in payloads.items():
        event = Event.objects.get(number=number)
        if event.kind == REDACTED:
            raise ValueError("an event that says what was redacted is never redacted")
        event.payload, event.salt = words, secrets.token_hex(16)
        event.save(force_update=True, update_fields=["payload", "salt"])
        now[str(number)] = event.expected_digest()
    return record(REDACTED, by=by, organisation=organisation, target=target, redacted=now, **payload)


def label(target: models.Model) -> str:
    """How the log names a row: its model and key."""
    return f"{target._meta.label}:{target.pk}"


def head() -> str:
    """The hash of the newest event: whoever keeps it can prove later that nothing before it was changed."""
    found = Head.objects.filter(pk=1).first()
    return found.hash if found else GENESIS


@dataclass(frozen=True)
class Verification:
    """What verify() found: rows read, the last good hash, where and why the chain breaks, if it does, and the
    numbers of the events whose words two people removed."""

    rows: int
    head: str
    broken_at: int | None = None
    reason: str = ""
    has_earlier_head: bool | None = None
    redacted: tuple[int, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None and self.has_earlier_head is not False


def verify(earlier_head: str | None = None) -> Verification:
    """Walk the whole chain. `earlier_head` is a hash somebody kept: where it is missing, a tail was cut."""
    previous, rows, seen = GENESIS, 0, earlier_head in (None, GENESIS)
    redacted = _redacted()
    for event in Event.objects.order_by("number").iterator(chunk_size=2000):
        reason = _fault(event, previous, rows, redacted)
        if reason:
            return Verification(rows, previous, event.number, reason, _found(earlier_head, seen=seen))
        previous, rows = event.hash, rows + 1
        seen = seen or event.hash == earlier_head
    if previous != head():
        reason = "the newest events are missing: the head names an event that is not there"
        return Verification(rows, previous, rows + 1, reason, _found(earlier_head, seen=seen))
    found = _found(earlier_head, seen=seen)
    return Verification(rows, previous, has_earlier_head=found, redacted=tuple(sorted(redacted)))


def _redacted() -> dict[int, str]:
    """The digest of what each redacted event says now, as the log itself bears witness."""
    events = Event.objects.filter(kind=REDACTED).order_by("number")
    whole = [json.loads(event.payload) for event in events if event.digest == event.expected_digest()]
    return {int(number): digest for said in whole for number, digest in said["redacted"].items()}


def _found(earlier_head: str | None, *, seen: bool) -> bool | None:
    return None if earlier_head is None else seen


def _fault(event: Event, previous: str, rows: int, redacted: Mapping[int, str]) -> str:
    if event.number != rows + 1:
        return f"event {rows + 1} is missing"
    if event.previous != previous:
        return "it does not follow the event before it"
    if event.expected_digest() not in (event.digest, redacted.get(event.number)):
        return "what it says was changed"
    if event.hash != event.expected_hash():
        return "who, when or what it is about was changed"
    return ""


def _actor(by: models.Model | Process) -> str:
    if isinstance(by, Process):
        return f"process:{by.name}"
    if isinstance(by, models.Model) and by._meta.label == settings.AUTH_USER_MODEL and by.pk:
        return label(by)
    raise TypeError("an audit event names a saved person or a process")
