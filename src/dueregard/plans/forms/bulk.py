"""What is typed to change, or update, many actions at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.access.models import Organisation, Unit
from dueregard.kit.govuk import FieldGroup
from dueregard.kit.widgets import GovukDateInput
from dueregard.plans.forms.entries import NO_SUCH_DAY, LinesField, past_day, short
from dueregard.plans.models import Action
from dueregard.plans.models.parts import AIMS, CHARACTERISTICS
from dueregard.plans.models.words import STATUSES
from dueregard.plans.reports import ManyChange, Row

ONE_ON_EACH_LINE = gettext_lazy("One on each line.")


class ManyChangeForm(forms.Form):
    """What becomes of each action that was chosen; what is left empty stays."""

    leads = LinesField(label=gettext_lazy("Leads"), required=False, help_text=ONE_ON_EACH_LINE)
    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=Unit.objects.none(), required=False)
    measures = LinesField(
        label=gettext_lazy("Success criteria (measures)"), required=False, help_text=ONE_ON_EACH_LINE
    )
    aims = forms.MultipleChoiceField(
        label=gettext_lazy("Aims of the duty"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(AIMS.items()),
    )
    characteristics = forms.MultipleChoiceField(
        label=gettext_lazy("Protected characteristics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(CHARACTERISTICS.items()),
    )
    how = forms.ChoiceField(
        label=gettext_lazy("Where an action has leads, measures, aims or characteristics already"),
        choices=[
            ("add", gettext_lazy("Add these to them")),
            ("replace", gettext_lazy("Put these in their place")),
        ],
        initial="add",
        widget=forms.RadioSelect,
    )
    status = short(
        label=gettext_lazy("Status"),
        max_length=500,
        help_text=gettext_lazy("Recorded as an update of today for the leads. Closed actions keep theirs."),
    )
    mapped = short(label=gettext_lazy("In place of “To be mapped”"), max_length=200)
    column = forms.ChoiceField(label=gettext_lazy("Another column of the document"), required=False)
    value = short(label=gettext_lazy("What that column says"), max_length=500)
    marks_optional = False

    def __init__(
        self, *args: Any, organisation: Organisation, actions: Sequence[Action], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.within(organisation)  # type: ignore[attr-defined]
        headings = sorted({heading for action in actions for heading in action.others})
        columns = [("", _("None")), *((heading, heading) for heading in headings)]
        self.fields["column"].choices = columns  # type: ignore[attr-defined]
        if not headings:
            del self.fields["column"], self.fields["value"]
        if not any(action.is_to_be_mapped for action in actions):
            del self.fields["mapped"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("value") and not cleaned.get("column"):
            self.add_error("column", _("Choose the column that says it."))
        if not self.errors and not any(value for name, value in cleaned.items() if name != "how"):
            raise ValidationError(_("Fill in at least one thing to change."))
        return cleaned

    def change(self) -> ManyChange:
        given = dict(self.cleaned_data)
        return ManyChange(adds=given.pop("how") == "add", **given)


class UpdateManyForm(forms.Form):
    """An update on each of many actions, on behalf of their leads; a row that is left empty stays as it is."""

    on = forms.DateField(
        label=gettext_lazy("What is said here was so on"),
        widget=GovukDateInput,
        initial=timezone.localdate,
        error_messages={"required": gettext_lazy("Enter the day."), "invalid": NO_SUCH_DAY},
    )
    marks_optional = False

    def __init__(self, *args: Any, actions: Sequence[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actions = actions
        known = {str(word).casefold(): str(word) for word in STATUSES}
        written = {action.status_as_written.casefold(): action.status_as_written for action in actions}
        words = [word for word in (written | known).values() if word]
        self.groups = [self._row(action, words) for action in actions]

    def _row(self, action: Action, words: Sequence[str]) -> FieldGroup:
        status, note, version = (f"{name}_{action.pk}" for name in ("status", "note", "version"))
        stays = _("As it is: %(status)s") % {"status": action.status_as_written or _("nothing yet")}
        choices = [("", stays), *((word, word) for word in words)]
        self.fields[status] = forms.ChoiceField(label=_("New status"), required=False, choices=choices)
        self.fields[note] = forms.CharField(
            label=_("What happened"), required=False, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields[version] = forms.IntegerField(
            required=False, initial=action.version, widget=forms.HiddenInput
        )
        leads = "; ".join(lead.text for lead in action.leads.all())
        legend = Truncator(str(action)).chars(120)
        return FieldGroup(legend, (status, note), hint=_("For %(leads)s") % {"leads": leads} if leads else "")

    def clean_on(self) -> Any:
        return past_day(self, "on")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.rows():
            raise ValidationError(_("Write an update on at least one action."))
        return cleaned

    def rows(self) -> list[Row]:
        """Those in which something was written."""
        given = self.cleaned_data
        rows = [
            Row(
                action,
                given.get(f"version_{key}") or -1,
                given[f"status_{key}"],
                given[f"note_{key}"].strip(),
            )
            for action in self.actions
            if (key := action.pk) and f"note_{key}" in given and f"status_{key}" in given
        ]
        return [row for row in rows if row.status or row.note]

    def refuse(self, sentences: dict[int, str]) -> None:
        """Say beside each row why it was not recorded; what was typed stays, and the next try is on what stands now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for action in self.actions:
            if action.pk in sentences:
                self.add_error(f"status_{action.pk}", f"{action.ref} {sentences[action.pk]}".strip())
                action.refresh_from_db()
                data[f"version_{action.pk}"] = str(action.version)
        self.data = data
