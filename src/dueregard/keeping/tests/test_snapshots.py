"""With two connections to a database on disk, as two processes have."""

import time

import pytest
from django.db import connection, connections

from dueregard.config.settings import database
from dueregard.keeping import snapshots


@pytest.fixture
def pair(transactional_db, monkeypatch, tmp_path):
    """Who copies, and who writes meanwhile."""
    own = connections.create_connection("default")
    other = connections.create_connection("default")
    for each in (own, other):
        if connection.vendor == "sqlite":
            each.settings_dict = {**each.settings_dict, **database(None, tmp_path)}
    monkeypatch.setattr(snapshots, "connection", own)
    run(own, "CREATE TABLE kept (number integer)")
    run(own, "INSERT INTO kept VALUES (1)")
    yield own, other
    run(own, "DROP TABLE kept")
    own.close()
    other.close()
    for each in (own, other):
        if connection.vendor == "postgresql":
            each.close_pool()


def run(on, sql):
    with on.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if sql.startswith("SELECT") else []


@pytest.mark.slow_test
def test_who_copies_sees_one_moment_and_keeps_nobody_waiting(pair):
    own, other = pair
    with snapshots.snapshot():
        assert run(own, "SELECT count(*) FROM kept") == [(1,)]
        began = time.monotonic()
        run(other, "INSERT INTO kept VALUES (2)")
        assert time.monotonic() - began < 5
        assert run(other, "SELECT count(*) FROM kept") == [(2,)]
        assert run(own, "SELECT count(*) FROM kept") == [(1,)]
    assert run(own, "SELECT count(*) FROM kept") == [(2,)]
