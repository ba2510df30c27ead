"""What is typed to move, split and merge entries by hand."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.kit.govuk import FilterForm
from dueregard.plans.forms.entries import LinesField, text_field
from dueregard.plans.models import Action, Entry, Objective
from dueregard.plans.reports import Version

LABEL = 60
MOST = 40  # entries that a page offers at once
LONGEST_QUERY = 200


class MoveForm(forms.Form):
    """Where an entry goes: to the first place, or after another; an action under an objective."""

    there = forms.ChoiceField(
        label=gettext_lazy("Where to"),
        error_messages={"required": gettext_lazy("Choose where it goes.")},
    )

    def __init__(self, *args: Any, entry: Entry, query: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find = Nearby(entry, query)
        places = _of_objective(self.find) if isinstance(entry, Objective) else _of_action(self.find)
        chosen: list[Any] = [("", _("Choose")), *places]
        self.fields["there"].choices = chosen  # type: ignore[attr-defined]

    def clean_there(self) -> dict[str, Any]:
        """The keys of the objective to stand under, and of the entry to stand after; None for neither."""
        keys = self.cleaned_data["there"].split("/")
        under, after = (int(key) if key else None for key in keys)
        return {"under": under, "after": after}


class Nearby:
    """Which entries of a plan a page offers beside one: all where they are few; else those around it, or those whose
    words were looked for."""

    def __init__(self, entry: Any, query: str) -> None:
        self.entry, self.query = entry, query.strip()[:LONGEST_QUERY]
        self.is_long = any(self._all(model).count() > MOST for model in (type(entry), Objective))

    def of(self, model: type[Entry]) -> list[Any]:
        rows = self._all(model)
        if self.query:
            has = [Q(text__icontains=word) | Q(ref__icontains=word) for word in self.query.split()]
            return list(rows.filter(*has)[:MOST])
        if rows.count() <= MOST or model is not type(self.entry):
            return list(rows[:MOST])
        here = self.entry.position
        before = rows.filter(position__lte=here).reverse()[: MOST // 2]
        return [*reversed(before), *rows.filter(position__gt=here)[: MOST // 2]]

    def _all(self, model: type[Entry]) -> Any:
        rows = model.objects.filter(plan=self.entry.plan_id).order_by("position", "pk")  # type: ignore[attr-defined]
        return rows.exclude(pk=self.entry.pk) if model is type(self.entry) else rows


def _short(entry: Any) -> str:
    return Truncator(str(entry)).chars(LABEL)


def _of_objective(find: Nearby) -> Iterator[tuple[str, str]]:
    yield "/", _("First")
    for each in find.of(Objective):
        yield f"/{each.pk}", _("After “%(entry)s”") % {"entry": _short(each)}


def _of_action(find: Nearby) -> Iterator[tuple[str, str]]:
    beside: dict[int | None, list[Action]] = {}
    for each in find.of(Action):
        beside.setdefault(each.objective_id, []).append(each)
    objectives = {each.pk: each for each in find.of(Objective)}
    objectives |= Objective.objects.in_bulk([key for key in beside if key and key not in objectives])
    for key, name in [
        *((key, _short(each)) for key, each in objectives.items()),
        (None, _("Under no objective")),
    ]:
        yield f"{key or ''}/", _("%(objective)s: first") % {"objective": name}
        for each in beside.get(key, []):
            words = {"objective": name, "entry": _short(each)}
            yield f"{key or ''}/{each.pk}", _("%(objective)s: after “%(entry)s”") % words


class SplitForm(forms.Form):
    text = text_field()
    new = LinesField(
        label=gettext_lazy("New ones that are split off"),
        help_text=gettext_lazy("One on each line, in words of its own."),
        error_messages={"required": gettext_lazy("Write down at least one new one.")},
    )
    actions = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Actions that go to the first new one"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Words that stay")
        under = list(entry.actions.all()) if isinstance(entry, Objective) else []
        self.fields["actions"].choices = [(each.pk, str(each)) for each in under]  # type: ignore[attr-defined]
        if not under:
            del self.fields["actions"]


class OtherForm(FilterForm):
    """Which entry of the plan is merged with another."""

    other = forms.ModelChoiceField(
        label=gettext_lazy("Merge with"),
        queryset=Action.objects.none(),
        empty_label=gettext_lazy("Choose"),
        error_messages={"required": gettext_lazy("Choose the other one.")},
    )

    def __init__(self, *args: Any, entry: Any, query: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find = Nearby(entry, query)
        other: Any = self.fields["other"]
        other.queryset = type(entry).objects.filter(plan=entry.plan_id).exclude(pk=entry.pk)
        other.choices = [("", _("Choose")), *((each.pk, str(each)) for each in self.find.of(type(entry)))]


class MergeForm(forms.Form):
    text = text_field()
    adds_up = forms.BooleanField(
        label=gettext_lazy(
            "Take over the leads, measures, outputs, outcomes, aims and characteristics of both"
        ),
        required=False,
        initial=True,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why they are merged.")},
    )
    takes_status = forms.ChoiceField(
        label=gettext_lazy("What the lead says, from now on"),
        widget=forms.RadioSelect,
        required=False,
        initial="stays",
    )
    field_order = ("text", "takes_status", "adds_up", "reason")
    marks_optional = False

    def __init__(self, *args: Any, stays: Any, goes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [(name, _said(each)) for name, each in (("stays", stays), ("goes", goes))]
        self.fields["takes_status"].choices = said  # type: ignore[attr-defined]
        if said[0][1] == said[1][1]:
            del self.fields["takes_status"]

    def clean_takes_status(self) -> bool:
        return bool(self.cleaned_data["takes_status"] == "goes")


def _said(entry: Any) -> str:
    """In words; the same for all that say nothing, as objectives do."""
    said = [getattr(entry, name, "") for name in ("status_as_written", "sentence_as_written")]
    return ": ".join(filter(None, said)) or _("Nothing yet")


class CompareForm(FilterForm):
    """Two versions of an entry, by GET."""

    one = forms.TypedChoiceField(label=gettext_lazy("Version"), coerce=int)
    other = forms.TypedChoiceField(label=gettext_lazy("Beside"), coerce=int)

    def __init__(self, data: Any, *, versions: Sequence[Version]) -> None:
        newest = versions[0].number
        chosen = {name: value for name, value in data.items() if value}
        super().__init__({"one": max(newest - 1, 1), "other": newest} | chosen)
        named = [(each.number, f"{each.number}: {each.label}") for each in versions]
        for name in ("one", "other"):
            self.fields[name].choices = named  # type: ignore[attr-defined]
