"""Form fields for whatever is handed in: kinds and sizes, and no real people in a demonstration."""

from collections.abc import Collection
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EVIDENCE_MEGABYTES = 25
EVIDENCE_KINDS = (
    *(".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".csv", ".txt", ".md"),
    *(".png", ".jpg", ".jpeg", ".eml", ".msg"),
)


class UploadField(forms.FileField):
    """A file up to a size; of one of some kinds, unless whoever reads it says which kinds it reads."""

    default_error_messages = {
        "required": gettext_lazy("Choose a file."),
        "empty": gettext_lazy("This file is empty: choose the one that holds something."),
    }

    def __init__(self, *, megabytes: int, kinds: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kinds, self.megabytes = kinds, megabytes

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload:
            self._check(upload)
        return upload

    def _check(self, upload: Any) -> None:
        kind = PurePath(upload.name).suffix.lower()
        if self.kinds and kind not in self.kinds:
            kinds = ", ".join(sorted(self.kinds))
            raise ValidationError(
                _("Files that end in %(kind)s are not taken: save it as one of %(kinds)s and try again.")
                % {"kind": kind or _("nothing"), "kinds": kinds}
            )
        if upload.size > self.megabytes * 1_000_000:
            raise ValidationError(
                _("This file has more than %(megabytes)s MB: choose a smaller one, without pictures.")
                % {"megabytes": self.megabytes}
            )


class RealPeopleMixin(forms.Form):
    """Until the five questions are answered, each upload asks whether it is about real people, and a yes is refused."""

    real_people = forms.ChoiceField(
        label=gettext_lazy("Is it about real people?"),
        choices=[("no", gettext_lazy("No, it is made up")), ("yes", gettext_lazy("Yes"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether it is about real people.")},
    )

    def __init__(self, *args: Any, is_live: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_live:
            del self.fields["real_people"]
            return
        self.order_fields([*(name for name in self.fields if name != "real_people"), "real_people"])
        # Where a file may be left out, so may the answer.
        self.fields["real_people"].required = not isinstance(self, EvidenceMixin) or bool(self.files)

    def clean_real_people(self) -> str:
        answer: str = self.cleaned_data["real_people"]
        if answer == "yes":
            raise ValidationError(
                _(
                    "This is a demonstration until five questions are answered: use a file about made-up people."
                )
            )
        return answer


class EvidenceMixin(forms.Form):
    """A file or a link as evidence, and a title for it; all may be left out."""

    upload = UploadField(
        label=gettext_lazy("A file as evidence, if there is one"),
        required=False,
        kinds=EVIDENCE_KINDS,
        megabytes=EVIDENCE_MEGABYTES,
    )
    link = forms.URLField(
        label=gettext_lazy("A link as evidence, if there is one"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        help_text=gettext_lazy("The address of a page or document, such as https://www.example.org/report"),
        error_messages={"invalid": gettext_lazy("Enter a whole web address that begins with https://")},
    )
