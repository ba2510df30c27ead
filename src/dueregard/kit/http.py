"""Between the request and a form."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import BaseForm
from django.http import HttpRequest

Form = TypeVar("Form", bound=BaseForm)


def bind(form_class: Callable[..., Form], request: HttpRequest, **kwargs: Any) -> Form:
    """The form, filled in after a POST (also an empty one) and blank before it."""
    if request.method == "POST":
        return form_class(request.POST, request.FILES, **kwargs)
    return form_class(**kwargs)
