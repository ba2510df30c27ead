"""What is typed about a file: where it comes from, what its columns are and what its values mean."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dueregard.evidence.uploads import RealPeopleMixin, UploadField
from dueregard.kit.govuk import FieldGroup
from dueregard.kit.widgets import GovukDateInput
from dueregard.monitoring.models import Basis, Dataset, MappedColumn
from dueregard.monitoring.models.datasets import AS_WRITTEN_PLACE, usual_last_day
from dueregard.monitoring.reports import FoundColumn, Meaning
from equalities.codelists import Characteristic, CodeList, characteristics, headed, headed_as_place, lists_for
from equalities.saying import say

UNSAID = "gender_recorded"
GENDERED = (UNSAID, "sex", "gender_identity")
REFERENCE = "reference"


def table_field(help_text: Promise, megabytes: int) -> UploadField:
    """A table of rows, of one of the kinds that can be read."""
    return UploadField(
        label=_("File"),
        help_text=help_text,
        kinds=(".csv", ".xlsx", ".ods"),
        megabytes=megabytes,
    )


class UploadForm(RealPeopleMixin, forms.ModelForm):
    file = table_field(
        _(
            "A .csv, .xlsx or .ods with one heading row. It is kept encrypted for 24 hours at most, then deleted. "
            "Dates of birth become ages on the first day of the period as the file comes, and are never kept."
        ),
        settings.DATASET_MEGABYTES,
    )
    field_order = [
        *("file", "title", "service", "starts_on", "ends_on", "row"),
        *("purpose", "lawful_basis", "owner", "keep_until", "real_people"),
    ]

    class Meta:
        model = Dataset
        fields = [
            *("title", "service", "starts_on", "ends_on", "row"),
            *("purpose", "lawful_basis", "owner", "keep_until"),
        ]
        widgets = {
            "starts_on": GovukDateInput,
            "ends_on": GovukDateInput,
            "row": forms.RadioSelect,
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "lawful_basis": forms.RadioSelect,
            "keep_until": GovukDateInput,
        }
        help_texts = {
            "title": _("Such as Library users 2024/25."),
            "service": _("Write it the same way each year, so that its years can be compared."),
            "purpose": _("One sentence: what will be decided with these figures. It is shown with them."),
            "lawful_basis": _(
                "For most authorities it is their public task. Ask your data protection officer."
            ),
            "owner": _("Such as Head of Libraries. It stands in the record of processing."),
            "keep_until": _(
                "After that day only the protected tables are left, and nothing more can be published from the data."
            ),
        }
        error_messages = {
            "title": {"required": _("Enter a title.")},
            "service": {"required": _("Enter the service whose users these are.")},
            "starts_on": {
                "required": _("Enter the first day of the period."),
                "invalid": _("The first day of the period is not a date: enter it as 1 4 2024."),
            },
            "ends_on": {
                "required": _("Enter the last day of the period."),
                "invalid": _("The last day of the period is not a date: enter it as 31 3 2025."),
            },
            "row": {"required": _("Say what one row of the file is.")},
            "purpose": {"required": _("Say what the figures are for.")},
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
        self.initial.setdefault("keep_until", usual_last_day(timezone.localdate()))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day of the period is before its first."))
        kept = cleaned.get("keep_until")
        if kept and kept < timezone.localdate():
            self.add_error(
                "keep_until", _("The day until which the counts are kept is over: enter a later one.")
            )
        return cleaned

    def details(self) -> dict[str, Any]:
        """What services.receive_file takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | {
            "upload": self.cleaned_data["file"]
        }


class ColumnsForm(forms.Form):
    """One choice a column: what it is. A column headed "gender" asks who ruled what it holds."""

    marks_optional = False

    def __init__(self, *args: Any, found: Sequence[FoundColumn], dataset: Dataset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = list(found)
        said = {column.heading: column for column in dataset.columns}
        areas = [column.heading for column in self.found if headed_as_place(column.heading)]
        for place, column in enumerate(self.found):
            self._ask(place, column, said.get(column.heading), dataset)
            if not dataset.mapping and column.heading in areas[:1]:
                self.fields[f"column_{place}"].initial = AS_WRITTEN_PLACE

    def _ask(self, place: int, column: FoundColumn, said: MappedColumn | None, dataset: Dataset) -> None:
        choice = forms.ChoiceField(label=column.heading, choices=choices(column), required=False)
        choice.help_text = " ".join(column.reasons)
        choice.initial = _initial(column, said, dataset)
        self.fields[f"column_{place}"] = choice
        if is_gendered(column.heading):
            choice.help_text = _(
                "“Gender” may mean sex or gender identity. Find out which one people were asked, and rule."
            )
            self.fields[f"ruled_by_{place}"] = forms.CharField(
                label=_("Post that ruled what “%(heading)s” holds") % {"heading": column.heading},
                help_text=_("It is printed under the figures."),
                initial=said.ruled_by if said else "",
                max_length=200,
                required=False,
            )

    def mapping(self) -> dict[str, Any]:
        """What services.map_columns takes."""
        columns, references = [], []
        for place, column in enumerate(self.found):
            chosen = self.cleaned_data[f"column_{place}"]
            if chosen == REFERENCE:
                references.append(column.heading)
            elif chosen:
                ruled_by = self.cleaned_data.get(f"ruled_by_{place}", "")
                characteristic, classification = chosen.split(":")
                columns.append(MappedColumn(column.heading, characteristic, classification, ruled_by))
        return {"columns": columns, "reference": references[0] if references else ""}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if list(cleaned.values()).count(REFERENCE) > 1:
            raise ValidationError(_("Only one column can tell people apart."))
        return cleaned


def is_gendered(heading: str) -> bool:
    named = headed(heading)
    return named is not None and named.name == UNSAID


def choices(column: FoundColumn) -> list[tuple[str, Any]]:
    """The lists a column may use; for one headed "gender", only what that word may mean."""
    offered = [
        (f"{each.name}:{codelist.name}", list_label(each, codelist))
        for each in characteristics()
        if each.refused is None and (not is_gendered(column.heading) or each.name in GENDERED)
        for codelist in lists_for(each.name)
    ]
    place = (AS_WRITTEN_PLACE, _("An area, team or branch, with its names as they are written"))
    return [
        ("", _("Leave out")),
        *offered,
        *([] if headed(column.heading) else [place]),
        (REFERENCE, _("Tells people apart, such as a membership number")),
    ]


def list_label(what: Characteristic, codelist: CodeList) -> str:
    """What a list is called in a choice: the characteristic, the list and the version, none of them twice."""
    version = codelist.version.partition(",")[0]
    label = (
        codelist.title if codelist.title.startswith(what.title) else f"{say(what.title)}: {codelist.title}"
    )
    return label if version in label or version.isdigit() else f"{label} ({version})"


def _initial(column: FoundColumn, said: MappedColumn | None, dataset: Dataset) -> str:
    if said:
        return f"{said.characteristic}:{said.classification}"
    if column.heading == dataset.reference:
        return REFERENCE
    if dataset.mapping or column.classification is None or is_gendered(column.heading):
        return ""
    return f"{column.characteristic}:{column.classification}"


class MeaningsForm(forms.Form):
    """What each value means that was not understood, or was read as a slip of typing."""

    marks_optional = False

    def __init__(self, *args: Any, meanings: Sequence[Meaning], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meanings = meanings
        for place, meaning in enumerate(meanings):
            self.fields[f"value_{place}"] = forms.ChoiceField(
                label=meaning.label,
                choices=[("", meaning.undecided), *meaning.choices],
                initial=meaning.code,
                required=False,
            )
        titles = dict.fromkeys(meaning.title for meaning in meanings)
        self.groups = [FieldGroup(title, tuple(self._of(title))) for title in titles]

    def _of(self, title: str) -> Iterator[str]:
        return (f"value_{place}" for place, meaning in enumerate(self.meanings) if meaning.title == title)

    def corrections(self) -> dict[str, dict[str, str]]:
        """By list, the values whose meaning was changed: what services.correct_values takes."""
        changed: dict[str, dict[str, str]] = {}
        for place, meaning in enumerate(self.meanings):
            code = self.cleaned_data[f"value_{place}"]
            if code != meaning.code:
                changed.setdefault(meaning.classification, {})[meaning.value] = code
        return changed
