"""What was typed into a page whose session had ended waits for whoever opened the page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.core import signing
from django.core.signing import TimestampSigner
from django.utils import timezone

from dueregard.access.models import Draft, User
from dueregard.access.sealing import cipher

OPENED_BY = "opened_by"
NOT_TYPED = (OPENED_BY, "csrfmiddlewaretoken")
SECRET = {"password", "current", "code", "answer", "secret"}  # fields that prove who somebody is
LONGEST_ADDRESS = 4000
LONGEST_OPEN = timedelta(days=14)
KEPT = timedelta(days=1)
MOST_CHARACTERS = 500_000
MOST_DRAFTS = 10  # of one person
PURPOSE = "draft"

Typed = Mapping[str, Sequence[str]]


def mark_of(user: User) -> str:
    """What stands in every form of a page, so that we know later who opened it."""
    return TimestampSigner(salt=PURPOSE).sign(str(user.pk))


def opened_by(mark: str) -> User | None:
    """Who opened the page that bears the mark, where it is ours and not older than two weeks."""
    try:
        key = TimestampSigner(salt=PURPOSE).unsign(mark, max_age=LONGEST_OPEN)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key, is_active=True).first()


def without_marks(sent: Typed) -> Typed:
    """What somebody typed, of all that a form sends."""
    return {name: list(values) for name, values in sent.items() if name not in NOT_TYPED}


def keep(user: User, *, page: str, target: str, typed: Typed) -> Draft | None:
    """Keep what was typed on `page` to be sent to `target`, for a day; None where there is too much of it, or where it
    proves who somebody is. Of what is sent to the same address, the last counts."""
    content = json.dumps(typed)
    is_short = len(content) <= MOST_CHARACTERS and max(len(page), len(target)) <= LONGEST_ADDRESS
    if not is_short or SECRET & typed.keys():
        return None
    forget_old()
    Draft.objects.filter(user=user, target=target).delete()
    kept = Draft.objects.filter(user=user).values_list("pk", flat=True)
    Draft.objects.filter(pk__in=list(kept[MOST_DRAFTS - 1 :])).delete()
    sealed = cipher(PURPOSE).encrypt(content.encode())
    return Draft.objects.create(user=user, page=page, target=target, sealed=sealed)


def waiting(user: User, page: str = "") -> Draft | None:
    """The newest draft of a person, or of a page of theirs."""
    found = Draft.objects.filter(user=user, kept_at__gt=timezone.now() - KEPT)
    return (found.filter(page=page) if page else found).first()


def typed_in(draft: Draft) -> Typed:
    content: Typed = json.loads(cipher(PURPOSE).decrypt(bytes(draft.sealed)))
    return content


def saved(user: User, target: str) -> None:
    """What was typed has been sent after all."""
    Draft.objects.filter(user=user, target=target).delete()


def forget_old() -> int:
    """Drafts go after a day; how many went."""
    return Draft.objects.filter(kept_at__lte=timezone.now() - KEPT).delete()[0]
