from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from dueregard.audit.models import Event
from dueregard.audit.services import Process, record
from dueregard.keeping import reports
from tests.pages import page

pytestmark = pytest.mark.django_db


@transaction.atomic
def recorded(kind, **figures):
    return record(kind, by=Process("x"), **figures)


def test_who_never_made_one_is_told(officer):
    seen = page(officer.get("/backups/"))
    assert seen.h1 == "Backups"
    assert seen.summary["Last backup"] == "Never"
    assert seen.summary["Last restore drill that passed"] == "Never"
    assert "Ask whoever runs the service for a restore drill." in seen.main


def test_the_last_of_each_is_shown(director, settings):
    settings.BACKUP_DAYS = 14
    recorded("keeping.backup_made", rows=1, files=1)
    recorded("keeping.backup_made", rows=12345, files=2)
    recorded("keeping.drill_passed", rows=12344, files=1, seconds=4.5)
    seen = page(director.get("/backups/"))
    assert seen.summary["Last backup"].endswith(": 12,345 rows and 2 files")
    assert (
        "12,344 rows and 1 files, equal to the original, in 4.5 seconds"
        in seen.summary["Last restore drill that passed"]
    )
    assert seen.summary["How long a backup is kept"] == "14 days"
    assert "Ask whoever" not in seen.main


def test_a_drill_is_due_after_a_quarter(officer):
    event = recorded("keeping.drill_passed", rows=1, files=1, seconds=1)
    Event._base_manager.filter(pk=event.pk)._raw_delete("default")
    event.at = (timezone.now() - timedelta(days=93)).isoformat()
    event.save(force_insert=True)
    assert reports.copies(timezone.now()).is_drill_due
    assert "more than a quarter ago" in page(officer.get("/backups/")).main
    assert not reports.copies(timezone.now() - timedelta(days=2)).is_drill_due


def test_a_reader_is_refused_and_finds_no_link(reader, officer):
    assert reader.get("/backups/").status_code == 403
    assert b"/backups/" not in reader.get("/plans/").content
    assert b"/backups/" in officer.get("/plans/").content
