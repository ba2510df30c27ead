"""Nobody sends forms or takes files faster than people do."""

import time
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]
SECONDS = 60


class AddressMiddleware:
    """Behind `settings.PROXIES` proxies of our own, the address of whoever asks is what the outermost of them saw:
    anything before it in the header is what somebody wrote there."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if 0 < settings.PROXIES <= len(passed) and (seen := _address(passed[-settings.PROXIES])):
            request.META["REMOTE_ADDR"] = seen
        return self.get_response(request)


def _address(written: str) -> str:
    try:
        return str(ip_address(written.strip()))
    except ValueError:
        return ""


class LimitMiddleware:
    """At most so many forms sent and files taken in a minute: by one person, or from one address by visitors. What is
    over the limit is answered with 429 and changes nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and is_over(
            "form" if request.user.is_authenticated else "visit", request
        ):
            return wait(request)
        response = self.get_response(request)
        if response.headers.get("Content-Disposition", "").startswith("attachment") and is_over(
            "file", request
        ):
            return wait(request)
        return response


def is_over(what: str, request: Any) -> bool:
    """Count one more of `what` ("form", "visit" or "file"); whether it is one too many in this minute."""
    who = f"user{request.user.pk}" if request.user.is_authenticated else request.META.get("REMOTE_ADDR", "")
    key = f"limit:{what}:{who}:{int(time.time() // SECONDS)}"
    cache.add(key, 0, timeout=2 * SECONDS)
    return bool(cache.incr(key) > settings.LIMITS[what])


def wait(request: Any) -> HttpResponse:
    response = render(request, "access/too_fast.html", status=429)
    response["Retry-After"] = str(SECONDS)
    return response
