"""What is typed about words to remove."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dueregard.evidence.models import Document


class RedactionForm(forms.Form):
    words = forms.CharField(
        label=_("Words to remove"),
        max_length=500,
        help_text=_(
            "Exactly as they stand, such as a name. Capitals do not matter. They are found in all that people wrote"
            " into this organisation and those under it, from plans to names of posts and files, and in the log."
            " Ask again for each other way of writing them: “Sian” beside “Siân”, or the last name first."
        ),
        error_messages={"required": _("Enter the words to remove.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("It stays for ever, so do not repeat the words: say what kind of thing they are."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter the reason.")},
    )


class FilesForm(forms.Form):
    """Files that could not be searched, of which some hold the words."""

    documents = forms.ModelMultipleChoiceField(Document.objects.none(), required=False)

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["documents"]
        field.queryset = documents  # type: ignore[attr-defined]
