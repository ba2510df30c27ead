"""What is typed about a gap that is looked into."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, Post
from dueregard.evidence.uploads import EvidenceMixin, RealPeopleMixin
from dueregard.kit.widgets import GovukDateInput
from dueregard.monitoring.models import Enquiry, Finding


class OwnerForm(forms.Form):
    """Which post looks into it."""

    owner = forms.ModelChoiceField(
        label=_("Post that looks into it"),
        queryset=Post.objects.none(),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the post that looks into it.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Post.objects.within(organisation)  # type: ignore[attr-defined]


class OpenEnquiryForm(OwnerForm):
    """Which gap, and who looks into it."""

    code = forms.ChoiceField(
        label=_("Which group?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the group that the enquiry is about.")},
    )
    field_order = ["code", "owner"]

    def __init__(self, *args: Any, groups: list[tuple[str, str]], chosen: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = groups  # type: ignore[attr-defined]
        self.initial["code"] = chosen


class FindingForm(EvidenceMixin, RealPeopleMixin):
    """Something found out, with where it comes from."""

    on = forms.DateField(
        label=_("Day it was said or found"),
        widget=GovukDateInput,
        error_messages={
            "required": _("Enter the day."),
            "invalid": _("The day is not a date: enter it as 31 3 2026."),
        },
    )
    source = forms.CharField(
        label=_("Who said it, or where it stands"),
        help_text=_("A group or a document, never a person's name: such as Riverside carers' group."),
        max_length=200,
        error_messages={"required": _("Say who said it, or where it stands.")},
    )
    words = forms.CharField(
        label=_("What was said or found"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what was said or found.")},
    )
    consent = forms.ChoiceField(
        label=_("May it be kept and used?"),
        choices=Finding.Consent.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it may be kept and used.")},
    )
    field_order = ["on", "source", "words", "consent", "upload", "link", "real_people"]

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("upload") and cleaned.get("link"):
            self.add_error(
                "link", _("Add a file or a link, not both: the other can follow as a note of its own.")
            )
        return cleaned

    def details(self) -> dict[str, Any]:
        """What services.add_finding takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "real_people"}


class CloseEnquiryForm(forms.Form):
    """What came out, and on what grounds."""

    outcome = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the enquiry found.")},
    )
    why = forms.CharField(
        label=_("On what grounds"),
        help_text=_(
            "Which of the evidence decided it, and what follows. Everybody who signs in can read it."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say on what grounds.")},
    )

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = enquiry.question
        self.fields["outcome"].choices = enquiry.outcomes  # type: ignore[attr-defined]


class ReopenEnquiryForm(forms.Form):
    why = forms.CharField(
        label=_("Why is it opened again?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why it is opened again.")},
    )


class NameActionForm(forms.Form):
    """The action of the plan that came of an enquiry."""

    action_label = forms.CharField(
        label=_("What the action is called in the plan"),
        max_length=300,
        error_messages={"required": _("Enter what the action is called.")},
    )
    action_link = forms.CharField(
        label=_("Its address in this service, if it has one"),
        help_text=_("Open the action and copy the address, such as /actions/12/"),
        max_length=500,
        required=False,
    )

    def clean_action_link(self) -> str:
        """Only a path of this service: a link on our page must not lead elsewhere."""
        typed: str = self.cleaned_data["action_link"].strip()
        path = typed.partition("://")[2].partition("/")[2] if "://" in typed else typed.lstrip("/")
        if typed and not re.fullmatch(r"actions/\d+/", path):
            raise forms.ValidationError(
                _("That is not the address of an action: it holds /actions/ and a number.")
            )
        return f"/{path}" if typed else ""
