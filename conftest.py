"""Fixtures for every test."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("DUEREGARD_SHARED", Path(__file__).parent.parent / "shared"))


@pytest.fixture
def shared() -> Path:
    """The folder of real test data, which is not ours to ship."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder of real test data named by DUEREGARD_SHARED")
    return SHARED
