"""From a document to the register: read, check, correct, confirm, undo."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.http import bind, whole_number
from dueregard.kit.pages import paginate
from dueregard.plans import forms, reports, services
from dueregard.plans.models import Import, Plan
from dueregard.plans.views.register import find_plan, version_of

LOOK_AGAIN = 5  # seconds


@requires(Permission.PLAN_EDIT)
def import_plan(request: Any) -> HttpResponse:
    named = whole_number(request.GET.get("plan", ""))
    plan = None if named is None else find_plan(request, named)
    form = bind(forms.ImportForm, request, is_live=request.organisation.is_live)
    if form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            found = services.read_plan(request.organisation, by=request.user, upload=upload, plan=plan)
        except ValidationError as error:
            form.add_error("pasted" if form.cleaned_data["pasted"] else "upload", error)
        else:
            return redirect("plans:preview", found.pk)
    return render(request, "plans/import_plan.html", {"form": form, "plan": plan})


@requires(Permission.PLAN_EDIT)
def preview(request: Any, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if found.is_confirmed:
        return redirect("plans:plan", found.plan_id) if found.plan_id else redirect("plans:plans")
    if found.reading_since or found.refusal:
        return _reading(request, found)
    if not any(reports.walk(found.document)):
        return redirect("plans:say-headings", pk)
    shown = reports.preview(found)
    initial = {"title": reports.title(found), **services.period(found)}
    form = bind(forms.ConfirmForm, request, shown=shown, initial=initial)
    if form.is_valid():
        try:
            plan = services.confirm(found, by=request.user, **_plan_of(form, initial))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The plan is in the register"))
            _say_what_is_next(request, plan)
            return redirect("plans:plan", plan.pk)
    return render(request, "plans/preview.html", _shown(request, found, shown) | {"form": form})


def _say_what_is_next(request: Any, plan: Plan) -> None:
    """What an import left to settle, with the list of it."""
    number = plan.actions.left_by_import(timezone.localdate()).count()
    if number:
        words = ngettext(
            "%(n)s action came in overdue, or without a date, a lead or a measure: settle this first",
            "%(n)s actions came in overdue, or without a date, a lead or a measure: settle these first",
            number,
        ) % {"n": number}
        address = f"{reverse('plans:plan', args=[plan.pk])}?tidy=only"
        link = '<a class="govuk-notification-banner__link" href="{}">{}</a>'
        messages.info(request, format_html(link, address, words))


def _reading(request: Any, found: Import) -> HttpResponse:
    """What becomes of a document that takes long to read. The page asks for itself again, unless that was stopped."""
    since = timezone.now() - (found.reading_since or timezone.now())
    is_lost = since > services.LONGEST
    stays = bool(request.GET.get("stay")) or is_lost or bool(found.refusal)
    shown = {"found": found, "is_lost": is_lost, "stays": stays, "seconds": int(since.total_seconds())}
    page = render(request, "plans/reading.html", shown | {"every": LOOK_AGAIN})
    if not stays:
        page["Refresh"] = str(LOOK_AGAIN)
    return page


@requires(Permission.PLAN_EDIT)
@require_POST
def read_again(request: Any, pk: int) -> HttpResponse:
    """One whose reading ended without a word: the service was stopped meanwhile, for instance."""
    try:
        services.read_again(_find(request, pk), by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("plans:preview", pk)


def _plan_of(form: forms.ConfirmForm, initial: dict[str, Any]) -> dict[str, Any]:
    asked = {"title", "starts_on", "ends_on"} & set(form.fields)
    return {**({} if asked else initial), **form.cleaned_data}


def _shown(request: Any, found: Import, shown: reports.Preview) -> dict[str, Any]:
    """The part of the preview that was asked for, a page at a time."""
    parts = {
        "unclear": shown.unclear,
        "new": shown.having("new"),
        "changed": shown.having("changed"),
        "there": shown.having("there"),
        "left_out": shown.having("left_out"),
    }
    part = request.GET.get("show")
    if part not in parts:
        part = next((name for name, entries in parts.items() if entries), "new")
    sizes = {name: len(entries) for name, entries in parts.items()}
    page = paginate(parts[part], request)
    context = {"found": found, "shown": shown, "part": part, "sizes": sizes, "page": page}
    return context | {"lacks_template": services.lacks_template(shown.plan)}


@requires(Permission.PLAN_EDIT)
def correct(request: Any, pk: int, kind: str, number: int) -> HttpResponse:
    found = _find(request, pk)
    entries = found.document.get(f"{kind}s", [])
    if kind not in ("objective", "action") or number >= len(entries) or found.is_confirmed:
        raise Http404
    entry = entries[number]
    initial = entry | {"timescale": (entry["timescale"] or {}).get("phrase", "")}
    form = bind(forms.CorrectForm, request, kind=kind, objectives=_objectives(found), initial=initial)
    if form.is_valid():
        version = version_of(request, entry.get("corrected", 0))
        which: dict[str, Any] = {"kind": kind, "number": number, "version": version}
        try:
            services.correct(found, by=request.user, **which, **form.cleaned_data)
        except services.ChangedMeanwhile as error:
            form.add_error(None, error)
        except ValidationError as error:
            form.add_error("timescale", error)
        else:
            messages.success(request, _("Corrected"))
            return redirect("plans:preview", pk)
    shown = next(
        each for each in reports.preview(found).entries if (each.kind, each.number) == (kind, number)
    )
    return render(request, "plans/correct.html", {"form": form, "found": found, "entry": shown})


def _objectives(found: Import) -> list[tuple[str, str]]:
    """Objectives of the document by the name that its actions use: the number, else the words."""
    listed = found.document["objectives"]
    return [(each["ref"] or each["text"], f"{each['ref'] or ''} {each['text']}".strip()) for each in listed]


@requires(Permission.PLAN_EDIT)
@require_POST
def discard(request: Any, pk: int) -> HttpResponse:
    try:
        services.discard(_find(request, pk), by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The document was put aside: nothing of it is kept"))
    return redirect("plans:plans")


@requires(Permission.PLAN_EDIT)
def undo_import(request: Any, pk: int) -> HttpResponse:
    found = _find(request, pk)
    plan = found.plan_id
    if request.method == "POST":
        try:
            services.undo(found, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("plans:plan", plan) if plan else redirect("plans:plans")
        messages.success(request, _("The import is undone"))
        return redirect("plans:plans")
    context = {"found": found, "effect": reports.undo_effect(found), "reasons": _reasons(found)}
    return render(request, "plans/undo_import.html", context)


def _reasons(found: Import) -> list[str]:
    """All that stands in the way of undoing it."""
    try:
        services.check_can_undo(found)
    except ValidationError as error:
        return list(error.messages)
    return []


def _find(request: Any, pk: int) -> Import:
    found = Import.objects.within(request.organisation).select_related("organisation", "plan")
    return get_object_or_404(found, pk=pk)
