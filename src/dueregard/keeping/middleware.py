"""Counts and logs what is answered."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dueregard.keeping.logs import page_of
from dueregard.keeping.metrics import Answers

log = logging.getLogger("dueregard.answers")
METHODS = ("GET", "HEAD", "POST")


class AnswersMiddleware:
    """First of all, so that it sees whatever the others answer. `request.answers` is for the page of metrics."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.answers = Answers()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.answers = self.answers  # type: ignore[attr-defined]
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        method = request.method if request.method in METHODS else "other"
        page, status = page_of(request), response.status_code
        self.answers.add(page, method, status, seconds)
        figures = {"page": page, "method": method, "status": status, "milliseconds": round(seconds * 1000)}
        log.info("answered", extra=figures)
        return response
