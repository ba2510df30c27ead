"""What is typed about periods that cannot be compared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.monitoring.models import Break


class BreakForm(forms.Form):
    """What changed before a period, if anything did."""

    marks_optional = False

    kind = forms.ChoiceField(
        label=_("What changed before this period?"),
        choices=[("", _("Nothing: it can be compared with the period before")), *Break.Kind.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label=_("What changed, in a sentence"),
        help_text=_("It is printed with the figures. Such as: the form began to ask for sex, not gender."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, mark: Break | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mark:
            self.initial.update({"kind": mark.kind, "note": mark.note})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") and not cleaned.get("note"):
            self.add_error("note", _("Say in a sentence what changed."))
        return cleaned
