"""Files read in the process of the test: what run_limited does, without the second that a child takes to start."""

import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock


def in_this_process(target, *arguments, **_):
    module, function = target.split(":")
    return json.loads(json.dumps(getattr(importlib.import_module(module), function)(*arguments)))


@contextmanager
def no_child() -> Iterator[None]:
    """For a demonstration that a test goes through: what it does with files of its own, it does in a child again."""
    with (
        mock.patch("dueregard.monitoring.reports.files.run_limited", in_this_process),
        mock.patch("dueregard.plans.services.reading.run_limited", in_this_process),
    ):
        yield
