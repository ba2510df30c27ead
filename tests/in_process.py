"""Files read in the process of the test: what run_limited does, without the second that a child takes to start."""

import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock


def in_this_process(target: str, *arguments: Any, **_limits: Any) -> Any:
    module, function = target.split(":")
    called = getattr(importlib.import_module(module), function)
    return json.loads(json.dumps(called(*json.loads(json.dumps(arguments)))))


@contextmanager
def no_child() -> Iterator[None]:
    """For a demonstration that a test goes through: what it does with files of its own, it does in a child again."""
    with (
        mock.patch("dueregard.monitoring.reports.files.run_limited", in_this_process),
        mock.patch("dueregard.plans.services.reading.run_limited", in_this_process),
    ):
        yield
