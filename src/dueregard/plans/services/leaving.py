"""Somebody leaves: others take their posts and what was in their name, and they are deactivated."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from dueregard.access.models import Membership, Post, User
from dueregard.access.services import appoint, deactivate, vacate
from dueregard.audit.services import record
from dueregard.plans import reports
from dueregard.plans.models import Action, Deed
from dueregard.plans.services.changes import begin_in
from dueregard.plans.services.contents import contents
from dueregard.plans.services.entries import reword


@transaction.atomic
def leave(
    membership: Membership,
    *,
    by: User,
    last_day: date,
    successors: Mapping[int, User],
    named_to: Post | None = None,
) -> None:
    """All in one step. `successors` says by the keys of posts who holds each from the day after; a post without one
    keeps its work. Actions that name the person and no post are led by `named_to` from now on."""
    found, organisation = reports.leaving(membership, last_day), membership.organisation
    for each in found.posts:
        first = max(last_day + timedelta(days=1), each.holding.starts_on)
        vacate(each.holding, last_day=last_day, by=by)
        if each.post.pk in successors:
            appoint(each.post, user=successors[each.post.pk], starts_on=first, by=by)
    if named_to and found.named:
        _hand_over(membership, found.named, named_to, by)
    deactivate(membership, by=by)
    counts = {"posts": len(found.posts), "actions": [action.pk for action in found.named] if named_to else []}
    record("plans.work_handed_over", by=by, organisation=organisation, target=membership.user, **counts)


def _hand_over(membership: Membership, actions: tuple[Action, ...], post: Post, by: User) -> None:
    deed = begin_in(membership.organisation, Deed.Kind.LEFT, by=by)
    name = membership.user.name.casefold()
    for action in actions:
        leads = [post.title if lead.casefold() == name else lead for lead in contents(action)["leads"]]
        reword(action, by=by, version=action.version, deed=deed, leads=list(dict.fromkeys(leads)))
