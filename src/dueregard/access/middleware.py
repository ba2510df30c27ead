"""What every request carries: the reader's membership and organisation, and headers that protect the page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from dueregard.access.models import Membership, Organisation, User

Answer = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class MembershipMiddleware:
    """Sets request.membership (None for strangers) and request.organisation. Who belongs to several
    organisations chooses one, and the choice is kept in the session."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        membership = _membership(user, request.session.get("organisation")) if user.is_authenticated else None
        request.membership = membership  # type: ignore[attr-defined]
        request.organisation = membership.organisation if membership else None  # type: ignore[attr-defined]
        return self.get_response(request)


def _membership(user: User, chosen: int | None) -> Membership | None:
    mine = user.memberships.filter(is_active=True).select_related("organisation")
    memberships = list(mine.order_by("organisation__path"))
    return next(
        (one for one in memberships if one.organisation_id == chosen), memberships[0] if memberships else None
    )


class ProtectionMiddleware:
    """A content security policy on every page; nothing a signed-in person sees is kept by caches."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseNotFound()  # PostgreSQL refuses the character that SQLite takes
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


def first_organisation() -> Organisation | None:
    """Whose name stands on pages that strangers see, such as the sign-in page."""
    return Organisation.objects.order_by("path").first()
