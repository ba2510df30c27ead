"""Files to take away."""

import re
from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

UNSAFE = re.compile(r"[^\w .()+,-]+")


def attachment(filename: str, content_type: str, content: bytes | Iterable[bytes]) -> HttpResponseBase:
    """A download under a name that every file system takes; an iterable is sent as it is made."""
    response: HttpResponse | StreamingHttpResponse
    if isinstance(content, bytes):
        response = HttpResponse(content, content_type=content_type)
    else:
        response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=safe_name(filename)
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def safe_name(filename: str) -> str:
    """Letters of any language, digits and plain marks; never a path, never hidden, at most 100 characters."""
    stem, dot, extension = UNSAFE.sub("-", filename).strip(" .-").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    return f"{stem.strip(' .-')[:90] or 'download'}{dot}{extension[:9]}"
