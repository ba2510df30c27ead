"""Log lines as JSON, without personal data."""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

ADDRESS = re.compile(r"\S+@\S+")  # a message that was filled in before it came here
FIGURES = ("page", "method", "status", "milliseconds")


class JsonFormatter(logging.Formatter):
    """A line of JSON. What a message is filled with (paths, addresses, names) is left out, so only its own words are
    written; of an error its kind and where in the code it came from, since its text may quote what somebody entered."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        found: dict[str, Any] = {"at": at, "level": record.levelname, "logger": record.name}
        found["message"] = ADDRESS.sub("(address)", str(record.msg))
        found |= {name: getattr(record, name) for name in FIGURES if hasattr(record, name)}
        if hasattr(record, "request"):
            found["page"] = page_of(record.request)
        if hasattr(record, "status_code"):
            found["status"] = record.status_code
        if record.exc_info and record.exc_info[0]:
            found |= {"error": record.exc_info[0].__name__, "trace": _trace(record.exc_info[2])}
        return json.dumps(found, ensure_ascii=False)


def page_of(request: Any) -> str:
    """The name of the page, never its address: that may hold a key, or whom it is about."""
    match = getattr(request, "resolver_match", None)
    return str(match.view_name or "unnamed") if match else "none"


def _trace(end: Any) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(end)]
