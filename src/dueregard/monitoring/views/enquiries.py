"""A gap that is looked into: do they need it less, or can they not reach it?"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.http import bind
from dueregard.kit.pages import paginate
from dueregard.monitoring import forms, reports, services
from dueregard.monitoring.models import Enquiry
from dueregard.monitoring.views.datasets import chosen, loaded, may


@requires(Permission.DATASET_READ)
def enquiries(request: Any) -> HttpResponse:
    found = Enquiry.objects.within(request.organisation).select_related("owner", "dataset")
    is_closed = request.GET.get("state") == "closed"
    page = paginate(found.exclude(outcome="") if is_closed else found.open(), request)
    shown = {"page": page, "is_closed": is_closed, "may": may(request)}
    return render(request, "monitoring/enquiries.html", shown)


@requires(Permission.ENQUIRY_KEEP)
def open_enquiry(request: Any, pk: int, characteristic: str) -> HttpResponse:
    dataset = loaded(request, pk, characteristic)
    benchmark = chosen(reports.benchmarks_for(dataset, characteristic), request.GET.get("benchmark"))
    gaps = {gap.code: gap for gap in reports.gaps(reports.result(dataset, characteristic, benchmark))}
    groups = [(code, gap.label) for code, gap in gaps.items()]
    asked = request.GET.get("group", "")
    organisation = dataset.organisation
    form = bind(forms.OpenEnquiryForm, request, organisation=organisation, groups=groups, chosen=asked)
    if form.is_valid():
        gap, owner = gaps[form.cleaned_data["code"]], form.cleaned_data["owner"]
        try:
            enquiry = services.open_enquiry(gap, owner=owner, by=request.user)
        except ValidationError as error:
            form.add_error("code", error)
        else:
            messages.success(request, _("The enquiry is open"))
            return redirect("monitoring:enquiry", enquiry.pk)
    shown = {"dataset": dataset, "name": characteristic, "form": form, "gaps": gaps}
    return render(request, "monitoring/open_enquiry.html", shown)


@requires(Permission.DATASET_READ)
def enquiry(request: Any, pk: int) -> HttpResponse:
    found = find(request, pk)
    findings = found.findings.select_related("document", "added_by")
    steps = found.steps.select_related("taken_by")
    shown = {"enquiry": found, "findings": findings, "steps": steps, "may": may(request)}
    return render(request, "monitoring/enquiry.html", shown)


@requires(Permission.ENQUIRY_KEEP)
def add_finding(request: Any, pk: int) -> HttpResponse:
    form = bind(forms.FindingForm, request, is_live=request.organisation.is_live)
    return _answer(request, find(request, pk), form, services.add_finding, "add_finding", _("Added"))


@requires(Permission.ENQUIRY_KEEP)
def close_enquiry(request: Any, pk: int) -> HttpResponse:
    enquiry = find(request, pk)
    form = bind(forms.CloseEnquiryForm, request, enquiry=enquiry)
    return _answer(
        request, enquiry, form, services.close_enquiry, "close_enquiry", _("The enquiry is closed")
    )


@requires(Permission.ENQUIRY_KEEP)
def reopen_enquiry(request: Any, pk: int) -> HttpResponse:
    done = _("The enquiry is open again")
    return _deed(request, pk, forms.ReopenEnquiryForm, services.reopen_enquiry, "reopen_enquiry", done)


@requires(Permission.ENQUIRY_KEEP)
def name_action(request: Any, pk: int) -> HttpResponse:
    done = _("The action is named")
    return _deed(request, pk, forms.NameActionForm, services.name_action, "name_action", done)


@requires(Permission.ENQUIRY_KEEP)
def change_owner(request: Any, pk: int) -> HttpResponse:
    enquiry = find(request, pk)
    form = bind(forms.OwnerForm, request, organisation=enquiry.organisation)
    return _answer(request, enquiry, form, services.change_owner, "change_owner", _("The owner is changed"))


def _deed(request: Any, pk: int, form_class: Any, service: Any, template: str, done: str) -> HttpResponse:
    return _answer(request, find(request, pk), bind(form_class, request), service, template, done)


def _answer(
    request: Any, enquiry: Enquiry, form: Any, service: Any, template: str, done: str
) -> HttpResponse:
    """One deed on an enquiry: its form, its service, and back to the enquiry."""
    if form.is_valid():
        details = form.details() if hasattr(form, "details") else form.cleaned_data
        try:
            service(enquiry, by=request.user, **details)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect("monitoring:enquiry", enquiry.pk)
    return render(request, f"monitoring/{template}.html", {"enquiry": enquiry, "form": form})


def find(request: Any, pk: int) -> Enquiry:
    found = Enquiry.objects.within(request.organisation).select_related("owner", "dataset", "organisation")
    return get_object_or_404(found, pk=pk)
