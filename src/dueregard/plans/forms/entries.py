"""What is typed about plans."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.access.models import Unit
from dueregard.evidence.uploads import EvidenceMixin, RealPeopleMixin, UploadField
from dueregard.kit.govuk import FieldOptions, FilterForm
from dueregard.kit.widgets import GovukDateInput
from dueregard.plans.models import Action, Entry, Gap, Objective, Plan, Standing, Update
from dueregard.plans.models.parts import AIMS, CHARACTERISTICS
from dueregard.plans.models.words import STATUSES
from dueregard.plans.reports import Choices, Filter, Preview, asked_for

TIMESCALE_HELP = gettext_lazy(
    "As you would write it: 30 June 2027, by March 2027, quarterly from April 2026, 31 January every year, "
    "TBC."
)
OWN_WORDS = "own"
NO_STATUS = "none"


class LinesField(forms.CharField):
    """Several texts, one on each line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]


def short(**kwargs: Any) -> forms.CharField:
    return forms.CharField(required=False, **kwargs)


def text_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Words"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write down what it says.")},
    )


class ImportForm(RealPeopleMixin):
    upload = UploadField(
        label=gettext_lazy("Choose a file"),
        required=False,
        megabytes=settings.PLAN_MEGABYTES,
        help_text=gettext_lazy(
            "A .docx, .xlsx, .ods, .csv, .pdf, .html, .txt or .md as it is. The file waits until you have checked"
            " what was read, for a day at most; once you confirm, it is kept, and the plan goes out in it again."
        ),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the plan"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Copy the table from Word, Excel or a web page, with its row of headings."),
    )
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        upload, pasted = cleaned.get("upload"), cleaned.get("pasted")
        if upload and pasted:
            raise ValidationError(_("Choose a file or paste the plan, not both."))
        if not upload and not pasted and "upload" not in self.errors:
            self.add_error("upload", _("Choose the file that holds the plan, or paste the plan."))
        if pasted:
            cleaned["upload"] = SimpleUploadedFile("pasted.txt", pasted.encode())
        return cleaned


class PlanForm(forms.Form):
    """Title and period."""

    title = forms.CharField(
        label=gettext_lazy("Title of the plan"),
        max_length=300,
        error_messages={"required": gettext_lazy("Give the plan a title.")},
    )
    starts_on = forms.DateField(label=gettext_lazy("First day"), required=False, widget=GovukDateInput)
    ends_on = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=GovukDateInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day must not be before the first day."))
        return cleaned


class ConfirmForm(PlanForm):
    """What goes in with a document. Title and period are asked only for a plan that is new."""

    posts = forms.MultipleChoiceField(
        label=gettext_lazy("Leads to add as posts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick those that are posts. Names of people are kept as they are written."),
    )
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Units to add"), required=False, widget=forms.CheckboxSelectMultiple
    )
    changed = forms.MultipleChoiceField(
        label=gettext_lazy("Changes to make"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each is in the history of its entry. Updates that were recorded stay."),
    )
    gone = forms.MultipleChoiceField(
        label=gettext_lazy("No longer in the document: close these"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those that are not ticked stay as they are. Nothing is deleted."),
    )
    marks_optional = False

    def __init__(self, *args: Any, shown: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["posts"] = [lead for lead, reads_like_one in shown.posts if reads_like_one]
        self.initial["units"] = list(shown.units)
        changed = [
            (each.mark, str(each.difference.entry)) for each in shown.having("changed") if each.difference
        ]
        self.initial["changed"] = [mark for mark, _words in changed]
        choices = {
            "posts": [(lead, lead) for lead, _is_post in shown.posts],
            "units": [(name, name) for name in shown.units],
            "changed": changed,
            "gone": [(f"{entry.kind}-{entry.pk}", str(entry)) for entry in shown.differences.gone],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
        unneeded = [name for name, values in choices.items() if not values]
        for name in [*unneeded, *(["title", "starts_on", "ends_on"] if shown.plan else [])]:
            del self.fields[name]


class CorrectForm(forms.Form):
    """An objective or action of a document, before it goes in."""

    text = text_field()
    ref = short(label=gettext_lazy("Number"), max_length=50)
    objective = forms.ChoiceField(label=gettext_lazy("Objective"), required=False)
    leads = LinesField(
        label=gettext_lazy("Leads"), required=False, help_text=gettext_lazy("One on each line.")
    )
    measures = LinesField(
        label=gettext_lazy("Measures"), required=False, help_text=gettext_lazy("One on each line.")
    )
    timescale = short(label=gettext_lazy("Timescale"), max_length=1000, help_text=TIMESCALE_HELP)
    status = short(label=gettext_lazy("Status"), max_length=500)
    left_out = forms.BooleanField(
        label=gettext_lazy("Leave it out"),
        required=False,
        help_text=gettext_lazy("It is no objective or action, or does not belong in the register."),
    )
    options = {"ref": FieldOptions(width=5)}

    def __init__(self, *args: Any, kind: str, objectives: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objective"].choices = [("", _("None")), *objectives]  # type: ignore[attr-defined]
        if kind == "objective":
            del self.fields["objective"], self.fields["status"]


class ObjectiveForm(forms.Form):
    """What an objective says. The timescale is asked when it is added; later it is re-dated."""

    text = text_field()
    ref = short(label=gettext_lazy("Number"), max_length=50)
    theme = short(label=gettext_lazy("Theme"), max_length=500)
    timescale = short(label=gettext_lazy("Timescale"), max_length=1000, help_text=TIMESCALE_HELP)
    leads = LinesField(
        label=gettext_lazy("Leads"),
        required=False,
        help_text=gettext_lazy("One on each line. A lead with the title of a post is linked to it."),
    )
    measures = LinesField(
        label=gettext_lazy("Measures"), required=False, help_text=gettext_lazy("One on each line.")
    )
    options = {"ref": FieldOptions(width=5)}

    def __init__(self, *args: Any, plan: Plan, entry: Entry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        if entry:
            del self.fields["timescale"]


class ActionForm(ObjectiveForm):
    objective = forms.ModelChoiceField(
        label=gettext_lazy("Objective"), queryset=Objective.objects.none(), required=False
    )
    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=Unit.objects.none(), required=False)
    outputs = LinesField(
        label=gettext_lazy("Outputs"), required=False, help_text=gettext_lazy("One on each line.")
    )
    outcomes = LinesField(
        label=gettext_lazy("Outcomes"), required=False, help_text=gettext_lazy("One on each line.")
    )
    aims = forms.MultipleChoiceField(
        label=gettext_lazy("Aims of the duty"), required=False, widget=forms.CheckboxSelectMultiple
    )
    characteristics = forms.MultipleChoiceField(
        label=gettext_lazy("Protected characteristics"), required=False, widget=forms.CheckboxSelectMultiple
    )
    arising_from = short(label=gettext_lazy("Arising from"))
    field_order = ["text", "ref", "objective", "theme", "timescale", "leads", "unit", "measures"]

    def __init__(self, *args: Any, plan: Plan, entry: Action | None = None, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, entry=entry, **kwargs)
        self.fields["objective"].queryset = plan.objectives.all()  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.within(plan.organisation)  # type: ignore[attr-defined]
        held = self.initial
        self._choose("aims", AIMS, held.get("aims", []))
        self._choose("characteristics", CHARACTERISTICS, held.get("characteristics", []))
        self.others = dict(held.get("others", {}))
        for number, (heading, value) in enumerate(self.others.items()):
            self.fields[f"other_{number}"] = short(label=heading, initial=value)

    def _choose(self, name: str, known: dict[str, Any], held: Sequence[str]) -> None:
        """The known values, and those that are there as written."""
        written = [(value, value) for value in held if value not in known]
        self.fields[name].choices = [*known.items(), *written]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        values = [cleaned.pop(f"other_{number}", "") for number in range(len(self.others))]
        cleaned["others"] = dict(zip(self.others, values, strict=True))
        return cleaned


class RedateForm(forms.Form):
    timescale = forms.CharField(
        label=gettext_lazy("New timescale"),
        max_length=1000,
        help_text=TIMESCALE_HELP,
        error_messages={"required": gettext_lazy("Write the new timescale, or TBC.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands in the history, beside the date that was there."),
        error_messages={"required": gettext_lazy("Say why the date changes.")},
    )


NO_SUCH_DAY = gettext_lazy("That day does not exist: enter one that does, such as 30 6 2026.")


def past_day(form: forms.Form, name: str) -> Any:
    day = form.cleaned_data[name]
    if day > timezone.localdate():
        raise ValidationError(_("Choose today or a day before it."))
    return day


class CloseForm(forms.Form):
    closed_on = forms.DateField(
        label=gettext_lazy("Closed on"),
        widget=GovukDateInput,
        initial=timezone.localdate,
        error_messages={"required": gettext_lazy("Enter the day it was closed."), "invalid": NO_SUCH_DAY},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For instance: it is done, or another action takes it on."),
        error_messages={"required": gettext_lazy("Say why it is closed.")},
    )

    def clean_closed_on(self) -> Any:
        return past_day(self, "closed_on")


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why it is opened again.")},
    )


class EventForm(forms.Form):
    happened_on = forms.DateField(
        label=gettext_lazy("It happened on"),
        widget=GovukDateInput,
        error_messages={"required": gettext_lazy("Enter the day it happened."), "invalid": NO_SUCH_DAY},
    )

    def clean_happened_on(self) -> Any:
        return past_day(self, "happened_on")


class UpdateForm(EvidenceMixin, RealPeopleMixin):
    """What the lead says. The words go out as they are, beside what the dates say."""

    status = forms.ChoiceField(
        label=gettext_lazy("How is it going?"),
        required=False,
        widget=forms.RadioSelect,
    )
    own_words = short(label=gettext_lazy("Status in your own words"), max_length=500)
    note = forms.CharField(
        label=gettext_lazy("What has been done, and what is next"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One or two sentences. They stand in the committee paper as you write them."),
    )
    field_order = ["status", "own_words", "note", "upload", "link", "real_people"]
    options = {"status": FieldOptions(reveals={OWN_WORDS: "own_words"})}
    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(str(word), word) for word in STATUSES]
        self.fields["status"].choices = [*words, (OWN_WORDS, _("In other words"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        own = cleaned.pop("own_words", "")
        if cleaned.get("status") == OWN_WORDS or (own and not cleaned.get("status")):
            cleaned["status"] = own
            if not own:
                self.add_error("own_words", _("Write the status in your own words."))
        if not self.errors and not cleaned.get("status") and not cleaned.get("note"):
            self.add_error("status", _("Say how it is going, or write a note."))
        cleaned.pop("real_people", None)
        return cleaned


class CorrectUpdateForm(UpdateForm):
    """Other words in the place of an update's; a status that was mistaken can be left out. `otherwise` is what the
    action says then."""

    def __init__(self, *args: Any, otherwise: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = (
            _("No status, only a note: the action says “%(status)s”") % {"status": otherwise}
            if otherwise
            else _("No status, only a note: the action says nothing about how it is going")
        )
        choices = self.fields["status"].choices  # type: ignore[attr-defined]
        self.fields["status"].choices = [*choices, (NO_STATUS, words)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("status") == NO_STATUS:
            self.cleaned_data["status"] = ""
        return super().clean()


def initial_of_update(update: Update) -> dict[str, Any]:
    """An update as the form shows it."""
    known = update.status in map(str, STATUSES) or not update.status
    own = {} if known else {"own_words": update.status}
    status = (update.status or NO_STATUS) if known else OWN_WORDS
    return {"status": status, "note": update.note, **own}


class ActionFilterForm(FilterForm):
    """Which actions a list shows, by GET."""

    lead = forms.ChoiceField(label=gettext_lazy("Lead"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    aim = forms.ChoiceField(label=gettext_lazy("Aim of the duty"), required=False)
    characteristic = forms.ChoiceField(label=gettext_lazy("Characteristic"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("The lead says"), required=False)
    due = forms.ChoiceField(label=gettext_lazy("The dates say"), required=False)
    gap = forms.ChoiceField(label=gettext_lazy("Only those with"), required=False)
    tidy = forms.ChoiceField(label=gettext_lazy("What an import left to tidy"), required=False)

    def __init__(self, data: Any, *, choices: Choices) -> None:
        super().__init__(data)
        self.occurring = choices
        tidy = [("only", _("Only that")), ("without", _("Without that"))]
        named = {
            "lead": [(text, text) for text in choices.leads],
            "unit": [(name, name) for name in choices.units],
            "aim": list(choices.aims),
            "characteristic": [(value, value) for value in choices.characteristics],
            "status": [(text, text) for text in choices.statuses],
            "due": Standing.choices,
            "gap": Gap.choices,
            "tidy": tidy,
        }
        for name, values in named.items():
            everything: list[Any] = [("", _("All")), *values]  # type: ignore[misc]
            self.fields[name].choices = everything  # type: ignore[attr-defined]

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What narrows the list, as it is sent on."""
        return [(name, str(self.data.get(name))) for name in self.active]

    def chosen(self) -> Filter:
        """What was asked for; a value that is not in the list asks for nothing."""
        return asked_for(self.data, self.occurring)
