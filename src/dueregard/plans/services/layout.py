"""A plan as a file, in the layout of the document that it came in."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from dueregard.plans import reports
from dueregard.plans.models import Plan, Template
from dueregard.plans.services.reading import write_in_child
from equalities.documents.exporting import write_pages
from equalities.refusals import Refused


def in_own_layout(plan: Plan, kind: str, *, made_at: datetime) -> bytes:
    """The whole plan as a file of a kind (equalities.documents.exporting.FORMATS): its document with what the register
    says today in the cells. Where that was not kept, or has no place for something, its tables alone."""
    template = Template.objects.filter(plan=plan).select_related("found").first()
    try:
        if template:
            return _filled(template, kind, made_at)
    except Refused:
        pass  # as the page of the plan says beforehand
    out = BytesIO()
    write_pages(reports.own_layout(plan), kind, out, made_at=made_at)
    return out.getvalue()


def _filled(template: Template, kind: str, made_at: datetime) -> bytes:
    filling = reports.filling_of(template.plan, template.found).as_dict()
    content, name = bytes(template.content), template.found.filename
    at = made_at.isoformat()
    return write_in_child("equalities.documents.filling:fill", content, name, filling, kind, at)
