"""A service with something in it, and how it is emptied to be filled again."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from dueregard.access.models import Organisation
from dueregard.access.services import make_calendar_key
from dueregard.access.tests.factories import OrganisationFactory
from dueregard.keeping import contents, rows
from dueregard.monitoring.reports import files as monitoring_files
from dueregard.monitoring.tests.factories import loaded, receive
from dueregard.plans.services import record_update
from dueregard.plans.tests.factories import ActionFactory, complete
from dueregard.publications.tests.factories import published
from tests.in_process import in_this_process

PASSPHRASE = "correct horse battery"


@pytest.fixture
def folder(settings, tmp_path):
    """Where the service keeps its data for the length of a test."""
    return use(settings, tmp_path / "data")


def use(settings, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "files"
    return folder


@pytest.fixture
def no_child(monkeypatch):
    monkeypatch.setattr(monitoring_files, "run_limited", in_this_process)


@pytest.fixture
def demonstration(transactional_db, folder):
    call_command("load_demonstration", verbosity=0)


@pytest.fixture
def filled(transactional_db, folder, no_child, officer, director, reader):
    """A plan, an update with evidence, a dataset with counts and one whose upload waits, something published, and an
    organisation under the first."""
    top = officer.membership.organisation
    school = OrganisationFactory(name="A school", slug="school", parent=top)
    Organisation.objects.filter(pk=school.pk).update(path=f"{top.path}{school.pk}/")
    action = complete(ActionFactory(plan__organisation=top, fields={"Ref": "1", "Action": "x", "By": "May"}))
    ActionFactory(plan__organisation=school)
    upload = SimpleUploadedFile("a photo.jpg", b"\xff\xd8 a picture")
    said = {"status": "On target", "note": "“Done”\n=1+1\u2028", "on": timezone.localdate()}
    record_update(action, by=officer.user, version=action.version, upload=upload, **said)
    make_calendar_key(officer.membership, by=officer.user)
    loaded(officer)
    receive(officer, starts_on=date(2023, 4, 1), ends_on=date(2024, 3, 31))
    published(officer, director)
    return top


def empty(settings, folder: Path) -> Path:
    """The same database with nothing in it, and another folder."""
    call_command("flush", verbosity=0, interactive=False)
    return use(settings, folder)


def everything():
    """What the service holds, by model."""
    return {model._meta.label: list(rows.lines(model._base_manager.all())) for model in rows.kept_models()}


def files():
    return {
        name: contents.path_of(f"files/{name}").read_bytes()
        for model in rows.kept_models()
        for name in contents.file_names(model)
    }
