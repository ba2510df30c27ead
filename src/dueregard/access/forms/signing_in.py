"""What people type to prove who they are."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dueregard.access import second_factor
from dueregard.access.models import User
from dueregard.access.single_sign_on import is_only_way
from dueregard.kit.govuk import FieldOptions

NO_PASSKEY = _("The browser gave no passkey that fits: try again, or use a code.")


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


class AnswerField(forms.JSONField):
    """What the browser answered. JSON that Python will not read, such as a number of thousands of digits, is none."""

    default_error_messages = {"required": NO_PASSKEY, "invalid": NO_PASSKEY}

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError):
            raise ValidationError(NO_PASSKEY) from None


class PasskeyForm(OwnForm):
    """A new passkey: what the browser answered, and what to call it."""

    name = forms.CharField(
        label=_("What to call it"),
        max_length=100,
        help_text=_("Such as Work telephone, or Key on my ring."),
        error_messages={"required": _("Enter what to call it.")},
    )
    answer = AnswerField(widget=forms.HiddenInput)

    def clean_answer(self) -> dict[str, Any]:
        answer = self.cleaned_data["answer"]
        if not isinstance(answer, dict):
            raise ValidationError(NO_PASSKEY)
        return answer


class PasskeyProofForm(OwnForm):
    """The second proof at sign-in, by a passkey."""

    proof = "webauthn"
    answer = AnswerField(widget=forms.HiddenInput)

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
