"""The list of everything that was ever published."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.pages import paginate
from dueregard.ledger import forms, reports


@requires(Permission.PUBLICATION_READ)
def releases(request: Any) -> HttpResponse:
    rows = reports.history(request.organisation)
    filters = forms.LedgerFilterForm(request.GET, rows=rows)
    page = paginate(filters.narrow(rows), request)
    may_record = request.membership.may(Permission.RELEASE_RECORD)
    shown = {"page": page, "filters": filters if rows else None, "may_record": may_record}
    return render(request, "ledger/releases.html", shown)
