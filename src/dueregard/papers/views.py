"""One function per page."""

import base64
import hashlib
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.downloads import attachment
from dueregard.kit.http import bind, whole_number
from dueregard.kit.pages import paginate
from dueregard.papers import services
from dueregard.papers.forms import PaperForm
from dueregard.papers.models import Paper, PaperQuerySet
from dueregard.papers.reports import HTML
from dueregard.plans.models import Action, Plan
from dueregard.plans.reports import Filter, asked_for, choices


@requires(Permission.PLAN_READ)
def papers(request: Any) -> HttpResponse:
    found = _readable(request).select_related("made_by", "issued_by")
    shown = {"page": paginate(found, request), "may_issue": request.membership.may(Permission.PAPER_ISSUE)}
    return render(request, "papers/papers.html", shown)


@requires(Permission.PAPER_ISSUE)
def prepare(request: Any) -> HttpResponse:
    """About the actions that the address asks for, in the words of the lists of actions."""
    actions, chosen, scope = _asked_for(request)
    form = bind(PaperForm, request)
    if form.is_valid():
        details = form.cleaned_data | {"by": request.user, "scope": scope}
        try:
            made = services.prepare(request.organisation, actions, chosen, **details)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("papers:paper", made.pk)
    return render(request, "papers/prepare.html", {"form": form, "scope": scope})


def _asked_for(request: Any) -> tuple[Any, Filter, str]:
    """The actions, the filter over them, and both in words. `plan` in the address keeps to one plan."""
    actions, names, plan = Action.objects.within(request.organisation), [], None
    named = whole_number(request.GET.get("plan", ""))
    if named is not None:
        plan = get_object_or_404(Plan.objects.within(request.organisation), pk=named)
        actions, names = actions.filter(plan=plan), [plan.title]
    chosen = asked_for(request.GET, choices(request.organisation, plan))
    return actions, chosen, ", ".join([*names, chosen.sentence()])


@requires(Permission.PLAN_READ)
def paper(request: Any, pk: int) -> HttpResponse:
    found = get_object_or_404(_readable(request).with_files(), pk=pk)
    shown = {"paper": found, "may_issue": request.membership.may(Permission.PAPER_ISSUE)}
    return render(request, "papers/paper.html", shown)


@requires(Permission.PAPER_ISSUE)
def issue(request: Any, pk: int) -> HttpResponse:
    return _settle(request, pk, services.issue, "papers/issue.html", _("Issued"))


@requires(Permission.PAPER_ISSUE)
def discard(request: Any, pk: int) -> HttpResponse:
    return _settle(request, pk, services.discard, "papers/discard.html", _("The paper is discarded"))


def _settle(request: Any, pk: int, deed: Any, template: str, done: str) -> HttpResponse:
    found = get_object_or_404(_readable(request), pk=pk)
    if request.method != "POST":
        was_issued = redirect("papers:paper", pk)
        return was_issued if found.issued_at else render(request, template, {"paper": found})
    try:
        deed(found, by=request.user)
        messages.success(request, done)
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("papers:papers")


@requires(Permission.PLAN_READ)
def paper_file(request: Any, pk: int, name: str) -> HttpResponseBase:
    found = get_object_or_404(_readable(request), pk=pk)
    file = get_object_or_404(found.files, name=name)
    content = bytes(file.content)
    if file.content_type == HTML:
        return _page(content)
    return attachment(
        f"{found.title} {found.as_at.isoformat()}.{name.rpartition('.')[2]}", file.content_type, content
    )


def _page(content: bytes) -> HttpResponse:
    """The paper as it was made, which may do nothing but look as its own style says."""
    style = content.partition(b"<style>")[2].partition(b"</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
    response = HttpResponse(content, content_type=f"{HTML}; charset=utf-8")
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'"
    )
    return response


def _readable(request: Any) -> PaperQuerySet:
    """Until it is issued, a paper is seen by those who may issue it."""
    found = Paper.objects.within(request.organisation)
    return found if request.membership.may(Permission.PAPER_ISSUE) else found.issued()
