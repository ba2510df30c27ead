import pytest

from dueregard.monitoring import services
from dueregard.monitoring.models import Loading, raw_files
from dueregard.monitoring.reports import files
from dueregard.monitoring.services import background, loading
from equalities.sandbox import run_limited
from tests.in_process import in_this_process


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path, monkeypatch):
    """A data folder of the test's own, and scratch folders: sweeping those of the machine would take other tests'."""
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(raw_files, "MEMORY", tmp_path / "memory")
    raw_files.MEMORY.mkdir()
    return settings.DATA_DIR


@pytest.fixture(autouse=True)
def no_child(monkeypatch):
    monkeypatch.setattr(files, "run_limited", in_this_process)


def loaded_here(pk):
    services.carry_out(Loading.objects.get(pk=pk))


@pytest.fixture(autouse=True)
def no_process(monkeypatch):
    """What is loaded is loaded at once: a process of its own would not see a test's rows."""
    monkeypatch.setattr(background, "start", loaded_here)


@pytest.fixture
def child(no_child, monkeypatch):
    """Files are read in a child, as they are in earnest."""
    monkeypatch.setattr(files, "run_limited", run_limited)


@pytest.fixture
def meanwhile(monkeypatch):
    """Has something happen after the tables are protected and before they are kept: meanwhile(do)."""
    protected = loading.set_tables

    def arrange(do):
        def protect(*rest):
            protected(*rest)
            do()

        monkeypatch.setattr(loading, "set_tables", protect)

    return arrange
