"""What is typed about publications."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.access.models import Organisation
from dueregard.kit.widgets import GovukDateInput
from dueregard.monitoring.reports import datasets_for_publication
from dueregard.plans.models import Plan
from dueregard.publications.models import Reason, Version
from dueregard.publications.reports import AlternativeRow

FORMATS = {
    "large_print": gettext_lazy("Large print, 16 point or bigger"),
    "giant_print": gettext_lazy("Giant print, 24 point or bigger"),
    "easy_read": gettext_lazy("Easy Read"),
    "braille_g1": gettext_lazy("Braille, uncontracted"),
    "braille_g2": gettext_lazy("Braille, contracted"),
    "audio": gettext_lazy("Audio"),
    "bsl_video": gettext_lazy("British Sign Language video"),
    "sse": gettext_lazy("Sign Supported English"),
    "plain_text": gettext_lazy("Plain text"),
    "ods": gettext_lazy("OpenDocument spreadsheet"),
    "pdf_tagged": gettext_lazy("Tagged PDF (PDF/UA)"),
    "coloured_paper": gettext_lazy("Coloured paper or background"),
    "welsh": gettext_lazy("Welsh"),
    "translation": gettext_lazy("Another language"),
}
"""What somebody may ask for: the list accessible_formats in translatable words, without the web page and its CSV files,
which are there already."""
HEADING_MARK = "## "
FIRST_DAY_ERRORS = {
    "required": gettext_lazy("Enter the first day of the period"),
    "invalid": gettext_lazy("The first day of the period does not exist: enter one that does"),
}
LAST_DAY_ERRORS = {
    "required": gettext_lazy("Enter the last day of the period"),
    "invalid": gettext_lazy("The last day of the period does not exist: enter one that does"),
}


class ReportForm(forms.Form):
    """What a report says and shows."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("For example, Annual equality report 2025 to 2026"),
        error_messages={"required": gettext_lazy("Enter a title")},
    )
    starts_on = forms.DateField(
        label=gettext_lazy("First day of the period"), widget=GovukDateInput, error_messages=FIRST_DAY_ERRORS
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day of the period"), widget=GovukDateInput, error_messages=LAST_DAY_ERRORS
    )
    plan = forms.ModelChoiceField(
        label=gettext_lazy("Plan"),
        queryset=Plan.objects.none(),
        required=False,
        empty_label=gettext_lazy("All plans"),
        help_text=gettext_lazy("Its objectives and actions stand in the report as they are today."),
    )
    choice = forms.MultipleChoiceField(
        label=gettext_lazy("Figures of service users"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "The tables you choose are protected together. Choose what you will want in later years too."
        ),
    )
    introduction = forms.CharField(
        label=gettext_lazy("Introduction"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "A few sentences that anybody can follow. Leave a line blank between paragraphs."
        ),
    )
    sections = forms.CharField(
        label=gettext_lazy("Other parts"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("Begin each part with a line of its own for its heading: ## Case studies"),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = organisation.plans.all()  # type: ignore[attr-defined]
        choices = figure_choices(organisation)
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["choice"]

    def clean_sections(self) -> list[dict[str, str]]:
        return sections_of(self.cleaned_data["sections"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day comes before the first one"))
        chosen = (value.split(":", 1) for value in cleaned.get("choice") or [])
        cleaned["choice"] = [(int(dataset), name) for dataset, name in chosen]
        return cleaned


class DesignForm(forms.Form):
    """Which of the alternatives protects the figures. Those that are not safe cannot be chosen."""

    design = forms.ChoiceField(
        label=gettext_lazy("How are the figures to be protected?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how the figures are protected"),
            "invalid_choice": gettext_lazy("Choose one of the alternatives that are safe"),
        },
    )

    def __init__(self, *args: Any, found: Sequence[AlternativeRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        safe = [row for row in found if row.is_safe]
        self.fields["design"].choices = [(row.name, row.words) for row in safe]  # type: ignore[attr-defined]
        self.fields["design"].initial = next((row.name for row in safe if row.is_chosen), None)


class CorrectionForm(ReportForm):
    what_changed = forms.CharField(
        label=gettext_lazy("What changes in this version"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Readers see this above the report."),
        error_messages={"required": gettext_lazy("Say what changes in this version")},
    )
    restarts_clock = forms.BooleanField(
        label=gettext_lazy("Count the year to the next publication from this version"),
        required=False,
        help_text=gettext_lazy(
            "A correction does not change when the next information is due. Tick this only where the version brings the"
            " information up to date as a whole."
        ),
    )
    field_order = ["what_changed", "restarts_clock"]


def figure_choices(organisation: Organisation) -> list[tuple[str, str]]:
    """Dataset and table -> words."""
    return [
        (f"{each.dataset.pk}:{name}", f"{each.about}: {title}")
        for each in datasets_for_publication(organisation)
        for name, title in each.titles.items()
    ]


def initial_of(version: Version) -> dict[str, Any]:
    """A version as the form shows it."""
    names = ("title", "starts_on", "ends_on", "plan", "introduction", "what_changed", "restarts_clock")
    shown = {name: getattr(version, name) for name in names}
    shown["choice"] = [f"{dataset}:{name}" for dataset, name in version.choice]
    shown["sections"] = "\n\n".join(
        f"{HEADING_MARK}{each['heading']}\n\n{each['body']}" for each in version.sections
    )
    return shown


def sections_of(text: str) -> list[dict[str, str]]:
    """Parts of a text, each with its heading. ValidationError where text stands before the first heading."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith(HEADING_MARK):
            found.append((line.removeprefix(HEADING_MARK).strip(), []))
        elif found:
            found[-1][1].append(line)
        elif line.strip():
            raise ValidationError(_("Begin with a heading, such as: ## Case studies"))
    if any(not heading for heading, _lines in found):
        raise ValidationError(_("Give each part a heading after ##"))
    return [{"heading": heading, "body": "\n".join(lines).strip()} for heading, lines in found]


class PublishForm(forms.Form):
    """The second person's tick; `words_read` says which words it is about."""

    words_read = forms.CharField(widget=forms.HiddenInput)
    is_read = forms.BooleanField(
        label=gettext_lazy(
            "I have read these words, and nobody can be recognised in them who has not agreed to it"
        ),
        error_messages={"required": gettext_lazy("Read the words above, and tick that you have")},
    )


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say why it is withdrawn")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For colleagues. It is kept in the log and not published."),
    )


class FormatRequestForm(forms.Form):
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=list(FORMATS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a format")},
    )
    language = forms.CharField(label=gettext_lazy("Language"), required=False, max_length=100)
    what = forms.CharField(
        label=gettext_lazy("What do you need?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("A whole report, or a part of it."),
        error_messages={"required": gettext_lazy("Say what you need")},
    )
    contact = forms.CharField(
        label=gettext_lazy("How can we reach you?"),
        max_length=200,
        help_text=gettext_lazy("An e-mail address, a telephone number or a postal address."),
        error_messages={"required": gettext_lazy("Say how we can reach you")},
    )
