"""The library says its sentences in the language of the page: by the catalogue of Django's active language."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override, to_locale

from equalities.saying import speaking


class SpeakingMiddleware:
    """Stands after Django's own, which finds out in which language to answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with speaking(catalogue(get_language())):
            return self.get_response(request)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """What is said within it, by the service and by the library, is in this language."""
    with override(language), speaking(catalogue(language)):
        yield


def catalogue(language: str | None) -> Path | None:
    """The compiled catalogue of a language, None where none is shipped."""
    return _catalogue(Path(settings.LOCALE_PATHS[0]), language) if language else None


@cache
def _catalogue(folder: Path, language: str) -> Path | None:
    path = folder / to_locale(language) / "LC_MESSAGES" / "django.mo"
    return path if path.exists() else None
