import importlib
import json

import pytest

from dueregard.monitoring.reports import files


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
def no_child(request, monkeypatch):
    """Only tests marked as slow read files in a child."""
    if "slow_test" not in request.keywords:
        monkeypatch.setattr(files, "run_limited", in_this_process)
