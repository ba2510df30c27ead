"""What every page's shell reads."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from dueregard.access.middleware import first_organisation


def page(request: HttpRequest) -> dict[str, Any]:
    membership = getattr(request, "membership", None)
    organisation = membership.organisation if membership else first_organisation()
    return {
        "organisation": organisation,
        "membership": membership,
        "signed_in": membership is not None,
        "demonstration": settings.DEMO,
        "service_name": settings.SERVICE_NAME,
        "sign_out_url": reverse("access:sign-out"),
        "navigation": _navigation(request) if membership else [],
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    entries = []
    for text, name, permission in import_string(settings.NAVIGATION):
        if permission is None or request.membership.may(permission):  # type: ignore[attr-defined]
            href = reverse(name)
            entries.append({"text": str(text), "href": href, "current": request.path.startswith(href)})
    return entries
