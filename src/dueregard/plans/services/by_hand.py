"""Entries moved, split and merged by hand. Whatever is done here can be undone: see deeds.py."""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.access.models import User
from dueregard.plans.models import Change, Deed, Entry, Objective
from dueregard.plans.services import order
from dueregard.plans.services.changes import alter, audit, begin, claim, keep
from dueregard.plans.services.contents import contents, held
from dueregard.plans.services.entries import copy_of

COPIED = ("theme", "leads", "objective", "unit", "aims", "characteristics", "arising_from", "others")
ADDED_UP = ("leads", "measures", "aims", "characteristics", "outputs", "outcomes")


@transaction.atomic
def move(
    entry: Entry, *, by: User, version: int, after: int | None, objective: Objective | None = None
) -> bool:
    """To just after the entry whose key is `after` (None: to the first place), and an action under `objective`; False
    where it stands there already. Its number, which is what the document printed, stays."""
    there = {"objective": objective.pk if objective else None, "after": after}
    claim(entry, version)
    if order.place(entry) == there:
        return False
    deed = begin(Deed.Kind.MOVED, entry, by=by)
    alter(entry, Change.Kind.MOVED, {"place": there}, deed=deed)
    audit(entry, "moved", by=by, **there)
    return True


@transaction.atomic
def move_by(entry: Entry, *, by: User, steps: int) -> bool:
    """One place up (-1) or down (1) among those beside it; False where there is no such place."""
    beside = order.siblings(entry)
    keys = [each.pk for each in beside]
    index = keys.index(entry.pk) + steps
    if not 0 <= index < len(beside):
        return False
    others = [key for key in keys if key != entry.pk]
    objective = getattr(entry, "objective", None)
    after = others[index - 1] if index else None
    return move(entry, by=by, version=entry.version, after=after, objective=objective)


@transaction.atomic
def split(
    entry: Any, *, by: User, version: int, text: str, new: Sequence[str], actions: Collection[int] = ()
) -> list[Any]:
    """Make an entry of each text of `new`, and give the one that is there the words `text`. The new ones take over who
    leads, what it serves and its timescale; measures and updates stay where they were recorded. Of an objective, the
    `actions` (keys) go to the first new one."""
    if not new:
        raise ValidationError(_("Write down at least one new one."))
    claim(entry, version)
    deed = begin(Deed.Kind.SPLIT, entry, by=by)
    made = [_split_off(entry, words, deed) for words in new]
    alter(entry, Change.Kind.REWORDED, {"text": text}, deed=deed)
    for action in entry.actions.filter(pk__in=actions) if actions else ():
        claim(action, action.version)
        alter(action, Change.Kind.REWORDED, {"objective": made[0].pk}, deed=deed)
    audit(entry, "split", by=by, text=text, made=[each.pk for each in made])
    return made


def _split_off(entry: Any, words: str, deed: Deed) -> Any:
    held = contents(entry)
    made = copy_of(entry, entry.plan, {name: held[name] for name in COPIED if name in held} | {"text": words})
    _stand_after(made, entry)
    keep(made, Change.Kind.SPLIT_OFF, deed=deed, before=str(entry), after=words)
    keep(entry, Change.Kind.SPLIT, deed=deed, after=words)
    return made


def _stand_after(made: Any, entry: Any) -> None:
    """After the entry that it was split off from, and after what was split off before it."""
    earlier = entry.became.exclude(pk=made.pk).filter(plan=entry.plan).last()
    order.put(made, {**order.place(made), "after": (earlier or entry).pk})
    made.save()


@transaction.atomic
def merge(
    stays: Any,
    goes: Any,
    *,
    by: User,
    version: int,
    text: str,
    adds_up: bool,
    reason: str,
    takes_status: bool = False,
) -> Any:
    """`goes` is no longer seen by itself: its updates, evidence and history show with `stays`, which says `text` and,
    where it `adds_up`, also has the leads, measures and labels that only the other had. Actions under an objective go
    with it. Dates are those of the one that stays; what the lead says too, unless it `takes_status` from the other."""
    check_can_merge(stays, goes)
    claim(stays, version)
    claim(goes, goes.version)
    deed = begin(Deed.Kind.MERGED, stays, by=by)
    values: dict[str, Any] = {"text": text} | (_added_up(stays, goes) if adds_up else {})
    if takes_status:
        values["said"] = held("said").read(goes)
    keep(stays, Change.Kind.TOOK_IN, deed=deed, after=str(goes), reason=reason)
    alter(stays, Change.Kind.REWORDED, values, deed=deed)
    if isinstance(goes, Objective):
        for action in goes.actions.all():
            claim(action, action.version)
            alter(action, Change.Kind.REWORDED, {"objective": stays.pk}, deed=deed)
    for each in [*type(goes)._base_manager.filter(merged_into=goes), goes]:
        alter(each, Change.Kind.MERGED, {"merged_into": stays.pk}, deed=deed, reason=reason)
    audit(stays, "merged", by=by, merged=goes.pk, text=text, reason=reason)
    return stays


def check_can_merge(stays: Entry, goes: Entry) -> None:
    same_plan = stays.plan_id == goes.plan_id  # type: ignore[attr-defined]
    if stays.pk == goes.pk or stays.kind != goes.kind or not same_plan:
        raise ValidationError(_("Choose another one of the same plan."))


def _added_up(stays: Entry, goes: Entry) -> dict[str, list[str]]:
    held, other = contents(stays), contents(goes)
    return {name: list(dict.fromkeys([*held[name], *other[name]])) for name in ADDED_UP if name in held}
