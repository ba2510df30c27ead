"""The first page after signing in, and the calendar of all that is due."""

from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dueregard.access import services as access
from dueregard.access.guards import public, requires, signed_in
from dueregard.access.permissions import Permission
from dueregard.access.roles import Role
from dueregard.home.duties import duty_to_confirm, when_in_words
from dueregard.home.forms import ConfirmDutyForm
from dueregard.home.reports import DueList, by_month, events
from dueregard.home.search import search as find
from dueregard.home.search import words_of
from dueregard.kit import icalendar
from dueregard.kit.http import bind
from dueregard.kit.pages import paginate
from dueregard.plans import reports
from dueregard.plans.models import Action


@signed_in
def start(request: Any) -> HttpResponse:
    """A lead's own work; a councillor's remit; for everybody else what needs somebody."""
    membership = request.membership
    if membership is None:
        return redirect("access:choose-organisation")
    today = timezone.localdate()
    if membership.role == Role.LEAD:
        mine = reports.my_actions(request.user, membership.organisation, today)
        return render(request, "home/my_actions.html", {"actions": mine, "all_url": reverse("plans:actions")})
    if membership.role == Role.COUNCILLOR:
        return redirect("plans:remit")
    counts = reports.home_counts(membership, today)
    shown = {"has_actions": Action.objects.within(membership.organisation).exists()}
    shown["may_import"] = membership.may(Permission.PLAN_EDIT)
    return render(request, "home/start.html", {"counts": counts, **shown})


@public
def icon(request: Any) -> HttpResponse:
    """What a browser asks for by itself where a page names no icon: a published page names nothing outside it."""
    return redirect(static("kit/icon.svg"))


@signed_in
def search(request: Any) -> HttpResponse:
    """All that the reader may see, by its words."""
    if request.membership is None:
        return redirect("access:choose-organisation")
    query = request.GET.get("q", "").strip()
    words = words_of(query)
    found = find(request.membership, words) if words else []
    return render(request, "home/search.html", {"search_words": query, "found": found})


@requires(Permission.PLAN_READ)
def calendar(request: Any) -> HttpResponse:
    """All that is due, month by month, each day with why it is that day."""
    today = timezone.localdate()
    page = paginate(DueList(request.organisation, today), request)
    key = request.membership.calendar_key
    context = {
        "page": page,
        "months": by_month(page.rows, today),
        "feed": request.build_absolute_uri(reverse("home:feed", args=[key])) if key else "",
        "may_say": request.membership.may(Permission.ORGANISATION_EDIT),
    }
    return render(request, "home/calendar.html", context)


@requires(Permission.ORGANISATION_EDIT)
def confirm_duty(request: Any, key: str) -> HttpResponse:
    """What our data could not settle about a duty, somebody of the authority looks up and says so."""
    organisation = request.organisation
    duty = duty_to_confirm(organisation, key, timezone.localdate())
    if duty is None:
        raise Http404
    said = organisation.confirmations.filter(duty=key).first()
    form = bind(ConfirmDutyForm, request, initial=model_to_dict(said) if said else {})
    if form.is_valid():
        access.confirm_duty(organisation, duty=key, by=request.user, **form.cleaned_data)
        messages.success(request, _("The calendar says from now on who confirmed it"))
        return redirect("home:calendar")
    context = {"form": form, "duty": duty, "when": when_in_words(duty), "said": said}
    return render(request, "home/confirm_duty.html", context)


@requires(Permission.ORGANISATION_EDIT)
@require_POST
def take_back_confirmation(request: Any, key: str) -> HttpResponse:
    said = get_object_or_404(request.organisation.confirmations, duty=key)
    access.take_back_confirmation(said, by=request.user)
    messages.success(request, _("It is to be confirmed again"))
    return redirect("home:calendar")


@requires(Permission.PLAN_READ)
@require_POST
def open_feed(request: Any) -> HttpResponse:
    access.make_calendar_key(request.membership, by=request.user)
    messages.success(request, _("Your calendar has a new address; one that it had before no longer works"))
    return redirect("home:calendar")


@requires(Permission.PLAN_READ)
@require_POST
def close_feed(request: Any) -> HttpResponse:
    access.revoke_calendar_key(request.membership, by=request.user)
    messages.success(request, _("The address of your calendar no longer works"))
    return redirect("home:calendar")


@public
def feed(request: Any, key: str) -> HttpResponse:
    """The calendar for a calendar program, which cannot sign in: whoever has the address may read it."""
    membership = access.member_of_calendar(key)
    if membership is None:
        raise Http404
    organisation, now = membership.organisation, timezone.now()
    items = DueList(organisation, timezone.localdate(now))[:]
    found = events(items, organisation, request.build_absolute_uri)
    content = icalendar.calendar(organisation.name, found, now)
    return HttpResponse(
        content, content_type=icalendar.CONTENT_TYPE, headers={"Cache-Control": "private, no-store"}
    )
