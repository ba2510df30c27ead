import pytest

from dueregard.monitoring.reports import files
from equalities.sandbox import run_limited
from tests.in_process import in_this_process


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    """A data folder of the test's own."""
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


@pytest.fixture(autouse=True)
def no_child(monkeypatch):
    monkeypatch.setattr(files, "run_limited", in_this_process)


@pytest.fixture
def child(no_child, monkeypatch):
    """Files are read in a child, as they are in earnest."""
    monkeypatch.setattr(files, "run_limited", run_limited)
