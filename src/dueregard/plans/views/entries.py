"""Objectives and actions: seen, added, re-worded, re-dated, closed, re-opened, updated."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.http import bind
from dueregard.plans import forms, reports, services
from dueregard.plans.models import Action, Entry, Objective, Update
from dueregard.plans.views.register import find_action, find_objective, find_plan, may, version_of

MERGED = -1  # a version that no entry has: the page was opened on one that was merged into this


@requires(Permission.PLAN_READ)
def action(request: Any, pk: int) -> HttpResponse:
    today = timezone.localdate()
    shown = Action.objects.within(request.organisation).standing(today)
    found = shown.select_related("plan__organisation", "objective", "unit").filter(pk=pk).first()
    if found is None:
        return _merged(request, Action, pk)
    context = {
        "entry": found,
        "updates": reports.updates(found),
        "labels": found.labels.all(),
        "is_mine": services.may_update(found, membership=request.membership, today=today),
    }
    return render(request, "plans/action.html", context | _entry(request, found))


@requires(Permission.PLAN_READ)
def objective(request: Any, pk: int) -> HttpResponse:
    try:
        found = find_objective(request, pk)
    except Http404:
        return _merged(request, Objective, pk)
    actions = found.actions.standing(timezone.localdate()).prefetch_related("leads")
    return render(request, "plans/objective.html", {"actions": actions} | _entry(request, found))


def _merged(request: Any, model: type[Entry], pk: int) -> HttpResponse:
    """One that was merged into another leads to that."""
    stays = get_object_or_404(reports.merged_within(model, request.organisation), pk=pk).merged_into
    messages.info(request, _("What you opened was merged into this"))
    return redirect(f"plans:{stays.kind}", stays.pk)


def _entry(request: Any, found: Any) -> dict[str, Any]:
    shown = {
        "entry": found,
        "leads": found.leads.select_related("post"),
        "measures": found.measures.all(),
        "history": reports.history(found),
        "source": reports.source_words(found),
        "today": timezone.localdate(),
    }
    return shown | may(request)


@requires(Permission.UPDATE_RECORD)
def record_update(request: Any, pk: int) -> HttpResponse:
    found = _standing(request, pk)
    today = timezone.localdate()
    services.check_may_update(found, membership=request.membership, today=today)
    if found.is_closed and request.method != "POST":
        return render(request, "plans/closed.html", {"entry": found} | may(request))
    form = bind(forms.UpdateForm, request, is_live=request.organisation.is_live)
    return save(
        request,
        found,
        form,
        "plans/record_update.html",
        lambda version: services.record_update(
            found,
            by=request.user,
            version=version if request.POST.get("entry", str(pk)) == str(found.pk) else MERGED,
            on=today,
            **form.cleaned_data,
        ),
        _("Update recorded"),
    )


@requires(Permission.UPDATE_RECORD)
def correct_update(request: Any, pk: int) -> HttpResponse:
    """Whoever may record an update may correct one: the mistaken words stay, struck through."""
    mistaken = get_object_or_404(Update.objects.within(request.organisation).select_related("action"), pk=pk)
    found = find_action(request, mistaken.action.merged_into_id or mistaken.action_id)
    services.check_may_update(found, membership=request.membership, today=timezone.localdate())
    chosen = {"is_live": request.organisation.is_live, "otherwise": services.status_without(mistaken)}
    form = bind(forms.CorrectUpdateForm, request, **chosen, initial=forms.initial_of_update(mistaken))

    def deed(version: int) -> object:
        return services.correct_update(mistaken, by=request.user, version=version, **form.cleaned_data)

    return save(request, found, form, "plans/correct_update.html", deed, _("Update corrected"))


@requires(Permission.PLAN_EDIT)
def add_action(request: Any, pk: int) -> HttpResponse:
    return _add(request, pk, forms.ActionForm, services.add_action, "plans/add_action.html")


@requires(Permission.PLAN_EDIT)
def add_objective(request: Any, pk: int) -> HttpResponse:
    return _add(request, pk, forms.ObjectiveForm, services.add_objective, "plans/add_objective.html")


def _add(
    request: Any,
    pk: int,
    form_class: type[forms.ObjectiveForm],
    service: Callable[..., Entry],
    template: str,
) -> HttpResponse:
    plan = find_plan(request, pk)
    form = bind(form_class, request, plan=plan)
    if form.is_valid():
        try:
            made = service(plan, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("timescale", error)
        else:
            messages.success(request, _("Added to the plan"))
            return redirect(f"plans:{made.kind}", made.pk)
    return render(request, template, {"form": form, "plan": plan})


@requires(Permission.PLAN_EDIT)
def reword_action(request: Any, pk: int) -> HttpResponse:
    return _reword(request, find_action(request, pk), forms.ActionForm, "plans/reword_action.html")


@requires(Permission.PLAN_EDIT)
def reword_objective(request: Any, pk: int) -> HttpResponse:
    return _reword(request, find_objective(request, pk), forms.ObjectiveForm, "plans/reword_objective.html")


def _reword(request: Any, found: Any, form_class: type[forms.ObjectiveForm], template: str) -> HttpResponse:
    form = bind(form_class, request, plan=found.plan, entry=found, initial=services.contents(found))

    def deed(version: int) -> object:
        return services.reword(found, by=request.user, version=version, **form.cleaned_data)

    return save(request, found, form, template, deed, _("Changes saved"))


@requires(Permission.PLAN_EDIT)
def redate_action(request: Any, pk: int) -> HttpResponse:
    return _redate(request, find_action(request, pk), "plans/redate_action.html")


@requires(Permission.PLAN_EDIT)
def redate_objective(request: Any, pk: int) -> HttpResponse:
    return _redate(request, find_objective(request, pk), "plans/redate_objective.html")


def _redate(request: Any, found: Entry, template: str) -> HttpResponse:
    form = bind(forms.RedateForm, request, initial={"timescale": found.timescale_text})

    def deed(version: int) -> object:
        return services.redate(found, by=request.user, version=version, **form.cleaned_data)

    return save(request, found, form, template, deed, _("New timescale saved"), field="timescale")


@requires(Permission.PLAN_EDIT)
def record_event(request: Any, pk: int) -> HttpResponse:
    """An action waits for an event: from the day on which it happened, it has a date."""
    found = find_action(request, pk)
    form = bind(forms.EventForm, request)

    def deed(version: int) -> object:
        return services.record_event(found, by=request.user, version=version, **form.cleaned_data)

    return save(request, found, form, "plans/record_event.html", deed, _("Event recorded"))


@requires(Permission.PLAN_EDIT)
def close_action(request: Any, pk: int) -> HttpResponse:
    return _close(request, find_action(request, pk), "plans/close_action.html")


@requires(Permission.PLAN_EDIT)
def close_objective(request: Any, pk: int) -> HttpResponse:
    return _close(request, find_objective(request, pk), "plans/close_objective.html")


def _close(request: Any, found: Entry, template: str) -> HttpResponse:
    form = bind(forms.CloseForm, request)

    def deed(version: int) -> object:
        return services.close(found, by=request.user, version=version, **form.cleaned_data)

    return save(request, found, form, template, deed, _("Closed"))


@requires(Permission.PLAN_EDIT)
def reopen_action(request: Any, pk: int) -> HttpResponse:
    return _reopen(request, find_action(request, pk), "plans/reopen_action.html")


@requires(Permission.PLAN_EDIT)
def reopen_objective(request: Any, pk: int) -> HttpResponse:
    return _reopen(request, find_objective(request, pk), "plans/reopen_objective.html")


def _reopen(request: Any, found: Entry, template: str) -> HttpResponse:
    form = bind(forms.ReopenForm, request)

    def deed(version: int) -> object:
        return services.reopen(found, by=request.user, version=version, **form.cleaned_data)

    return save(request, found, form, template, deed, _("Opened again"))


def _standing(request: Any, pk: int) -> Action:
    """An action, or the one that it was merged into meanwhile: what was typed of the one is of the other."""
    try:
        return find_action(request, pk)
    except Http404:
        merged = reports.merged_within(Action, request.organisation).filter(pk=pk).first()
        if merged is None:
            raise
        return find_action(request, merged.merged_into_id)


def save(
    request: Any,
    found: Entry,
    form: Any,
    template: str,
    deed: Callable[[int], object],
    done: str,
    field: str | None = None,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Do it, or show again what was typed and, where somebody else was first, what stands now."""
    shown: dict[str, Any] = {"form": form, "entry": found, "changed": False}
    if form.is_valid():
        try:
            deed(version_of(request, found.version))
        except services.ChangedMeanwhile as error:
            form.add_error(None, error)
            shown["changed"] = True
        except ValidationError as error:
            form.add_error(field, error)
        else:
            messages.success(request, done)
            return redirect(f"plans:{found.kind}", found.pk)
    if request.method == "POST":
        found.refresh_from_db()
    if shown["changed"]:
        shown["now"] = reports.now(found)
    return render(request, template, shown | (context or {}))
