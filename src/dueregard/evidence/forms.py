"""What is typed about a copy for everybody."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PublicCopyForm(forms.Form):
    title = forms.CharField(
        label=_("Title for everybody"),
        max_length=200,
        help_text=_("Everybody reads it: name nobody. What the file was called does not show."),
        error_messages={"required": _("Enter a title.")},
    )
