"""What is typed about a paper."""

from django import forms
from django.utils.translation import gettext_lazy


class PaperForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("For example, Equality plan: progress to June 2026"),
        error_messages={"required": gettext_lazy("Enter a title")},
    )
    committee = forms.CharField(label=gettext_lazy("Committee"), max_length=200, required=False)
