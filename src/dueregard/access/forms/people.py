"""What is typed about people, their roles, posts and units."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Membership, Organisation, Post, Unit
from dueregard.access.roles import ROLES, Role
from dueregard.kit.govuk import FieldOptions
from dueregard.kit.widgets import GovukDateInput

DESCRIPTIONS: dict[str, Any] = {role.value: ROLES[role].description for role in Role}


class RowsField(forms.ModelMultipleChoiceField):
    """Some rows of a list. A key that no database could hold names nothing, like any other that is not in the list."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            message = self.error_messages["invalid_pk_value"]
            raise ValidationError(message, code="invalid_pk_value", params={"pk": _("a number")}) from None


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, ROLES[role].name) for role in Role],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )
    remit = RowsField(
        label=_("Remit"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for councillors: the units that they scrutinise. None means all."),
    )
    options = {"role": FieldOptions(choice_hints=DESCRIPTIONS)}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        remit = self.fields["remit"]
        remit.queryset = Unit.objects.within(organisation)  # type: ignore[attr-defined]
        if not remit.queryset.exists():  # type: ignore[attr-defined]
            del self.fields["remit"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["remit"] = list(cleaned.get("remit") or [])
        return cleaned


class InviteForm(RoleForm):
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter a name.")})
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
        error_messages={"required": _("Enter an e-mail address.")},
    )
    field_order = ["name", "email", "role", "remit"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        return email


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        fields = ["name"]
        labels = {"name": _("Name of the unit")}
        error_messages = {"name": {"required": _("Enter the name of the unit.")}}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.organisation.units.filter(name__iexact=name).exists():
            raise ValidationError(_("There is a unit of that name already."))
        return name


class PostForm(forms.ModelForm):
    class Meta:
        model = Post
        fields = ["title", "unit"]
        error_messages = {"title": {"required": _("Enter the title of the post.")}}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["unit"].queryset = Unit.objects.within(organisation)  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if self.organisation.posts.filter(title__iexact=title).exists():
            raise ValidationError(_("There is a post of that title already."))
        return title


class AppointForm(forms.Form):
    member = forms.ModelChoiceField(
        label=_("Who holds the post"),
        queryset=Membership.objects.none(),
        error_messages={"required": _("Choose who holds the post.")},
    )
    starts_on = forms.DateField(
        label=_("First day"),
        widget=GovukDateInput,
        help_text=_("Whoever holds the post now holds it to the day before."),
        error_messages={
            "required": _("Enter the first day."),
            "invalid": _("The first day does not exist: enter one that does."),
        },
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.within(organisation).filter(is_active=True).select_related("user")
        self.fields["member"].queryset = members  # type: ignore[attr-defined]
