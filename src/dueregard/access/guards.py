"""How a page says who it is for. The test that walks every URL reads `access` from the view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from dueregard.access import second_factor
from dueregard.access.permissions import Permission

View = Callable[..., Any]


def requires(permission: Permission) -> Callable[[View], View]:
    """The page is for those of the organisation who hold `permission`: colleagues get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.membership is None or not request.membership.may(permission):
                raise PermissionDenied
            if second_factor.is_missing(request):
                return redirect("access:second-factors")
            return view(request, *args, **kwargs)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """The page is for anyone who has signed in, whatever their role."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if second_factor.is_missing(request):
            return redirect("access:second-factors")
        return view(request, *args, **kwargs)

    guarded.access = "signed_in"  # type: ignore[attr-defined]
    return guarded


def half_signed_in(view: View) -> View:
    """The page is for anyone who has signed in, with the second proof still to come."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.access = "signed_in"  # type: ignore[attr-defined]
    return guarded


def public(view: View) -> View:
    """The page is for everyone."""
    view.access = "public"  # type: ignore[attr-defined]
    return view
