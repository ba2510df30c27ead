import importlib
import json

import pytest

from dueregard.monitoring.reports import files
from equalities.sandbox import run_limited


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    """A data folder of the test's own."""
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


def in_this_process(target, *arguments, **_):
    """What run_limited does, without the second that a child takes to start."""
    module, function = target.split(":")
    return json.loads(json.dumps(getattr(importlib.import_module(module), function)(*arguments)))


@pytest.fixture(autouse=True)
def no_child(monkeypatch):
    monkeypatch.setattr(files, "run_limited", in_this_process)


@pytest.fixture
def child(no_child, monkeypatch):
    """Files are read in a child, as they are in earnest."""
    monkeypatch.setattr(files, "run_limited", run_limited)
