"""What is decided when a file is loaded."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.monitoring.models import MappedColumn
from dueregard.monitoring.reports import Joining, Meaning


class PairsForm(forms.Form):
    """Which characteristics are shown together."""

    marks_optional = False

    pairs = forms.MultipleChoiceField(
        label=_("What should be shown together?"),
        help_text=_(
            "Beside each column alone. Choose only what somebody will use: each pair withholds more counts, and none "
            "can be added later without the file or its rows."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, columns: Sequence[MappedColumn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {column.characteristic: column.title for column in columns}
        offered = [(" ".join(pair), _pair_title(titles, pair)) for pair in combinations(titles, 2)]
        self.fields["pairs"].choices = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["pairs"]

    def together(self) -> list[tuple[str, str]]:
        """What services.load takes."""
        chosen = [value.split(" ") for value in self.cleaned_data.get("pairs", [])]
        return [(first, second) for first, second in chosen]


class LoadForm(PairsForm):
    """What else is decided when a file is loaded: which small places are put together with others, whether its rows are
    kept, and whether the guesses are right."""

    join = forms.MultipleChoiceField(
        label=_("Put these places together with others?"),
        help_text=_("They get no line of their own; the people in them still count in everything else."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    keep_rows = forms.BooleanField(
        label=_("Keep the rows of these columns, sealed"),
        help_text=_(
            "So that other pairs can be shown, and somebody who objects taken out, without the file. Nobody can look "
            "at them; they go when the counts go. The other columns of the file are not kept."
        ),
        required=False,
        initial=True,
    )
    guesses = forms.BooleanField(
        label=_("The guesses above are right"),
        error_messages={"required": _("Say that the guesses are right, or change them above first.")},
    )

    def __init__(
        self,
        *args: Any,
        guesses: Sequence[Meaning],
        places: Sequence[str] = (),
        joinings: Sequence[Joining] = (),
        joined: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not guesses:
            del self.fields["guesses"]
        posted = self.fields["join"].widget.value_from_datadict(self.data, self.files, "join") or ()
        wanted = {each.place for each in joinings} | {*joined, *posted}
        asked = [(place, place) for place in places if place in wanted]
        self.fields["join"].choices = asked  # type: ignore[attr-defined]
        if not asked:
            del self.fields["join"]

    def joined(self) -> list[str]:
        """What services.join_places takes."""
        return list(self.cleaned_data.get("join", []))


def _pair_title(titles: dict[str, str], pair: tuple[str, str]) -> str:
    first, second = (titles[name] for name in pair)
    return gettext("%(first)s by %(second)s") % {"first": first, "second": second}
