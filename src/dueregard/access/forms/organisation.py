"""What is typed about the organisation, from its first day on."""

import secrets
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import COLOUR, Membership, Organisation, Readiness, User
from dueregard.kit.govuk import FilterForm
from dueregard.kit.widgets import GovukDateInput
from equalities.timescales.clock import bodies

LOGO_BYTES = 200_000
LOGO_KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3: white text on the colour
NOT_YET = {"no", "none", "not yet", "n/a", "na", "tbc", "nowhere", "nobody", "nothing", "-", "?"}


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
            *("staff_surveyed_on", "staff_survey_every"),
        ]
        widgets = {
            "information_published_on": GovukDateInput,
            "objectives_published_on": GovukDateInput,
            "plan_reviewed_on": GovukDateInput,
            "staff_surveyed_on": GovukDateInput,
        }
        help_texts = {
            "headcount": _("Some duties begin at 20, 150 or 250 employees."),
            "information_published_on": _(
                "The last time that information on the equality duty was published elsewhere. Reports published"
                " here are counted without it."
            ),
            "objectives_published_on": _("The calendar counts from this day to the next time."),
            "plan_reviewed_on": _("The calendar counts three years from this day."),
            "staff_survey_every": _("Plans say bi-annual, which may mean either."),
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


class LogFilterForm(FilterForm):
    who = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), required=False, empty_label=_("Everybody")
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.within(organisation).values("user")
        self.fields["who"].queryset = User.objects.filter(pk__in=members).order_by("name")  # type: ignore[attr-defined]
