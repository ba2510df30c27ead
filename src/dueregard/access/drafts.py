"""Drafts are never lost: a page that was open too long is sent, and what was typed is there after signing in again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dueregard.access.models import Draft
from dueregard.access.services import drafts
from dueregard.kit.filling import filled

Answer = Callable[[HttpRequest], HttpResponse]
WAITING = "drafts_waiting"
KEPT = "draft_is_kept"  # on a request, so that it is said once


def mark(request: Any) -> SafeString:
    """Stands beside the token against forgery in every form of somebody who is signed in."""
    return format_html(
        '<input type="hidden" name="{}" value="{}">', drafts.OPENED_BY, drafts.mark_of(request.user)
    )


class DraftMiddleware:
    """Keeps what a visitor sends from a page that somebody opened who was signed in then, and puts it back into the
    page when that person has signed in again. Files are not kept."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        was_visitor = not request.user.is_authenticated
        response = self.get_response(request)
        if was_visitor:
            is_lost = _is_sent_to_sign_in(request, response) and not hasattr(request, KEPT)
            return _kept(request, response) if is_lost else response
        if not request.session.get(WAITING):
            return response
        if request.method == "POST" and response.status_code == 302:
            drafts.saved(request.user, request.get_full_path())
            look_for_drafts(request)
        elif request.method == "GET" and response.status_code == 200 and not response.streaming:
            _put_back(request, response)
        return response


def look_for_drafts(request: Any) -> None:
    """After signing in: only then are pages looked at."""
    request.session[WAITING] = drafts.waiting(request.user) is not None


class SeeOther(HttpResponseRedirect):
    """Where a page that was not taken is shown again; one that was taken is answered with 302."""

    status_code = 303


def open_too_long(request: Any, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """In place of Django's page where the token of a form is not that of the session: somebody has signed in anew in
    another window, or the form came from elsewhere."""
    draft = _keep(request)
    if draft and not request.user.is_authenticated:
        return _to_sign_in(request, draft)
    if draft and draft.user == request.user:
        request.session[WAITING] = True
        return SeeOther(draft.page)
    return render(request, "403_csrf.html", status=403)


def _is_sent_to_sign_in(request: Any, response: HttpResponse) -> bool:
    address = response.headers.get("Location", "")
    return request.method == "POST" and urlsplit(address).path == reverse("access:sign-in")


def _kept(request: Any, response: HttpResponse) -> HttpResponse:
    with suppress(AttributeError):  # unless it was read already
        request.upload_handlers = [NoFiles(request)]
    draft = _keep(request)
    if draft:
        return _to_sign_in(request, draft)
    if drafts.OPENED_BY in request.POST and drafts.without_marks(request.POST):
        messages.warning(
            request,
            _("You were signed out before this was sent, and it could not be kept: go back and copy it."),
        )
    return response


class NoFiles(FileUploadHandler):
    """Files do not wait for anybody: each is let go as it comes."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called: the file was let go."""

    def file_complete(self, file_size: int) -> None:
        """There is none."""


def _to_sign_in(request: Any, draft: Draft) -> HttpResponse:
    setattr(request, KEPT, True)
    messages.info(
        request, _("You were signed out. Sign in again, and what you typed is there, ready to save.")
    )
    return redirect_to_login(draft.page)


def _keep(request: Any) -> Draft | None:
    typed = drafts.without_marks(dict(request.POST.lists()))
    user = drafts.opened_by(request.POST.get(drafts.OPENED_BY, "")) if typed else None
    if user is None:
        return None
    target = request.get_full_path()
    return drafts.keep(user, page=_page_of(request) or target, target=target, typed=typed)


def _page_of(request: Any) -> str:
    """Where it was typed, as the browser says: only ever a page of ours."""
    came = urlsplit(request.META.get("HTTP_REFERER", ""))
    if (
        came.netloc != request.get_host()
        or came.path.startswith("//")
        or came.path == reverse("access:sign-in")
    ):
        return ""
    return f"{came.path}?{came.query}" if came.query else came.path


def _put_back(request: Any, response: HttpResponse) -> None:
    path = request.get_full_path()
    draft = drafts.waiting(request.user, path)
    if draft and response.headers.get("Content-Type", "").startswith("text/html"):

        def notice(left_over: Any) -> str:
            return render_to_string("access/draft.html", {"left_over": left_over, "draft": draft}, request)

        page = filled(response.content.decode(), path, draft.target, drafts.typed_in(draft), notice)
        response.content = page.encode()
