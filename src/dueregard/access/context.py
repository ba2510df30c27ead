"""What every page's shell reads."""

from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language, override

from dueregard.access.drafts import mark
from dueregard.access.middleware import first_organisation
from dueregard.access.models import Membership
from dueregard.access.permissions import Permission
from dueregard.access.roles import ROLES, Role


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
        "languages": languages(),
        "language_url": reverse("access:choose-language"),
        "footer_links": _links(request, settings.FOOTER) if membership else [],
    }
    if membership:
        shown["csrf_input"] = csrf_input(request) + mark(request)
    return shown


def languages() -> list[dict[str, Any]]:
    """The languages of which a catalogue is shipped, each by its own name."""
    current = get_language()
    return [{"code": code, "name": name, "current": code == current} for code, name in settings.LANGUAGES]


def may_allow_live_data(membership: Membership | None) -> bool:
    """Whether the reader is led to the five questions, which nobody has answered yet."""
    if membership is None or membership.organisation.is_demonstration or membership.organisation.parent_id:
        return False
    return membership.may(Permission.ORGANISATION_EDIT)


class Link(NamedTuple):
    """A page that somebody may open, and the URL namespaces whose pages belong under it."""

    text: str
    href: str
    covers: tuple[str, ...]


def _links(request: HttpRequest, entries: str) -> list[dict[str, Any]]:
    """Those of the pages listed under a dotted name that the reader may open. The current one is that which the page's
    address begins with; where none is, the one that its namespace belongs under."""
    membership = request.membership  # type: ignore[attr-defined]
    links = _links_of(entries, membership.role, membership.organisation.slug, get_language())
    namespace = request.resolver_match.namespace if request.resolver_match else ""
    begun = any(request.path.startswith(link.href) for link in links)
    return [
        {
            "text": link.text,
            "href": link.href,
            "current": request.path.startswith(link.href) if begun else namespace in link.covers,
        }
        for link in links
    ]


@lru_cache(1024)
def _links_of(entries: str, role: str, slug: str, language: str) -> tuple[Link, ...]:
    """The same for everybody of one role in an organisation, and on every page."""
    may = ROLES[Role(role)].permissions
    with override(language):
        return tuple(
            Link(
                str(entry.text),
                reverse(entry.name, args=[slug] if entry.of_organisation else []),
                entry.covers,
            )
            for entry in import_string(entries)
            if entry.permission is None or entry.permission in may
        )
