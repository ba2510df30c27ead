"""What the headings of an organisation's documents mean, as its officers say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dueregard.access.models import Organisation, User
from dueregard.audit.services import record
from dueregard.plans import reports
from dueregard.plans.models import Heading, Original
from dueregard.plans.models.reading import KEPT


def meanings(organisation: Organisation) -> dict[str, str]:
    """Heading as printed -> field, of those that were said."""
    return dict(Heading.objects.filter(organisation=organisation).values_list("words", "field"))


@transaction.atomic
def say_headings(organisation: Organisation, *, by: User, said: Mapping[str, str]) -> int:
    """Remember what headings mean, from the next reading on; "" forgets one. How many were new or different."""
    known = {heading.key: heading for heading in Heading.objects.filter(organisation=organisation)}
    different = {
        words: field for words, field in said.items() if _field_in(known, reports.key(words)) != field
    }
    for words, field in different.items():
        _say(organisation, by, words, field)
    if different:
        record("plans.headings_said", by=by, organisation=organisation, target=organisation, said=different)
    return len(different)


def _field_in(known: Mapping[str, Heading], key: str) -> str:
    return known[key].field if key in known else ""


def _say(organisation: Organisation, by: User, words: str, field: str) -> None:
    one: dict[str, Any] = {"organisation": organisation, "key": reports.key(words)}
    if field:
        Heading.objects.update_or_create(**one, defaults={"words": words, "field": field, "said_by": by})
    else:
        Heading.objects.filter(**one).delete()


@transaction.atomic
def forget_heading(heading: Heading, *, by: User) -> None:
    """From the next reading on it means what it says. What is in the register stays."""
    said = {heading.words: ""}
    record("plans.headings_said", by=by, organisation=heading.organisation, target=heading, said=said)
    heading.delete()


def delete_originals(now: datetime | None = None) -> int:
    """Delete the files of previews that nobody settled for a day; how many."""
    return Original.objects.filter(received_at__lte=(now or timezone.now()) - KEPT).delete()[0]
