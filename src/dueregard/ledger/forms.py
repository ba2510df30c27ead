"""What is typed about releases."""

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dueregard.access.models import Organisation
from dueregard.evidence.uploads import UploadField
from dueregard.kit.govuk import FieldGroup, FilterForm
from dueregard.kit.widgets import GovukDateInput
from dueregard.ledger import reports
from dueregard.ledger.reports import BASE, COUNT, OUT, PERCENT, About, LedgerRow, Question, Sheet
from dueregard.releases.models import Covers, Paper
from dueregard.releases.services import PRESETS
from equalities.codelists import characteristics, lists_for
from equalities.refusals import Refused

MEGABYTES = 5
OTHERS = "others"
MOST_PASTED = 500_000
"""Letters of a table that a page carries from step to step."""


class LedgerFilterForm(FilterForm):
    """Which releases the list shows, by GET."""

    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)
    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)

    def __init__(self, data: Any, *, rows: Sequence[LedgerRow]) -> None:
        super().__init__(data)
        for name in ("service", "period"):
            found = sorted({getattr(whom, name) for row in rows for whom in row.whom} - {""})
            self.fields[name].choices = [("", _("All")), *((each, each) for each in found)]  # type: ignore[attr-defined]

    def narrow(self, rows: Sequence[LedgerRow]) -> list[LedgerRow]:
        """The rows asked for; a value that is not in the list asks for nothing."""
        self.is_valid()
        said = self.cleaned_data
        return reports.narrowed(rows, said.get("service", ""), said.get("period", ""))


class OutsideForm(forms.Form):
    """Which paper it is, whom it counts, and the table itself."""

    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=200,
        help_text=gettext_lazy("As somebody would look for it. For example, Answer to request FOI 12/34"),
        error_messages={"required": gettext_lazy("Say what it is called")},
    )
    paper = forms.ChoiceField(
        label=gettext_lazy("What kind of paper is it?"),
        choices=Paper.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what kind of paper it is")},
    )
    went_out_on = forms.DateField(
        label=gettext_lazy("When did it go out?"),
        widget=GovukDateInput,
        error_messages={
            "required": gettext_lazy("Enter the day it went out"),
            "invalid": gettext_lazy("The day it went out does not exist: enter one that does"),
        },
    )
    seen_at = forms.CharField(
        label=gettext_lazy("Where can it be seen?"),
        max_length=500,
        help_text=gettext_lazy("A web address, or a file name and who keeps it."),
        error_messages={"required": gettext_lazy("Say where it can be seen")},
    )
    about = forms.ChoiceField(
        label=gettext_lazy("Whom does it count?"),
        error_messages={"required": gettext_lazy("Say whom it counts")},
    )
    service = forms.CharField(
        label=gettext_lazy("Service"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("As it will be called when its data are loaded, if they ever are."),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("First day of the period"), widget=GovukDateInput, required=False
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day of the period"), widget=GovukDateInput, required=False
    )
    file = UploadField(
        label=gettext_lazy("File with the table"),
        required=False,
        kinds=(".csv", ".xlsx", ".ods"),
        megabytes=MEGABYTES,
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the table"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Copied from a spreadsheet or a web page, with its headings."),
    )
    marks_optional = False
    groups = [
        FieldGroup(
            gettext_lazy("Whom it counts, where they are not in the list"),  # type: ignore[arg-type]
            ("service", "starts_on", "ends_on"),
        ),
    ]

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.known = {
            str(dataset.pk): (dataset, words) for dataset, words in reports.known_services(organisation)
        }
        known = [(key, words) for key, (_dataset, words) in self.known.items()]
        others = (OTHERS, _("Somebody else: the service and period below"))
        self.fields["about"].choices = [("", _("Choose")), *known, others]  # type: ignore[attr-defined]

    def clean_went_out_on(self) -> date:
        day: date = self.cleaned_data["went_out_on"]
        if day > timezone.localdate():
            raise ValidationError(_("It cannot have gone out after today: enter the day it went out"))
        return day

    def clean_pasted(self) -> str:
        pasted: str = self.cleaned_data["pasted"]
        if len(pasted) > MOST_PASTED:
            raise ValidationError(_("This is more than a table for people to read: record it in parts"))
        return pasted

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("about") == OTHERS:
            self._check_others(cleaned)
        if not self.errors.keys() & {"file", "pasted"} and not (
            cleaned.get("file") or cleaned.get("pasted", "").strip()
        ):
            self.add_error("file", _("Choose a file, or paste the table below"))
        return cleaned

    def _check_others(self, cleaned: dict[str, Any]) -> None:
        wanted = {
            "service": _("Enter the service"),
            "starts_on": _("Enter the first day of the period"),
            "ends_on": _("Enter the last day of the period"),
        }
        for name, words in wanted.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, words)
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day comes before the first one"))

    def read(self) -> Sheet | None:
        """The table, read in a child process; None with an error in the form where there is none."""
        upload, pasted = self.cleaned_data["file"], self.cleaned_data["pasted"]
        try:
            if upload:
                return reports.read_sheet(upload.read(), PurePath(upload.name).suffix.lower())
            return reports.read_sheet(pasted.encode(), ".txt")
        except Refused as refused:
            self.add_error("file" if upload else "pasted", str(refused))
            return None

    def about_whom(self) -> About:
        said = self.cleaned_data
        if said["about"] == OTHERS:
            return About(self.organisation, said["service"].strip(), said["starts_on"], said["ends_on"])
        dataset, _words = self.known[said["about"]]
        return About(dataset.organisation, dataset.service, dataset.starts_on, dataset.ends_on)

    def details(self) -> dict[str, Any]:
        """What services.record_outside takes of the paper itself."""
        whom = self.about_whom()
        said = {name: self.cleaned_data[name] for name in ("title", "paper", "went_out_on", "seen_at")}
        return {**said, "service": whom.service, "starts_on": whom.starts_on, "ends_on": whom.ends_on}


class ReadingForm(forms.Form):
    """What each column holds, and what each text in it means. Whatever nobody has said is an error."""

    marks_optional = False

    def __init__(self, sheet: Sheet, about: About, said: Any = None) -> None:
        self.sheet = sheet
        chosen = said or {}
        guesses = reports.guessed_columns(sheet, reports.columns_of(about))
        self.columns = [chosen.get(f"column_{place}", guess) for place, guess in enumerate(guesses)]
        offered = {value for value, _words in column_choices()}
        self.columns = [column if column in offered else "" for column in self.columns]
        self.questions = reports.questions(sheet, self.columns, chosen)
        super().__init__({**self._column_values(), **{each.name: each.meaning for each in self.questions}})
        self._add_fields()

    def _column_values(self) -> dict[str, str]:
        return {f"column_{place}": column for place, column in enumerate(self.columns)}

    def _add_fields(self) -> None:
        for place, heading in enumerate(self.sheet.headings):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=_("“%(heading)s” is") % {"heading": heading},
                choices=column_choices(),
                error_messages={"required": _("Say what “%(heading)s” is") % {"heading": heading}},
            )
        for question in self.questions:
            self.fields[question.name] = forms.ChoiceField(
                label=asked(question),
                choices=[("", _("Nobody has said")), *question.choices],
                error_messages={
                    "required": _("Say what “%(text)s” in “%(heading)s” means")
                    % {"text": question.text or _("nothing"), "heading": question.heading}
                },
            )
        columns = FieldGroup(_("What the columns are"), tuple(self._column_values()))
        headings = dict.fromkeys(question.heading for question in self.questions)
        self.groups = [columns, *(self._group(heading) for heading in headings)]

    def _group(self, heading: str) -> FieldGroup:
        names = tuple(question.name for question in self.questions if question.heading == heading)
        return FieldGroup(_("What stands under “%(heading)s”") % {"heading": heading}, names)

    def clean(self) -> dict[str, Any]:
        used = [column for column in self.columns if column not in ("", OUT)]
        if len(set(used)) < len(used):
            raise ValidationError(_("Two columns are said to be the same: say which of them it is."))
        if not {COUNT, PERCENT} & set(used):
            raise ValidationError(_("Say which column holds the counts, or the percentages."))
        return super().clean() or {}

    def table(self) -> Any:
        return reports.printed(self.sheet, self.columns, self.questions)


def asked(question: Question) -> str:
    words = ngettext("“%(text)s” in %(rows)s row is", "“%(text)s” in %(rows)s rows is", question.rows)
    return words % {"text": question.text or _("nothing"), "rows": question.rows}


def column_choices() -> list[tuple[str, Any]]:
    listed = [
        (f"{each.name}:{codelist.name}", f"{each.title}: {codelist.title}")
        for each in characteristics()
        if each.refused is None
        for codelist in lists_for(each.name)
    ]
    measures = [
        (COUNT, _("The number of people")),
        (PERCENT, _("A percentage: of the base beside it, or of everybody")),
        (BASE, _("The base of the percentage")),
    ]
    return [("", _("Nobody has said")), *measures, *listed, reports.place_choice(), (OUT, _("Left out"))]


class PeopleForm(forms.Form):
    """Which of the people whom our own figures count a paper counts."""

    covers = forms.ChoiceField(
        choices=[
            (Covers.ALL, gettext_lazy("All of them, and nobody else")),
            (Covers.PART, gettext_lazy("Some of them, and nobody else: one branch, or those who complained")),
            (
                Covers.OTHERS,
                gettext_lazy("Others too, or only others: it is listed, and not counted together"),
            ),
        ],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Later figures are protected together with it where it counts all or some of them."
        ),
        error_messages={"required": gettext_lazy("Say which of these people it counts")},
    )

    def __init__(self, *args: Any, about: About, contradicts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contradicts = contradicts
        self.fields["covers"].label = _(
            "Which of the people who used %(service)s in that period does it count?"
        ) % {"service": about.service}

    def clean_covers(self) -> Covers:
        covers = Covers(self.cleaned_data["covers"])
        if covers != Covers.OTHERS and self.contradicts:
            raise ValidationError(
                _(
                    "It contradicts our own figures, so that it cannot: mend what was read, or say whom else it counts."
                )
            )
        return covers


class StrikeOutForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=gettext_lazy("For example: it was the table of another year. It is kept in the log."),
        error_messages={"required": gettext_lazy("Say why it is struck out")},
    )


class PolicyForm(forms.Form):
    """Which policy is adopted, who answers for it, and from when."""

    preset = forms.ChoiceField(
        label=gettext_lazy("Policy"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a policy")},
    )
    signed_off_by = forms.CharField(
        label=gettext_lazy("Post that answers for it"),
        max_length=200,
        help_text=gettext_lazy(
            "A post and not a person, for example Head of Governance. It is printed with the figures."
        ),
        error_messages={"required": gettext_lazy("Name the post that answers for it")},
    )
    starts_on = forms.DateField(
        label=gettext_lazy("First day"),
        widget=GovukDateInput,
        error_messages={
            "required": gettext_lazy("Enter the first day"),
            "invalid": gettext_lazy("The first day does not exist: enter one that does"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, reports.in_words(policy)) for name, policy in PRESETS.items()]
        self.fields["preset"].choices = choices  # type: ignore[attr-defined]

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day < timezone.localdate():
            raise ValidationError(_("The first day is over: figures went out under another policy on it"))
        return day
