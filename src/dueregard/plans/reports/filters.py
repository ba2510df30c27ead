"""Which actions a list shows, and in which words it says so."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dueregard.access.counting import kept_within
from dueregard.access.models import Organisation, Unit
from dueregard.plans.models import Action, Gap, Label, Lead, Objective, Plan, Standing
from dueregard.plans.models.parts import AIMS
from dueregard.plans.models.querysets import ActionQuerySet, EntryQuerySet


@dataclass(frozen=True)
class Filter:
    """`unit` is a name, as bodies of one kind have the same units; `due` is what the dates say, `status` what the lead
    says; `tidy` is "only" or "without" for what an
    import of the last 30 days left behind."""

    lead: str = ""
    unit: str = ""
    aim: str = ""
    characteristic: str = ""
    status: str = ""
    due: str = ""
    gap: str = ""
    tidy: str = ""

    def apply(self, actions: ActionQuerySet, today: date) -> ActionQuerySet:
        gap = Gap(self.gap) if self.gap else None
        if self.unit:
            actions = actions.filter(unit__in=Unit.objects.filter(name=self.unit).order_by())
        if self.lead:
            actions = actions.filter(pk__in=Lead.objects.filter(text=self.lead).values("action"))
        for kind, value in ((Label.Kind.AIM, self.aim), (Label.Kind.CHARACTERISTIC, self.characteristic)):
            if value:
                actions = actions.filter(pk__in=Label.objects.filter(kind=kind, value=value).values("action"))
        if self.status:
            actions = actions.filter(status_as_written__iexact=self.status)
        if gap:
            actions = actions.with_gap(gap, today)
        if self.tidy == "only":
            actions = actions.left_by_import(today, gap)
        if self.tidy == "without" and gap:
            actions = actions.not_left_by_import(today, gap)
        actions = actions.standing(today)
        return actions.of_standing(self.due) if self.due else actions

    def sentence(self) -> str:
        """What is in the list, in one line."""
        return "; ".join(self._parts()) or _("all actions")

    def rule(self) -> str:
        """The rule by which the gap or the word of the dates is found."""
        if self.gap:
            return str(Gap(self.gap).rule)
        return str(Standing(self.due).rule).capitalize() + "." if self.due else ""

    def _parts(self) -> Iterator[str]:
        named = [
            (_("lead"), self.lead),
            (_("unit"), self.unit),
            (_("aim"), AIMS.get(self.aim, self.aim)),
            (_("characteristic"), self.characteristic),
            (_("the lead says"), self.status),
            (_("the dates say"), Standing(self.due).label if self.due else ""),
            (_("only"), Gap(self.gap).label if self.gap else ""),
        ]
        for name, value in named:
            if value:
                yield f"{name}: {value}"
        if self.tidy == "only":
            yield _("only what an import left to tidy")
        if self.tidy == "without":
            yield _("without what an import left to tidy")


def action_list(actions: ActionQuerySet, chosen: Filter, today: date) -> ActionQuerySet:
    """The filtered actions in the order of the plan, with what a line of the list shows and no more: the
    provenance of fifty actions takes longer to read than all the rest."""
    objectives = Objective.objects.only("ref", "text", "position")
    found = chosen.apply(actions, today).prefetch_related("plan", Prefetch("objective", objectives), "leads")
    return found.defer("fields", "sources", "imported_text", "outputs", "outcomes", "others").order_by(
        "plan_id", F("objective__position").asc(nulls_last=True), "objective_id", "position", "pk"
    )


def whole_list(actions: ActionQuerySet, chosen: Filter, today: date) -> ActionQuerySet:
    """The same list with all that a download holds."""
    found = action_list(actions, chosen, today).defer(None)
    return found.select_related("unit").prefetch_related("measures", "labels")


def counted(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Plans with how many objectives and actions they have: each counted by itself, since a join of both would make
    a row of each pair."""
    return plans.annotate(
        objective_count=_number(Objective.objects.all()),
        action_count=_number(Action.objects.all()),
        open_count=_number(Action.objects.still_open()),
    )


def _number(rows: EntryQuerySet[Any]) -> Coalesce:
    of_plan = rows.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(number=Count("pk"))
    return Coalesce(Subquery(of_plan.values("number")), 0)


@dataclass(frozen=True)
class Group:
    """Actions of a page that stand under one objective, or under none of a plan."""

    plan: Plan
    objective: Objective | None
    actions: tuple[Action, ...]


def grouped(actions: Iterable[Action]) -> tuple[Group, ...]:
    """Actions in the order of the plan, by the objective that they stand under."""
    return tuple(
        Group(plan, objective, tuple(found))
        for (plan, objective), found in groupby(actions, lambda action: (action.plan, action.objective))
    )


@dataclass(frozen=True)
class Choices:
    """The values that occur, to choose among."""

    leads: tuple[str, ...]
    units: tuple[str, ...]
    aims: tuple[tuple[str, str], ...]
    characteristics: tuple[str, ...]
    statuses: tuple[str, ...]


def asked_for(query: Mapping[str, str], among: Choices) -> Filter:
    """What an address asks for; a value that does not occur asks for nothing."""
    occurring = {
        "lead": among.leads,
        "unit": among.units,
        "aim": [value for value, _words in among.aims],
        "characteristic": among.characteristics,
        "status": among.statuses,
        "due": Standing.values,
        "gap": Gap.values,
        "tidy": ("only", "without"),
    }
    return Filter(**{name: query[name] for name, values in occurring.items() if query.get(name) in values})


VALUES = {
    "leads": ("leads__text",),
    "units": ("unit__name",),
    "labels": ("labels__kind", "labels__value"),
    "statuses": ("status_as_written",),
}
Occurring = dict[str, set[tuple[str, ...]]]


def choices(organisation: Organisation, plan: Plan | None = None) -> Choices:
    """What occurs in the actions within an organisation, or in those of one plan of it; read again only where something
    was written. Put in order here, since there are few of each."""

    def make(organisations: Collection[int]) -> dict[int, Occurring]:
        actions = Action.objects.of_organisations(organisations)
        return _occurring(actions.filter(plan=plan) if plan else actions)

    kept = kept_within(organisation, make, "choices", plan.pk if plan else "")
    found = {name: sorted(set().union(*(each[name] for each in kept))) for name in VALUES}
    return Choices(
        tuple(lead for (lead,) in found["leads"]),
        tuple(unit for (unit,) in found["units"]),
        tuple((aim, str(AIMS.get(aim, aim))) for kind, aim in found["labels"] if kind == Label.Kind.AIM),
        tuple(value for kind, value in found["labels"] if kind == Label.Kind.CHARACTERISTIC),
        tuple({status.casefold(): status for (status,) in found["statuses"] if status}.values()),
    )


def _occurring(actions: ActionQuerySet) -> dict[int, Occurring]:
    """By organisation; four queries, however many actions. Each begins at the actions: where all leads are asked which
    are of one of these, it takes twice as long."""
    found: dict[int, Occurring] = defaultdict(lambda: {name: set() for name in VALUES})
    for name, columns in VALUES.items():
        rows = actions.filter(**{f"{columns[0]}__isnull": False}).order_by()
        for organisation, *values in rows.values_list("plan__organisation", *columns).distinct():
            found[organisation][name].add(tuple(values))
    return dict(found)
