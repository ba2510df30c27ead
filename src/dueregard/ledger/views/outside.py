"""From a paper that went out by another way to an entry that protection counts on."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.access.uploads import kept_scrambled
from dueregard.kit.http import bind
from dueregard.ledger import forms, reports
from dueregard.releases import services
from dueregard.releases.models import Covers, OutsideRelease
from dueregard.releases.reports import PrintedTable
from equalities.refusals import Refused


@requires(Permission.RELEASE_RECORD)
@kept_scrambled(forms.MEGABYTES)
def record(request: Any) -> HttpResponse:
    form = bind(forms.OutsideForm, request, organisation=request.organisation)
    if form.is_valid() and (sheet := form.read()):
        try:
            return checked(request, form, sheet, forms.ReadingForm(sheet, form.about_whom()))
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "ledger/record.html", {"form": form})


@requires(Permission.RELEASE_RECORD)
def check(request: Any) -> HttpResponse:
    """What was read, again and again until it is recorded: the page carries the table, and nothing is kept before."""
    form = forms.OutsideForm(request.POST or None, organisation=request.organisation)
    if not form.is_valid():  # a page of errors, loaded afresh
        return redirect("ledger:record")
    try:
        sheet = reports.Sheet.from_text(form.cleaned_data["pasted"])
        return checked(request, form, sheet, forms.ReadingForm(sheet, form.about_whom(), request.POST))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("ledger:record")


def checked(
    request: Any, form: forms.OutsideForm, sheet: reports.Sheet, reading: forms.ReadingForm
) -> HttpResponse:
    """The page that shows what was read; or the entry, where everything is said and it is to be recorded."""
    shown: dict[str, Any] = {
        "form": form,
        "sheet": sheet,
        "reading": reading,
        "carried": carried(form, sheet),
    }
    if reading.is_valid():
        about = form.about_whom()
        is_recording = request.POST.get("deed") == "record"
        try:
            table = reading.table()
            covers = Covers.PART if request.POST.get("covers") == Covers.PART else Covers.ALL
            found = reports.finding(about, table, form.cleaned_data["title"], covers)
        except Refused as refused:
            reading.add_error(None, str(refused))
            return render(request, "ledger/check.html", shown)
        data = request.POST if is_recording else None
        people = forms.PeopleForm(data, about=about, contradicts=found.contradicts)
        if is_recording and found.is_sound and people.is_valid():
            return recorded(request, form, table, covers=people.cleaned_data["covers"])
        shown |= {"found": found, "people": people, "about": about, "lines": reports.described(table)}
    return render(request, "ledger/check.html", shown)


def recorded(request: Any, form: forms.OutsideForm, table: PrintedTable, *, covers: Covers) -> HttpResponse:
    whom = form.about_whom()
    outside = services.record_outside(
        whom.organisation, table=table, covers=covers, by=request.user, **form.details()
    )
    is_counted = covers != Covers.OTHERS
    counted = _("Recorded. What is prepared from now on is protected beside it.")
    messages.success(request, counted if is_counted else _("Recorded in the list, and not counted together."))
    return redirect("ledger:outside", outside.pk)


def carried(form: forms.OutsideForm, sheet: reports.Sheet) -> list[tuple[str, str]]:
    """What the page has to bring back, as fields: what was said of the paper, and the table as it was read."""
    names = ("title", "paper", "went_out_on", "seen_at", "about", "service", "starts_on", "ends_on")
    said = [(name, str(form.cleaned_data[name] or "")) for name in names]
    return [*said, ("pasted", sheet.as_text())]


@requires(Permission.PUBLICATION_READ)
def outside(request: Any, pk: int) -> HttpResponse:
    found = get_object_or_404(
        OutsideRelease.objects.within(request.organisation).select_related(
            "recorded_by", "struck_out__struck_by"
        ),
        pk=pk,
    )
    lines = reports.described(PrintedTable.from_dict(found.table_kept))
    shown = {"outside": found, "lines": lines}
    shown |= {"whom": reports.whom_of(found), "may_record": request.membership.may(Permission.RELEASE_RECORD)}
    return render(request, "ledger/outside.html", shown)


@requires(Permission.RELEASE_RECORD)
def strike_out(request: Any, pk: int) -> HttpResponse:
    found = get_object_or_404(OutsideRelease.objects.within(request.organisation), pk=pk)
    form = bind(forms.StrikeOutForm, request)
    if form.is_valid():
        try:
            services.strike_out(found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.error(request, error.message)
        else:
            messages.success(
                request, _("Struck out. Protection counts it no longer; the entry stays in the list.")
            )
        return redirect("ledger:outside", pk)
    return render(request, "ledger/strike_out.html", {"form": form, "outside": found})
