"""What is typed to move, split and merge entries by hand."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.kit.govuk import FilterForm
from dueregard.plans.forms.entries import LinesField, text_field
from dueregard.plans.models import Action, Entry, Objective
from dueregard.plans.reports import Version

LABEL = 60


class MoveForm(forms.Form):
    """Where an entry goes: to the first place, or after another; an action under an objective."""

    there = forms.ChoiceField(
        label=gettext_lazy("Where to"),
        error_messages={"required": gettext_lazy("Choose where it goes.")},
    )

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = _of_objective(entry) if isinstance(entry, Objective) else _of_action(entry)
        chosen: list[Any] = [("", _("Choose")), *places]
        self.fields["there"].choices = chosen  # type: ignore[attr-defined]

    def clean_there(self) -> dict[str, Any]:
        """The keys of the objective to stand under, and of the entry to stand after; None for neither."""
        keys = self.cleaned_data["there"].split("/")
        under, after = (int(key) if key else None for key in keys)
        return {"under": under, "after": after}


def _short(entry: Any) -> str:
    return Truncator(str(entry)).chars(LABEL)


def _of_objective(entry: Any) -> Iterator[tuple[str, str]]:
    yield "/", _("First")
    for each in entry.plan.objectives.exclude(pk=entry.pk).order_by("position", "pk"):
        yield f"/{each.pk}", _("After “%(entry)s”") % {"entry": _short(each)}


def _of_action(entry: Any) -> Iterator[tuple[str, str]]:
    beside: dict[int | None, list[Action]] = {}
    for each in entry.plan.actions.exclude(pk=entry.pk).order_by("position", "pk"):
        beside.setdefault(each.objective_id, []).append(each)
    objectives = [(each.pk, _short(each)) for each in entry.plan.objectives.order_by("position", "pk")]
    for key, name in [*objectives, (None, _("Under no objective"))]:
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

    def __init__(self, *args: Any, entry: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = type(entry).objects.filter(plan=entry.plan_id).exclude(pk=entry.pk)
        self.fields["other"].queryset = rows.order_by("position", "pk")  # type: ignore[attr-defined]


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
