"""What is typed to roll a plan forward."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dueregard.kit.govuk import FieldGroup
from dueregard.plans.forms.entries import PlanForm
from dueregard.plans.reports import Rolled

CARRIES, CLOSES = "carries", "closes"


class RollForwardForm(PlanForm):
    """Title and period of the next plan, and for each open action whether it carries over, and why."""

    marks_optional = False

    def __init__(self, *args: Any, rows: Sequence[Rolled], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = rows
        self.groups = [self._row(row) for row in rows]

    def _row(self, row: Rolled) -> FieldGroup:
        decision, reason, version = self._names(row)
        self.fields[decision] = forms.ChoiceField(
            label=_("In the next plan"),
            choices=[(CARRIES, _("It carries over")), (CLOSES, _("It closes"))],
            widget=forms.RadioSelect,
            initial=CARRIES if row.carries else CLOSES,
        )
        self.fields[reason] = forms.CharField(
            label=_("Reason"),
            initial=row.reason,
            error_messages={"required": _("Say why, for: %(action)s") % {"action": row.action}},
        )
        self.fields[version] = forms.IntegerField(initial=row.version, widget=forms.HiddenInput)
        return FieldGroup(Truncator(str(row.action)).chars(120), (decision, reason))

    def _names(self, row: Rolled) -> tuple[str, str, str]:
        key = row.action.pk
        return f"decision_{key}", f"reason_{key}", f"version_{key}"

    def rows(self) -> list[Rolled]:
        given, found = self.cleaned_data, []
        for row in self.proposed:
            decision, reason, version = (given[name] for name in self._names(row))
            found.append(Rolled(row.action, version, decision == CARRIES, reason))
        return found

    def plan(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "starts_on", "ends_on")}
