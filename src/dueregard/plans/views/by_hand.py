"""Entries moved, split, merged and compared by hand; and what was done by hand, undone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.http import bind
from dueregard.kit.pages import paginate
from dueregard.plans import forms, reports, services
from dueregard.plans.models import Deed
from dueregard.plans.views.entries import save
from dueregard.plans.views.register import find_action, find_objective


@requires(Permission.PLAN_EDIT)
def move(request: Any, pk: int, kind: str) -> HttpResponse:
    found = _find(request, pk, kind)
    form = bind(forms.MoveForm, request, entry=found, query=request.GET.get("q", ""))

    def deed(version: int) -> object:
        there = form.cleaned_data["there"]
        objective = found.plan.objectives.filter(pk=there["under"]).first() if there["under"] else None
        return services.move(
            found, by=request.user, version=version, after=there["after"], objective=objective
        )

    return save(request, found, form, "plans/move.html", deed, _("Moved"), field="there")


@requires(Permission.PLAN_EDIT)
@require_POST
def move_by(request: Any, pk: int, kind: str, steps: int) -> HttpResponse:
    """One place up or down."""
    found = _find(request, pk, kind)
    if services.move_by(found, by=request.user, steps=steps):
        messages.success(request, _("Moved up") if steps < 0 else _("Moved down"))
    else:
        messages.info(request, _("It stands there already"))
    return redirect(f"plans:{kind}", pk)


@requires(Permission.PLAN_EDIT)
def split(request: Any, pk: int, kind: str) -> HttpResponse:
    found = _find(request, pk, kind)
    form = bind(forms.SplitForm, request, entry=found, initial={"text": found.text})

    def deed(version: int) -> object:
        return services.split(found, by=request.user, version=version, **form.cleaned_data)

    return save(request, found, form, "plans/split.html", deed, _("Split: the new ones stand after it"))


@requires(Permission.PLAN_EDIT)
def merge(request: Any, pk: int, kind: str) -> HttpResponse:
    """First which other, by GET; then both side by side, and what the one that stays will say."""
    found = _find(request, pk, kind)
    query = request.GET.get("q", "")
    choose = forms.OtherForm(request.GET if "other" in request.GET else None, entry=found, query=query)
    if not choose.is_valid():
        return render(request, "plans/choose_other.html", {"form": choose, "entry": found})
    other = choose.cleaned_data["other"]
    form = bind(forms.MergeForm, request, stays=found, goes=other, initial={"text": found.text})

    def deed(version: int) -> object:
        return services.merge(found, other, by=request.user, version=version, **form.cleaned_data)

    both = {"other": other, "stays": reports.now(found), "goes": reports.now(other)}
    return save(request, found, form, "plans/merge.html", deed, _("Merged"), context=both)


@requires(Permission.PLAN_READ)
def compare(request: Any, pk: int, kind: str) -> HttpResponse:
    found = _find(request, pk, kind)
    versions = reports.versions(found, services.all_in_words(found))
    form = forms.CompareForm(request.GET, versions=versions)
    shown: dict[str, Any] = {"entry": found, "form": form, "versions": versions, "rows": ()}
    if form.is_valid():
        numbered = {version.number: version for version in versions}
        numbers = sorted((form.cleaned_data["one"], form.cleaned_data["other"]))
        older, newer = (numbered[number] for number in numbers)
        shown |= {"rows": reports.compared(older, newer), "older": older, "newer": newer}
    return render(request, "plans/compare.html", shown)


@requires(Permission.PLAN_EDIT)
def deeds(request: Any) -> HttpResponse:
    """What was done by hand, the newest first."""
    page = paginate(reports.deeds(request.organisation), request)
    return render(request, "plans/deeds.html", {"page": page})


@requires(Permission.PLAN_EDIT)
def undo_deed(request: Any, pk: int) -> HttpResponse:
    """What undoing comes to, before it is done; and what stands in the way."""
    deeds = Deed.objects.within(request.organisation).select_related("made_by")
    deed = get_object_or_404(deeds, pk=pk)
    reason, found = "", services.undoing(deed)
    try:
        services.check_can_undo_deed(deed)
        if request.method == "POST":
            return _undone(request, services.undo_deed(deed, by=request.user))
    except ValidationError as error:
        reason = " ".join(error.messages)
    context = {"deed": deed, "found": found, "reason": reason, "back_href": _back(found)}
    return render(request, "plans/undo_deed.html", context)


def _undone(request: Any, found: services.Undoing) -> HttpResponse:
    number = len(found.back) + len(found.gone)
    done = ngettext("Undone on %(n)s entry", "Undone on %(n)s entries", number) % {"n": number}
    messages.success(request, done)
    if found.in_the_way:
        return redirect("plans:undo-deed", found.deed.pk)
    if len(found.back) == 1:
        return redirect(f"plans:{found.back[0].kind}", found.back[0].pk)
    return redirect("plans:plan", [*found.back, *found.gone][0].plan.pk)


def _back(found: services.Undoing) -> str:
    entries = [*found.back, *found.gone, *found.earlier, *(each.entry for each in found.in_the_way)]
    return reverse(f"plans:{entries[0].kind}", args=[entries[0].pk]) if entries else reverse("plans:plans")


def _find(request: Any, pk: int, kind: str) -> Any:
    return {"action": find_action, "objective": find_objective}[kind](request, pk)
