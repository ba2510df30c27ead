"""What is typed about people, posts and the organisation."""

from dueregard.access.forms.organisation import DetailsForm, LogFilterForm, ReadinessForm, SetupForm
from dueregard.access.forms.people import AppointForm, InviteForm, PostForm, RoleForm, UnitForm
from dueregard.access.forms.signing_in import (
    NO_PASSKEY,
    AppForm,
    ChangePasswordForm,
    NewPasswordForm,
    PasskeyForm,
    PasskeyProofForm,
    PasswordAgainForm,
    ProveForm,
    SignInForm,
)

__all__ = [
    "NO_PASSKEY",
    "AppForm",
    "AppointForm",
    "ChangePasswordForm",
    "DetailsForm",
    "InviteForm",
    "LogFilterForm",
    "NewPasswordForm",
    "PasskeyForm",
    "PasskeyProofForm",
    "PasswordAgainForm",
    "PostForm",
    "ProveForm",
    "ReadinessForm",
    "RoleForm",
    "SetupForm",
    "SignInForm",
    "UnitForm",
]
