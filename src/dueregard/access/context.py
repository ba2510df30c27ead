"""What every page's shell reads."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.module_loading import import_string

from dueregard.access.drafts import mark
from dueregard.access.middleware import first_organisation
from dueregard.access.models import Membership
from dueregard.access.permissions import Permission


def page(request: HttpRequest) -> dict[str, Any]:
    membership = getattr(request, "membership", None)
    organisation = membership.organisation if membership else first_organisation()
    shown = {
        "organisation": organisation,
        "membership": membership,
        "signed_in": membership is not None,
        "demonstration": organisation is not None and not organisation.is_live,
        "may_allow_live_data": may_allow_live_data(membership),
        "service_name": settings.SERVICE_NAME,
        "sign_out_url": reverse("access:sign-out"),
        "search_url": reverse(settings.SEARCH) if membership else "",
        "navigation": _links(request, settings.NAVIGATION) if membership else [],
        "footer_links": _links(request, settings.FOOTER) if membership else [],
    }
    if membership:
        shown["csrf_input"] = csrf_input(request) + mark(request)
    return shown


def may_allow_live_data(membership: Membership | None) -> bool:
    """Whether the reader is led to the five questions, which nobody has answered yet."""
    if membership is None or membership.organisation.is_demonstration or membership.organisation.parent_id:
        return False
    return membership.may(Permission.ORGANISATION_EDIT)


def _links(request: HttpRequest, entries: str) -> list[dict[str, Any]]:
    """Those of the pages listed under a dotted name that the reader may open."""
    membership = request.membership  # type: ignore[attr-defined]
    links = []
    for entry in import_string(entries):
        if entry.permission is None or membership.may(entry.permission):
            href = reverse(entry.name, args=[membership.organisation.slug] if entry.of_organisation else [])
            links.append({"text": str(entry.text), "href": href, "covers": entry.covers})
    _mark_current(links, request)
    return links


def _mark_current(links: list[dict[str, Any]], request: HttpRequest) -> None:
    """The link that the page's address begins with; where none is, the one that its namespace belongs under."""
    namespace = request.resolver_match.namespace if request.resolver_match else ""
    begun = any(request.path.startswith(link["href"]) for link in links)
    for link in links:
        covers = link.pop("covers")
        link["current"] = request.path.startswith(link["href"]) if begun else namespace in covers
