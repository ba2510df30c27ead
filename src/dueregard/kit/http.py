"""Between the request and what it says."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import BaseForm
from django.http import HttpRequest

Form = TypeVar("Form", bound=BaseForm)
MOST_DIGITS = 18  # the largest that every database holds as a key has 19


def bind(form_class: Callable[..., Form], request: HttpRequest, **kwargs: Any) -> Form:
    """The form, filled in after a POST (also an empty one) and blank before it."""
    if request.method == "POST":
        return form_class(request.POST, request.FILES, **kwargs)
    return form_class(**kwargs)


def whole_number(text: str) -> int | None:
    """A key or a version as an address or a form says it; None for any other words, and for a number that no database
    could hold: one of thousands of digits is even refused by Python."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None
