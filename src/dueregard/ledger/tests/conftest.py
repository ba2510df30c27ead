"""Files are read in this process, and a dataset of library users by ethnic group is loaded."""

import pytest

from dueregard.ledger.reports import reading
from dueregard.monitoring.reports import files
from dueregard.monitoring.tests.factories import ETHNICITY, loaded
from tests.in_process import in_this_process

PEOPLE = {
    "White British": 500,
    "White Irish": 3,
    "White Roma": 40,
    "Indian": 90,
    "Pakistani": 60,
    "Chinese": 30,
}


@pytest.fixture(autouse=True)
def no_child(monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    for module in (files, reading):
        monkeypatch.setattr(module, "run_limited", in_this_process)


@pytest.fixture
def dataset(analyst):
    lines = [name for name, count in PEOPLE.items() for _ in range(count)]
    return loaded(analyst, "\n".join(["Ethnic group", *lines]).encode(), columns=(ETHNICITY,))
