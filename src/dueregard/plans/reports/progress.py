"""Objectives and progress as a publication takes them: posts, no officers' names."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet

from dueregard.access.models import Organisation
from dueregard.plans.models import Action, Objective, Plan, Standing


@dataclass(frozen=True)
class ActionProgress:
    """What the lead says (`status`, `sentence`) and what the dates say (`standing`), side by side. `posts`
    are titles of posts; a lead without a post is left out, since it may be a person's name."""

    ref: str
    text: str
    posts: tuple[str, ...]
    measures: tuple[str, ...]
    timescale: str
    status: str
    sentence: str
    standing: Standing
    last_day: date | None
    next_due_on: date | None
    slipped_days: int


@dataclass(frozen=True)
class ObjectiveProgress:
    """An objective and its actions; `closed_on` is None while it is open."""

    ref: str
    text: str
    theme: str
    plan: str
    closed_on: date | None
    actions: tuple[ActionProgress, ...]


@dataclass(frozen=True)
class PlanProgress:
    """An organisation's plans on a day. `other_actions` stand under no objective; `counts` holds every
    Standing with its number of actions, in the order of the rule."""

    as_at: date
    plans: tuple[str, ...]
    objectives: tuple[ObjectiveProgress, ...]
    other_actions: tuple[ActionProgress, ...]
    counts: tuple[tuple[Standing, int], ...]


def progress(organisation: Organisation, as_at: date, *, plan: Plan | None = None) -> PlanProgress:
    """The organisation's own plans, or one of them: those of the bodies under it have reports of their own. Of what was
    carried over from one plan to the next, all plans together show the later."""
    plans = organisation.plans.filter(pk=plan.pk) if plan else organisation.plans.all()
    actions = (
        Action.objects.within(organisation)
        .filter(plan__in=plans)
        .standing(as_at)
        .prefetch_related("leads__post", "measures")
        .order_by("plan_id", "position", "pk")
    )
    if plan is None:
        later = Action.objects.filter(came_from=OuterRef("pk")).exclude(plan=OuterRef("plan"))
        actions = actions.exclude(Exists(later))
    found = list(actions)
    counted = Counter(action.standing for action in found)
    return PlanProgress(
        as_at,
        tuple(plans.values_list("title", flat=True)),
        tuple(_objectives(plans, found)),
        tuple(_action(action) for action in found if action.objective_id is None),
        tuple((standing, counted[standing]) for standing in Standing),
    )


def _objectives(plans: QuerySet[Plan], actions: Iterable[Action]) -> Iterable[ObjectiveProgress]:
    under: dict[int | None, list[Action]] = {}
    for action in actions:
        under.setdefault(action.objective_id, []).append(action)
    found = Objective.objects.filter(plan__in=plans)
    for objective in found.select_related("plan").order_by(F("plan_id"), "position", "pk"):
        yield ObjectiveProgress(
            objective.ref,
            objective.text,
            objective.theme,
            objective.plan.title,
            objective.closed_on,
            tuple(_action(action) for action in under.get(objective.pk, [])),
        )


def _action(action: Action) -> ActionProgress:
    return ActionProgress(
        action.ref,
        action.text,
        tuple(lead.post.title for lead in action.leads.all() if lead.post),
        tuple(measure.text for measure in action.measures.all()),
        action.timescale_text,
        action.status_as_written,
        action.sentence_as_written,
        action.standing,
        action.last_day,
        action.next_due_on,
        action.slipped_days,
    )
