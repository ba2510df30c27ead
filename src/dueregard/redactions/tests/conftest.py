"""Files are read in this process, and kept in a folder of the test."""

import pytest

from dueregard.redactions.services import attached
from tests.in_process import in_this_process


@pytest.fixture(autouse=True)
def no_child(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(attached, "run_limited", in_this_process)
