"""Plans, and lists of what is in them."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.downloads import attachment
from dueregard.kit.http import bind, whole_number
from dueregard.kit.pages import PER_PAGE, paginate
from dueregard.plans import forms, reports, services
from dueregard.plans.models import Action, Import, Objective, Plan, Standing
from equalities.documents.writers import write_docx, write_xlsx

WRITERS = {
    "docx": (write_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
LAYOUTS = {
    **{kind: content_type for kind, (_write, content_type) in WRITERS.items()},
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


@requires(Permission.PLAN_READ)
def plans(request: Any) -> HttpResponse:
    found = reports.counted(Plan.objects.within(request.organisation).select_related("organisation"))
    waiting = Import.objects.within(request.organisation).filter(confirmed_at=None)
    waiting = waiting.select_related("made_by").defer("document")
    return render(request, "plans/plans.html", {"plans": found, "waiting": waiting} | may(request))


def may(request: Any) -> dict[str, bool]:
    """What the reader may do, for the links of a page."""
    return {
        "may_edit": request.membership.may(Permission.PLAN_EDIT),
        "may_update": request.membership.may(Permission.UPDATE_RECORD),
        "may_prepare": request.membership.may(Permission.PUBLICATION_PREPARE),
        "may_issue": request.membership.may(Permission.PAPER_ISSUE),
    }


@requires(Permission.PLAN_READ)
def plan(request: Any, pk: int) -> HttpResponse:
    found = find_plan(request, pk)
    imports = Import.objects.within(request.organisation).filter(plan=found, undone_at=None).defer("document")
    context = {
        "plan": found,
        "objectives": [] if request.GET else _objectives(found)[:PER_PAGE],
        "objective_count": found.objectives.count(),
        "imports": imports.exclude(confirmed_at=None).select_related("confirmed_by"),
        "outcomes": [*found.outcomes],
        "measures": found.measures.filter(action=None, objective=None),
    }
    among = reports.choices(found.organisation, found)
    return _list(request, "plans/plan.html", found.actions.all(), among, context)


@requires(Permission.PLAN_READ)
def actions(request: Any) -> HttpResponse:
    """The actions of every plan."""
    among = reports.choices(request.organisation)
    found = Action.objects.within(request.organisation)
    return _list(request, "plans/actions.html", found, among, {"plan": None})


def _list(
    request: Any, template: str, found: Any, among: reports.Choices, context: dict[str, Any]
) -> HttpResponse:
    today = timezone.localdate()
    filters = forms.ActionFilterForm(request.GET, choices=among)
    chosen = filters.chosen()
    page = paginate(reports.action_list(found, chosen, today), request)
    shown = {
        "page": page,
        "groups": reports.grouped(page.rows),
        "filters": filters,
        "chosen": chosen,
        "today": today,
        "query": request.GET.urlencode(),
        "standings": Standing,
    }
    return render(request, template, context | shown | may(request))


@requires(Permission.PLAN_READ)
def objectives(request: Any, pk: int) -> HttpResponse:
    found = find_plan(request, pk)
    page = paginate(_objectives(found), request)
    return render(request, "plans/objectives.html", {"plan": found, "page": page} | may(request))


def _objectives(found: Plan) -> QuerySet[Objective]:
    listed = found.objectives.annotate(action_count=Count("actions")).order_by("position", "pk")
    return listed.only("plan", "ref", "text", "theme", "closed_on")


@requires(Permission.PLAN_READ)
def download_plan(request: Any, pk: int, kind: str) -> HttpResponseBase:
    found = find_plan(request, pk)
    among = reports.choices(found.organisation, found)
    return _download(request, found.title, found.actions.all(), among, kind)


@requires(Permission.PLAN_READ)
def download_actions(request: Any, kind: str) -> HttpResponseBase:
    found = Action.objects.within(request.organisation)
    title = _("Actions of %(name)s") % {"name": request.organisation.name}
    return _download(request, title, found, reports.choices(request.organisation), kind)


@requires(Permission.PLAN_READ)
def download_layout(request: Any, pk: int, kind: str) -> HttpResponseBase:
    """The whole plan in the layout of the document that it came in."""
    found = find_plan(request, pk)
    if kind not in LAYOUTS:
        raise Http404
    content = services.in_own_layout(found, kind, made_at=timezone.now())
    return attachment(f"{found.title}.{kind}", LAYOUTS[kind], content)


def _download(request: Any, title: str, found: Any, among: reports.Choices, kind: str) -> HttpResponseBase:
    """The list as it is filtered: a landscape document for committee, or a workbook with every column."""
    if kind not in WRITERS:
        raise Http404
    today = timezone.localdate()
    chosen = forms.ActionFilterForm(request.GET, choices=among).chosen()
    listed = reports.whole_list(found, chosen, today)
    table = reports.action_table(title, listed, today, chosen.sentence(), every_column=kind == "xlsx")
    now = timezone.now()
    if kind == "xlsx" and request.membership.may(Permission.UPDATE_RECORD):
        table = reports.to_fill_in(table, listed, now)
    write, content_type = WRITERS[kind]
    out = BytesIO()
    write(table, out, made_at=now)
    return attachment(f"{title} {today.isoformat()}.{kind}", content_type, out.getvalue())


@requires(Permission.PLAN_READ)
def example_plan(_request: Any) -> HttpResponseBase:
    """A made-up plan as a document, to try the import with."""
    out = BytesIO()
    table = reports.example_table()
    write_docx(table, out, made_at=timezone.now())
    return attachment(f"{table.title}.docx", WRITERS["docx"][1], out.getvalue())


@requires(Permission.PLAN_EDIT)
def add_plan(request: Any) -> HttpResponse:
    form = bind(forms.PlanForm, request)
    if form.is_valid():
        made = services.add_plan(request.organisation, by=request.user, **form.cleaned_data)
        messages.success(request, _("Plan added"))
        return redirect("plans:plan", made.pk)
    return render(request, "plans/add_plan.html", {"form": form})


@requires(Permission.PLAN_EDIT)
def change_plan(request: Any, pk: int) -> HttpResponse:
    found = find_plan(request, pk)
    initial = {"title": found.title, "starts_on": found.starts_on, "ends_on": found.ends_on}
    form = bind(forms.PlanForm, request, initial=initial)
    if form.is_valid():
        version = version_of(request, found.version)
        try:
            services.change_plan(found, by=request.user, version=version, **form.cleaned_data)
        except services.ChangedMeanwhile as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Title and period saved"))
            return redirect("plans:plan", pk)
    return render(request, "plans/change_plan.html", {"form": form, "plan": found})


@requires(Permission.REMIT_READ)
def remit(request: Any) -> HttpResponse:
    today = timezone.localdate()
    return render(
        request, "plans/remit.html", {"remit": reports.remit(request.membership, today), "today": today}
    )


def version_of(request: Any, current: int) -> int:
    """The version that the page was opened with; without one, nobody can have been first."""
    sent = whole_number(request.POST.get("version", str(current)))
    return -1 if sent is None else sent


def find_plan(request: Any, pk: int) -> Plan:
    return get_object_or_404(Plan.objects.within(request.organisation).select_related("organisation"), pk=pk)


def find_action(request: Any, pk: int) -> Action:
    action: Action = get_object_or_404(
        Action.objects.within(request.organisation).select_related("plan__organisation"), pk=pk
    )
    return action


def find_objective(request: Any, pk: int) -> Objective:
    return get_object_or_404(
        Objective.objects.within(request.organisation).select_related("plan__organisation"), pk=pk
    )
