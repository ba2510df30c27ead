"""What somebody who leaves has to hand over: their posts and what is due from each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from dueregard.access.models import Holding, Membership, Post
from dueregard.plans.models import Action, Lead


@dataclass(frozen=True)
class PostToFill:
    """A post that the person holds, or is to hold, and the open actions that it leads, the most urgent first."""

    post: Post
    holding: Holding
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Leaving:
    """`named` are open actions whose lead is the person's name, and no post; `mentioned` are those in which a lead
    holds the name among other words, of which nobody can say but who reads them what is to stand there."""

    posts: tuple[PostToFill, ...]
    named: tuple[Action, ...]
    mentioned: tuple[Action, ...]


def leaving(membership: Membership, today: date) -> Leaving:
    holdings = Holding.objects.filter(user=membership.user).filter(Q(ends_on=None) | Q(ends_on__gte=today))
    within = Post.objects.within(membership.organisation)
    held = list(
        holdings.filter(post__in=within).select_related("post__organisation", "user").order_by("post__title")
    )
    name = membership.user.name
    named = _open(membership, today, post=None, text__iexact=name)
    holding = _open(membership, today, post=None, text__icontains=name) if name else ()
    return Leaving(
        tuple(PostToFill(each.post, each, _open(membership, today, post=each.post)) for each in held),
        named,
        tuple(action for action in holding if action not in named),
    )


def _open(membership: Membership, today: date, **lead: Any) -> tuple[Action, ...]:
    found = Action.objects.within(membership.organisation).still_open()
    found = found.filter(pk__in=Lead.objects.filter(**lead).values("action"))
    return tuple(found.standing(today).select_related("plan__organisation").by_urgency())
