"""What is typed about the calendar."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.kit.widgets import GovukDateInput


class ConfirmDutyForm(forms.Form):
    """Who looked a duty up, and when."""

    confirmed_by = forms.CharField(
        label=gettext_lazy("Who confirmed it"),
        max_length=200,
        help_text=gettext_lazy("Whoever looked it up in the law, such as Head of Legal Services."),
        error_messages={"required": gettext_lazy("Say who confirmed it.")},
    )
    confirmed_on = forms.DateField(
        label=gettext_lazy("Confirmed on"),
        widget=GovukDateInput,
        initial=timezone.localdate,
        error_messages={
            "required": gettext_lazy("Enter the day on which it was confirmed."),
            "invalid": gettext_lazy("That day does not exist: enter one that does, such as 30 6 2026."),
        },
    )

    def clean_confirmed_on(self) -> date:
        day: date = self.cleaned_data["confirmed_on"]
        if day > timezone.localdate():
            raise ValidationError(_("Choose today or a day before it."))
        return day
