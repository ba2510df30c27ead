"""What is typed about how long data are kept, and by whom they are not to be used."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dueregard.kit.widgets import GovukDateInput
from dueregard.monitoring.models import Basis, Dataset


class RetentionForm(forms.ModelForm):
    """On which basis a dataset is held, who answers for it, and until when."""

    class Meta:
        model = Dataset
        fields = ["lawful_basis", "owner", "keep_until"]
        widgets = {"lawful_basis": forms.RadioSelect, "keep_until": GovukDateInput}
        help_texts = {
            "keep_until": _(
                "After that day only the protected tables are left, and nothing more can be published from the data."
            )
        }
        error_messages = {
            "owner": {"required": _("Enter the post that answers for the data.")},
            "keep_until": {
                "required": _("Enter the day until which the counts are kept."),
                "invalid": _("The day until which the counts are kept is not a date: enter it as 31 3 2028."),
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].required = self.fields["keep_until"].required = True
        self.fields["lawful_basis"].choices = Basis.choices  # type: ignore[attr-defined]

    def clean_keep_until(self) -> Any:
        kept = self.cleaned_data["keep_until"]
        if kept < timezone.localdate():
            raise forms.ValidationError(
                _("That day is over: to remove the counts now, purge the dataset instead.")
            )
        return kept


class ObjectionForm(forms.Form):
    """Whose rows are left out from now on."""

    service = forms.ChoiceField(
        label=_("Service"), error_messages={"required": _("Choose the service whose user objects.")}
    )
    reference = forms.CharField(
        label=_("The person's reference in that service"),
        help_text=_(
            "Such as a membership number, as it stands in the extracts. Only a keyed hash of it is kept: it cannot be "
            "read back, by you neither."
        ),
        max_length=200,
        error_messages={"required": _("Enter the reference.")},
    )

    def __init__(self, *args: Any, services: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", _("Choose")), *((each, each) for each in services)]  # type: ignore[attr-defined]
