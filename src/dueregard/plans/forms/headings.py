"""What an officer says that the headings of a document mean."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dueregard.plans.models import Heading
from dueregard.plans.reports import HeadingRead


class HeadingsForm(forms.Form):
    """One question for each heading."""

    marks_optional = False

    def __init__(self, *args: Any, headings: Sequence[HeadingRead], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words = {f"heading-{number}": each.words for number, each in enumerate(headings)}
        for number, each in enumerate(headings):
            self.fields[f"heading-{number}"] = forms.ChoiceField(
                label=each.words,
                required=False,
                choices=[("", _("As it was read")), *Heading.Field.choices],
                initial=each.field,
                help_text=each.hint,
            )

    def said(self) -> dict[str, str]:
        """Heading -> field, "" for those that mean what they say."""
        return {words: self.cleaned_data[name] for name, words in self._words.items()}
