"""What every form asks that takes a file about people."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class RealPeopleMixin(forms.Form):
    """Mixed into a form with an upload. A demonstration is open to whoever finds it, so there, and only
    there, the form asks whether the file is about real people, and refuses a yes."""

    real_people = forms.ChoiceField(
        label=_("Is this file about real people?"),
        help_text=_("This is a demonstration: anybody may sign in and see what is in it."),
        choices=[("no", _("No, the people in it are made up")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the file is about real people.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.DEMO:
            del self.fields["real_people"]

    def clean_real_people(self) -> str:
        answer: str = self.cleaned_data["real_people"]
        if answer == "yes":
            raise ValidationError(
                _("A demonstration may not hold real people: choose a file of people who are made up.")
            )
        return answer
