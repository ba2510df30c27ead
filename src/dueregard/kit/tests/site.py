"""A site of the kit's own pages, for tests: no models, no accounts."""

from types import SimpleNamespace

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.kit.charts import Bar, bar_chart
from dueregard.kit.govuk import FieldGroup, FieldOptions, FilterForm
from dueregard.kit.http import bind
from dueregard.kit.pages import paginate
from dueregard.kit.widgets import GovukDateInput

TOWN = SimpleNamespace(name="Merrowdale Council", slug="merrowdale", logo_url="", colour="#5b2a4d")
STATUSES = [
    ("on_target", gettext_lazy("On target")),
    ("late", gettext_lazy("Late")),
    ("done", gettext_lazy("Done")),
]


class UpdateForm(forms.Form):
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[("", "---------"), *STATUSES],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how the action stands")},
    )
    reason = forms.CharField(label=gettext_lazy("Why it is late"), required=False)
    note = forms.CharField(
        label=gettext_lazy("What has happened"),
        help_text=gettext_lazy("Two or three sentences that a councillor can follow."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write what has happened")},
    )
    happened_on = forms.DateField(
        label=gettext_lazy("When"),
        help_text=gettext_lazy("For example, 27 3 2026"),
        widget=GovukDateInput,
        error_messages={
            "required": gettext_lazy("Enter the day it happened"),
            "invalid": gettext_lazy("Enter a day that exists"),
        },
    )
    people = forms.IntegerField(label=gettext_lazy("People reached"), required=False)
    groups_reached = forms.MultipleChoiceField(
        label=gettext_lazy("Who it reached"),
        choices=[("age", gettext_lazy("Older people")), ("race", gettext_lazy("Ethnic groups"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        choices=[
            ("", "---------"),
            ("housing", gettext_lazy("Housing")),
            ("schools", gettext_lazy("Schools")),
        ],
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        required=False,
    )
    password = forms.CharField(label=gettext_lazy("Password"), widget=forms.PasswordInput, required=False)
    evidence = forms.FileField(label=gettext_lazy("Evidence"), required=False)
    sure = forms.BooleanField(
        label=gettext_lazy("I have checked this with the lead"),
        error_messages={"required": gettext_lazy("Check it with the lead first")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    options = {
        "status": FieldOptions(
            choice_hints={"late": gettext_lazy("It will not be finished by its day")},
            reveals={"late": "reason"},
        ),
        "people": FieldOptions(width=5),
        "unit": FieldOptions(width="one-half"),
    }
    groups = [FieldGroup(gettext_lazy("About you"), ("email", "password"))]

    def clean(self):
        if self.cleaned_data.get("status") == "late" and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Say why it is late"))


class ActionFilterForm(FilterForm):
    status = forms.ChoiceField(
        label=gettext_lazy("Status"), choices=[("", gettext_lazy("All")), *STATUSES], required=False
    )
    lead = forms.CharField(label=gettext_lazy("Lead"), required=False)


def shell(**context):
    return {
        "organisation": TOWN,
        "service_name": "Due regard",
        "navigation": [
            {"text": _("Home"), "href": "/", "current": True},
            {"text": _("Plan"), "href": "/list/"},
            {"text": _("Monitoring"), "href": "/chart/"},
        ],
        "signed_in": True,
        "sign_out_url": "/sign-out/",
        "footer_links": [
            {"text": _("Accessibility statement"), "href": "/accessibility/"},
            {"text": _("Privacy notice"), "href": "/privacy/"},
            {"text": _("Contact"), "href": "/contact/"},
        ],
        "languages": [
            {"code": "en-gb", "name": "English", "current": True},
            {"code": "cy", "name": "Cymraeg", "current": False},
        ],
        "language_url": "/language/",
        "demonstration": True,
        **context,
    }


def form(request):
    return render(request, "kit_tests/form.html", shell(form=bind(UpdateForm, request), back_href="/list/"))


ACTIONS = [
    f"Make the {place} easier to use" for place in ("library", "market", "museum", "pool", "park")
] * 40


def listing(request):
    filters = ActionFilterForm(request.GET)
    return render(request, "kit_tests/list.html", shell(page=paginate(ACTIONS, request), filters=filters))


def detail(request):
    summary = [
        {"key": {"text": _("Lead")}, "value": {"text": "Head of Housing"}},
        {"key": {"text": _("Due")}, "value": {"text": "30 June 2026"}},
    ]
    actions = [{"text": _("Record an update"), "href": "/form/"}, {"text": _("Change"), "href": "/form/"}]
    return render(
        request, "kit_tests/detail.html", shell(summary=summary, actions=actions, back_href="/list/")
    )


def confirm(request):
    return render(request, "kit_tests/confirm.html", shell(back_href="/", dangerous=True))


BARS = [
    Bar("White British", 61.2, "61.2%", 58.9, 63.4, 70.1),
    Bar("Any other Mixed or Multiple ethnic background", 4.4, "4.4%", 3.1, 6.0, 2.6),
    Bar("Pakistani", 12.9, "12.9%", 11.0, 15.1, 9.8),
    Bar("Gypsy or Irish Traveller", None, "withheld"),
]


def chart(request):
    drawn = bar_chart(
        "ethnic-group",
        _("Users of the service by ethnic group"),
        _("Shares of users beside shares of the population; one group is withheld."),
        BARS,
        marker_label=_("share of the population"),
        unit="%",
    )
    return render(
        request, "kit_tests/chart.html", shell(chart=drawn, table=[[bar.label, bar.written] for bar in BARS])
    )


def message(request):
    return render(request, "kit_tests/message.html", shell())


def colour(_request, slug):
    return HttpResponse(":root { --kit-colour: #5b2a4d; }", content_type="text/css")


urlpatterns = [
    path("", message, name="home"),
    path("form/", form, name="form"),
    path("list/", listing, name="list"),
    path("detail/", detail, name="detail"),
    path("confirm/", confirm, name="confirm"),
    path("chart/", chart, name="chart"),
    path("", include(([path("<slug:slug>.css", colour, name="colour")], "access"))),
]
