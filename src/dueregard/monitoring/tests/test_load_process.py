"""The process that loads, as it is in earnest: killed, told to stop, and left to end."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from dueregard.monitoring.models.raw_files import PREFIX

pytestmark = pytest.mark.slow_test

PREPARE = """
from datetime import date
import django
django.setup()
from django.core.files.base import ContentFile
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from dueregard.access.tests.factories import OrganisationFactory, UserFactory
from dueregard.monitoring import services
from dueregard.monitoring.models import Loading, MappedColumn, Row
organisation, user = OrganisationFactory(), UserFactory()
rows = "\\n".join(["Card,Sex", *(f"C{n},{'FM'[n % 2]}" for n in range(20_000))])
dataset = services.receive_file(
    organisation, upload=ContentFile(rows.encode(), name="users.csv"), title="Users", service="Libraries",
    starts_on=date(2024, 4, 1), ends_on=date(2025, 3, 31), row=Row.PERSON, purpose="To see.", by=user,
)
services.map_columns(dataset, columns=[MappedColumn("Sex", "sex", "sex_census2021")], reference="Card", by=user)
Loading.objects.create(dataset=dataset, asked_by=user, asked_at=timezone.now(), seen_at=timezone.now())
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The environment of an installation of its own, with a dataset that somebody asked to be loaded."""
    folder = tmp_path_factory.mktemp("service")
    settings = {"SECRET_KEY": "only for tests", "DATA_DIR": str(folder), "DATABASE_URL": ""}
    settings |= {"DJANGO_SETTINGS_MODULE": "dueregard.config.settings", "TMPDIR": str(folder)}
    path = {"PYTHONPATH": ":".join(filter(None, sys.path))}
    found = os.environ | settings | path
    subprocess.run([sys.executable, "-c", PREPARE], env=found, check=True, timeout=120)
    return found


def one(service, sql):
    """What the database says, from beside the process."""
    with closing(sqlite3.connect(f"{service['DATA_DIR']}/dueregard.sqlite3", timeout=20)) as database:
        found = database.execute(sql).fetchone()
        database.commit()
        return found and found[0]


def started(service):
    """A process of which something is under way."""
    one(service, "UPDATE monitoring_loading SET step = 'wait'")
    command = [sys.executable, "-m", "dueregard", "manage", "load_dataset", "1"]
    process = subprocess.Popen(command, env=service, start_new_session=True)
    until = time.monotonic() + 60
    while one(service, "SELECT step FROM monitoring_loading") == "wait" and time.monotonic() < until:
        time.sleep(0.02)
    assert process.poll() is None
    return process


def is_as_it_was(service):
    tables = ("monitoring_keptrows", "monitoring_rawfile", "monitoring_dataset WHERE loaded_at IS NOT NULL")
    return [one(service, f"SELECT count(*) FROM {table}") for table in tables] == [0, 1, 0]


def test_killed_or_told_to_stop_it_leaves_nothing_and_can_be_done_again(service, tmp_path_factory):
    process = started(service)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    assert is_as_it_was(service)

    process = started(service)
    process.terminate()
    assert process.wait(30) == 0
    assert is_as_it_was(service)

    process = started(service)
    assert process.wait(60) == 0
    assert one(service, "SELECT made_id FROM monitoring_loading") == 1
    assert one(service, "SELECT number FROM monitoring_keptrows") == 20_000
    assert one(service, "SELECT count(*) FROM monitoring_rawfile") == 0
    assert not list(tmp_path_factory.getbasetemp().glob(f"service*/tmp/{PREFIX}*"))
