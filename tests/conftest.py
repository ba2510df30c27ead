"""For tests through the command line."""

import json

import pytest

from equalities.disclosure import witnesses
from equalities.disclosure.releases import Release


@pytest.fixture
def witnesses_here(monkeypatch):
    """Witnesses are found in this process, of what the one apart would read: it takes most of a second to start.
    That it knows no true count and may fail is tested in test_tables_proof.py, with the process."""

    def here(release, earlier):
        public = json.loads(json.dumps(release.as_dict()))
        return witnesses.find(Release.from_dict(public), earlier)

    monkeypatch.setattr(witnesses, "_apart", here)
