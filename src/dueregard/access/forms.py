"""What is typed about people, posts and the organisation."""

import secrets
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.access import second_factor
from dueregard.access.models import COLOUR, Membership, Organisation, Post, Readiness, Unit, User
from dueregard.access.roles import ROLES, Role
from dueregard.access.single_sign_on import is_only_way
from dueregard.kit.govuk import FieldOptions, FilterForm
from dueregard.kit.widgets import GovukDateInput
from equalities.timescales.clock import bodies

LOGO_BYTES = 200_000
LOGO_KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3: white text on the colour
NO_PASSKEY = _("The browser gave no passkey that fits: try again, or use a code.")
NOT_YET = {"no", "none", "not yet", "n/a", "na", "tbc", "nowhere", "nobody", "nothing", "-", "?"}
DESCRIPTIONS: dict[str, Any] = {role.value: ROLES[role].description for role in Role}


class SignInForm(AuthenticationForm):
    username = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={"required": _("Enter your e-mail address.")},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )
    error_messages = {
        "invalid_login": _("That e-mail address and password do not go together: check both and try again."),
        "inactive": _("That e-mail address and password do not go together: check both and try again."),
    }

    def __init__(self, *args: Any, asked_by: Any, **kwargs: Any) -> None:
        super().__init__(asked_by, *args, **kwargs)

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if is_only_way(user):
            raise ValidationError(_("You sign in by single sign-on: use the button above."))


class OwnForm(forms.Form):
    """What somebody types about themselves: `user` is known to the view."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class NewPasswordForm(OwnForm):
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 12 characters. Three words that do not belong together are a good password."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter a new password.")},
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password


class CodeForm(forms.Form):
    """A code that proves who somebody is, with the password already given."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Enter the code.")},
    )
    options = {"code": FieldOptions(width=10)}


class ProveForm(OwnForm, CodeForm):
    """The second proof at sign-in: of an app, or one of the recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proof = ""
        self.fields["code"].help_text = _("The six digits that your app shows now, or a recovery code.")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.proof = second_factor.check_code(self.user, code)
        if not self.proof:
            raise ValidationError(
                _(
                    "That code is not right, or was used already: take the next. After five tries wait 15 minutes."
                )
            )
        return code


class PasskeyForm(OwnForm):
    """A new passkey: what the browser answered, and what to call it."""

    name = forms.CharField(
        label=_("What to call it"),
        max_length=100,
        help_text=_("Such as Work telephone, or Key on my ring."),
        error_messages={"required": _("Enter what to call it.")},
    )
    answer = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": NO_PASSKEY, "invalid": NO_PASSKEY}
    )

    def clean_answer(self) -> dict[str, Any]:
        answer = self.cleaned_data["answer"]
        if not isinstance(answer, dict):
            raise ValidationError(NO_PASSKEY)
        return answer


class PasskeyProofForm(OwnForm):
    """The second proof at sign-in, by a passkey."""

    proof = "webauthn"
    answer = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": NO_PASSKEY, "invalid": NO_PASSKEY}
    )

    def clean_answer(self) -> dict[str, Any]:
        answer = self.cleaned_data["answer"]
        try:
            second_factor.check_passkey(self.user, answer)
        except (ValidationError, TypeError, ValueError, KeyError):
            raise ValidationError(NO_PASSKEY) from None
        return dict(answer)


class PasswordForm(OwnForm):
    """The password that somebody has."""

    current = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your current password.")},
    )

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not self.user.check_password(current):
            raise ValidationError(_("That is not your current password."))
        return current


class PasswordAgainForm(PasswordForm):
    """The password once more, before what proves who somebody is changes; of whom signs in by one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_only_way(self.user) or not self.user.has_usable_password():
            del self.fields["current"]


class AppForm(PasswordAgainForm, CodeForm):
    """The first code of a new app, with the password again."""

    secret = forms.CharField(widget=forms.HiddenInput)
    field_order = ["code", "current"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _(
            "The six digits that your app shows after you added this account to it."
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "code" in cleaned and not second_factor.is_code_of(cleaned.get("secret", ""), cleaned["code"]):
            self.add_error(
                "code", _("That is not the code that the app shows now: check its clock and try the next.")
            )
        return cleaned


class ChangePasswordForm(PasswordForm, NewPasswordForm):
    field_order = ["current", "password"]


class SetupForm(forms.Form):
    code = forms.CharField(
        label=_("One-time code"),
        help_text=_("It is printed in the terminal where the service was started."),
        error_messages={"required": _("Enter the one-time code.")},
    )
    organisation = forms.CharField(
        label=_("Name of the organisation"),
        max_length=200,
        error_messages={"required": _("Enter the name of the organisation.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter your e-mail address.")},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 12 characters. Three words that do not belong together are a good password."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter a password.")},
    )

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip().upper()
        if not secrets.compare_digest(code.encode(), self.expected.encode()):
            raise ValidationError(_("That is not the code printed in the terminal: copy it from there."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        user = User(name=cleaned.get("name", ""), email=cleaned.get("email", ""))
        try:
            if "password" in cleaned:
                password_validation.validate_password(cleaned["password"], user)
        except ValidationError as error:
            self.add_error("password", error)
        cleaned["slug"] = slugify(cleaned.get("organisation", ""))[:50] or "organisation"
        return cleaned


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


class DetailsForm(forms.ModelForm):
    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("A .png or .jpg of at most 200 kB. It stands beside the name."),
    )

    body = forms.ChoiceField(
        label=_("Kind of body"),
        required=False,
        choices=lambda: [
            ("", _("Not said")),
            *((each.id, gettext(each.title)) for each in bodies().values()),
        ],
        help_text=_("It decides which duties the calendar shows."),
    )

    class Meta:
        model = Organisation
        fields = [
            *("name", "colour", "contact_post", "contact_email", "contact_phone", "shows_names"),
            *("body", "headcount", "information_published_on", "objectives_published_on", "plan_reviewed_on"),
        ]
        widgets = {
            "information_published_on": GovukDateInput,
            "objectives_published_on": GovukDateInput,
            "plan_reviewed_on": GovukDateInput,
        }
        help_texts = {
            "headcount": _("Some duties begin at 20, 150 or 250 employees."),
            "information_published_on": _(
                "The last time that information on the equality duty was published elsewhere. Reports published"
                " here are counted without it."
            ),
            "objectives_published_on": _("The calendar counts from this day to the next time."),
            "plan_reviewed_on": _("The calendar counts three years from this day."),
            "colour": _("Six digits after #, dark enough for white text to be read on it."),
            "contact_post": _("Stands on every published page, such as Equality and Inclusion Officer."),
        }
        error_messages = {
            "name": {"required": _("Enter the name of the organisation.")},
            "colour": {"required": _("Enter a colour, such as #1d4e6f.")},
        }

    def clean_colour(self) -> str:
        colour: str = self.cleaned_data["colour"].lower()
        if COLOUR.match(colour) and contrast_with_white(colour) < CONTRAST:
            raise ValidationError(_("White text could not be read on this colour: choose a darker one."))
        return colour

    def clean_logo_file(self) -> bytes | None:
        upload = self.cleaned_data["logo_file"]
        if not upload:
            return None
        content: bytes = upload.read(LOGO_BYTES + 1)
        if len(content) > LOGO_BYTES or not content.startswith(LOGO_KINDS):
            raise ValidationError(_("Choose a .png or .jpg picture of at most 200 kB."))
        return content

    def details(self) -> dict[str, Any]:
        """What services.update_details takes."""
        details = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if self.cleaned_data["logo_file"]:
            details["logo"] = self.cleaned_data["logo_file"]
        return details


class ReadinessForm(forms.ModelForm):
    """Five questions before live data. A "no" is an answer too: it is not taken."""

    class Meta:
        model = Readiness
        fields = ["controller", "assessment", "backups", "encryption", "rows"]
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in fields}
        help_texts = {
            "controller": _(
                "The controller: the name of the authority, and its registration for data protection."
            ),
            "assessment": _(
                "Its reference, its day and who approved it. docs/dpia.md is a beginning, written for this software."
            ),
            "backups": _(
                "Such as a store in another building, opened by two named posts. When was one last restored?"
            ),
            "encryption": _(
                "Such as the proxy in front of it, and who renews its certificate. Then set HTTPS=1."
            ),
            "rows": _("The posts of those with the role of analyst, who see rows, and who decides on them."),
        }
        error_messages = {
            "controller": {"required": _("Say who the controller is.")},
            "assessment": {"required": _("Say where the assessment is. If there is none, do it first.")},
            "backups": {"required": _("Say where backups go. If they go nowhere, arrange that first.")},
            "encryption": {
                "required": _("Say what encrypts the connections. If nothing does, arrange that first.")
            },
            "rows": {"required": _("Say who may see rows.")},
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name, answer in list(cleaned.items()):
            if answer.strip(" .").casefold() in NOT_YET:
                self.add_error(name, _("That has to be there before facts about real people are."))
        return cleaned


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of white text on "#rrggbb" (WCAG 2.2, definition of relative luminance)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


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


class LogFilterForm(FilterForm):
    who = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), required=False, empty_label=_("Everybody")
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.within(organisation).values("user")
        self.fields["who"].queryset = User.objects.filter(pk__in=members).order_by("name")  # type: ignore[attr-defined]


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
