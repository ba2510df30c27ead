"""Search over all that the reader may see: each kind of thing is one query over its words.

Words are looked for as they stand, anywhere in a text, in any order: "hous" finds "Housing". A plain query does: over
20,000 actions it takes a few hundredths of a second on either database (`python -m benchmarks scale`), and there is
no index that could lag behind what was written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Membership
from dueregard.access.permissions import Permission
from dueregard.evidence.models import Document
from dueregard.monitoring.models import Dataset
from dueregard.plans.models import Action, Objective, Plan
from dueregard.publications.models import FormatRequest, Version

MOST = 25  # of each kind
LONGEST = 200
AROUND = 80


@dataclass(frozen=True)
class Hit:
    """A thing in which every word was found; `excerpt` is the text around the first, where the title has it not."""

    title: str
    excerpt: str
    url: str


@dataclass(frozen=True)
class Hits:
    """What was found of one kind. `is_cut`: there is more than is shown."""

    heading: Promise
    hits: tuple[Hit, ...]
    is_cut: bool


@dataclass(frozen=True)
class Kind:
    """Something that can be found: who may, where, in which columns, and what its page is."""

    heading: Promise
    permission: Permission
    rows: Callable[[Membership], QuerySet[Any]]
    columns: tuple[str, ...]
    address: str
    key: str = "pk"


def words_of(query: str) -> list[str]:
    return query[:LONGEST].split()


def search(membership: Membership, words: Sequence[str]) -> list[Hits]:
    """By kind, those that have every word; one query for each kind that the reader may see."""
    found = [_of(kind, membership, words) for kind in KINDS if membership.may(kind.permission)]
    return [each for each in found if each.hits]


def _of(kind: Kind, membership: Membership, words: Sequence[str]) -> Hits:
    rows = list(kind.rows(membership).filter(_has(words, kind.columns))[: MOST + 1])
    hits = {_url(kind, row): _hit(kind, row, words) for row in reversed(rows[:MOST])}
    return Hits(kind.heading, tuple(reversed(hits.values())), len(rows) > MOST)


def _has(words: Sequence[str], columns: Sequence[str]) -> Q:
    each = [reduce(or_, [Q(**{f"{column}__icontains": word}) for column in columns]) for word in words]
    return reduce(and_, each)


def _hit(kind: Kind, row: Any, words: Sequence[str]) -> Hit:
    title = str(row)
    if all(word.lower() in title.lower() for word in words):
        return Hit(title, "", _url(kind, row))
    texts = [str(_value(row, column)) for column in kind.columns]
    return Hit(
        title, next((cut for cut in (_around(text, words) for text in texts) if cut), ""), _url(kind, row)
    )


def _value(row: Any, column: str) -> Any:
    return reduce(getattr, column.split("__"), row)


def _around(text: str, words: Sequence[str]) -> str:
    """The text about the first of the words that it has; "" where it has none."""
    places = [place for place in (text.lower().find(word.lower()) for word in words) if place >= 0]
    if not places:
        return ""
    first, last = max(min(places) - AROUND, 0), min(places) + AROUND
    start = f"… {text[first:].partition(' ')[2][: 2 * AROUND]}" if first else text[:last]
    return f"{start.strip()}{' …' if last < len(text) else ''}"


def _url(kind: Kind, row: Any) -> str:
    return reverse(kind.address, args=[_value(row, kind.key)] if kind.key else [])


def _datasets(membership: Membership) -> QuerySet[Dataset]:
    """As in their list: who uploads sees all, others what is loaded."""
    found = Dataset.objects.within(membership.organisation)
    return found.current() if membership.may(Permission.DATASET_UPLOAD) else found.loaded()


def _entries(model: type[Action] | type[Objective]) -> Callable[[Membership], QuerySet[Any]]:
    """What is open before what is closed."""

    def rows(membership: Membership) -> QuerySet[Any]:
        found: Any = model.objects.within(membership.organisation)
        columns = ("pk", "ref", "text", "theme", *(("sentence_as_written",) if model is Action else ()))
        listed: QuerySet[Any] = found.only(*columns).order_by(F("closed_on").asc(nulls_first=True), "pk")
        return listed

    return rows


_WORDS = ("text", "ref", "theme")
KINDS = (
    Kind(
        _("Actions"), Permission.PLAN_READ, _entries(Action), (*_WORDS, "sentence_as_written"), "plans:action"
    ),
    Kind(_("Objectives"), Permission.PLAN_READ, _entries(Objective), _WORDS, "plans:objective"),
    Kind(
        _("Plans"),
        Permission.PLAN_READ,
        lambda reader: Plan.objects.within(reader.organisation),
        ("title",),
        "plans:plan",
    ),
    Kind(
        _("Evidence"),
        Permission.PLAN_READ,
        lambda reader: Document.objects.within(reader.organisation).exclude(file=""),
        ("title", "filename"),
        "evidence:document",
    ),
    Kind(
        _("Datasets"),
        Permission.DATASET_READ,
        _datasets,
        ("title", "service", "purpose"),
        "monitoring:dataset",
    ),
    Kind(
        _("Publications"),
        Permission.PUBLICATION_READ,
        lambda reader: Version.objects.within(reader.organisation).defer("taken"),
        ("title", "introduction"),
        "publications:publication",
        "publication_id",
    ),
    Kind(
        _("Requests for other formats"),
        Permission.PUBLICATION_PREPARE,
        lambda reader: FormatRequest.objects.within(reader.organisation),
        ("what",),
        "publications:requests",
        "",
    ),
    Kind(
        _("People"),
        Permission.PEOPLE_MANAGE,
        lambda reader: Membership.objects.within(reader.organisation).select_related("user"),
        ("user__name", "user__email"),
        "access:person",
    ),
)
