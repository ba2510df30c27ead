"""What is decided when a file is loaded."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from django import forms
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from dueregard.monitoring.models import MappedColumn
from dueregard.monitoring.reports import Meaning


class LoadForm(forms.Form):
    """Which characteristics are shown together, and whether the guesses are right."""

    marks_optional = False

    pairs = forms.MultipleChoiceField(
        label=_("What should be shown together?"),
        help_text=_(
            "Beside each column alone. Choose only what somebody will use: each pair withholds more counts, and none "
            "can be added later without the file."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    guesses = forms.BooleanField(
        label=_("The guesses above are right"),
        error_messages={"required": _("Say that the guesses are right, or change them above first.")},
    )

    def __init__(
        self, *args: Any, columns: Sequence[MappedColumn], guesses: Sequence[Meaning], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        titles = {column.characteristic: column.title for column in columns}
        offered = [(" ".join(pair), _pair_title(titles, pair)) for pair in combinations(titles, 2)]
        self.fields["pairs"].choices = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["pairs"]
        if not guesses:
            del self.fields["guesses"]

    def together(self) -> list[tuple[str, str]]:
        """What services.load takes."""
        chosen = [value.split(" ") for value in self.cleaned_data.get("pairs", [])]
        return [(first, second) for first, second in chosen]


def _pair_title(titles: dict[str, str], pair: tuple[str, str]) -> str:
    first, second = (titles[name] for name in pair)
    return _text("%(first)s by %(second)s") % {"first": first, "second": second}
