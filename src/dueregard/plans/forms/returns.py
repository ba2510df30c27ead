"""What is typed when a workbook comes back."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from dueregard.evidence.uploads import RealPeopleMixin, UploadField
from dueregard.plans.reports import Returned


class ReturnForm(RealPeopleMixin):
    upload = UploadField(
        label=gettext_lazy("Choose the workbook"),
        megabytes=settings.PLAN_MEGABYTES,
        kinds=(".xlsx", ".ods", ".csv"),
        help_text=gettext_lazy(
            "The .xlsx that was downloaded here, filled in; saved as .ods or .csv will do. It is read and not kept."
        ),
    )


class RecordReturnForm(forms.Form):
    """Of a workbook that was filled in: which rows are recorded although their action has changed."""

    also = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Record these too, although they differ"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    marks_optional = False

    def __init__(self, *args: Any, shown: Returned, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        changed = [(row.action.pk, str(row.action)) for row in shown.having("changed") if row.action]
        self.fields["also"].choices = changed  # type: ignore[attr-defined]
        if not changed:
            del self.fields["also"]
