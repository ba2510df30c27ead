"""From a confirmed preview to rows of the register, a few statements however long the document is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from dueregard.access.models import Post, Unit
from dueregard.plans.models import Action, Entry, Import, Label, Lead, Measure, Objective, Plan, columns
from dueregard.plans.models.words import is_to_be_mapped
from dueregard.plans.reports import PreviewEntry
from dueregard.plans.services.dates import set_timescale
from equalities.timescales import Timescale


def place(found: Import, plan: Plan, new: Sequence[PreviewEntry]) -> dict[str, int]:
    """Create rows for the new entries of a preview; how many of each."""
    objectives = [each for each in new if each.kind == "objective"]
    actions = [each for each in new if each.kind == "action"]
    _plan_parts(found, plan)
    made = [_objective(each, found, plan) for each in objectives]
    Objective.objects.bulk_create(made)
    known = by_name(plan.objectives.all())
    units = {unit.name.casefold(): unit for unit in Unit.objects.within(plan.organisation)}
    rows = [_action(each, found, plan, known, units) for each in actions]
    Action.objects.bulk_create(rows)
    _parts(plan, [*zip(objectives, made, strict=True), *zip(actions, rows, strict=True)])
    return {"objectives": len(made), "actions": len(rows)}


def _plan_parts(found: Import, plan: Plan) -> None:
    """Measures and outcomes of the plan as a whole, where it does not have them yet."""
    held = set(plan.measures.filter(action=None, objective=None).values_list("text", flat=True))
    new = [text for text in found.document["measures"] if text not in held]
    Measure.objects.bulk_create(Measure.written(text, plan=plan) for text in new)
    plan.outcomes = list(dict.fromkeys([*plan.outcomes, *found.document["outcomes"]]))
    plan.save()


def _objective(each: PreviewEntry, found: Import, plan: Plan) -> Objective:
    objective = Objective(plan=plan)
    _common(objective, each, found)
    return objective


def _action(
    each: PreviewEntry, found: Import, plan: Plan, objectives: dict[str, Objective], units: dict[str, Unit]
) -> Action:
    content = each.content
    action = Action(plan=plan)
    _common(action, each, found)
    action.objective = objectives.get(name_of(content["objective"] or ""))
    action.outputs, action.outcomes = list(content["outputs"]), list(content["outcomes"])
    action.say(content["status"] or "")
    action.unit = units.get(columns.unit(content["fields"]).casefold())
    action.arising_from = columns.arising_from(content["fields"])
    action.others = columns.others(content)
    values = [*action.others.values(), *content["aims"], *columns.characteristics(content["fields"])]
    action.is_to_be_mapped = any(map(is_to_be_mapped, values))
    return action


def _common(entry: Entry, each: PreviewEntry, found: Import) -> None:
    content = each.content
    entry.imported_in = found
    entry.position = each.number
    entry.ref, entry.theme = (content["ref"] or "")[:50], (content["theme"] or "")[:500]
    entry.text = content["text"]
    entry.imported_text = content.get("as_read", content["text"])
    entry.fields = dict(content["fields"])
    entry.sources = {"": content["source"], **content["sources"]}
    timescale = content["timescale"]
    set_timescale(entry, Timescale.from_dict(timescale) if timescale else None)


def by_name(objectives: Iterable[Objective]) -> dict[str, Objective]:
    """Objectives by their number and by their words: an action may name either."""
    found: dict[str, Objective] = {}
    for objective in objectives:
        for name in (objective.ref, objective.imported_text, objective.text):
            found.setdefault(name_of(name), objective)
    found.pop("", None)
    return found


def name_of(text: str) -> str:
    return " ".join(text.split()).casefold()


def _parts(plan: Plan, pairs: Sequence[tuple[PreviewEntry, Entry]]) -> None:
    posts = {post.title.casefold(): post for post in Post.objects.within(plan.organisation)}
    Lead.objects.bulk_create(_each(pairs, "leads", lambda entry, text: _lead(entry, text, posts)))
    Measure.objects.bulk_create(
        _each(pairs, "measures", lambda entry, text: Measure.written(text, plan=plan, **{entry.kind: entry}))
    )
    Label.objects.bulk_create(_labels(pairs))


def _each(
    pairs: Sequence[tuple[PreviewEntry, Entry]], name: str, make: Callable[[Entry, str], Any]
) -> Iterator[Any]:
    for each, entry in pairs:
        for text in each.content[name]:
            if text.strip():
                yield make(entry, text)


def _lead(entry: Entry, text: str, posts: dict[str, Post]) -> Lead:
    return Lead.written(text, post=posts.get(text.strip().casefold()), **{entry.kind: entry})


def _labels(pairs: Sequence[tuple[PreviewEntry, Entry]]) -> Iterator[Label]:
    for each, entry in pairs:
        if isinstance(entry, Action):
            aims = (str(aim)[:200] for aim in each.content["aims"])
            for kind, values in [
                (Label.Kind.AIM, aims),
                (Label.Kind.CHARACTERISTIC, columns.characteristics(each.content["fields"])),
            ]:
                for value in dict.fromkeys(values):
                    yield Label(action=entry, kind=kind, value=value)
