"""The questions that every page is asked: strangers find nothing, readers are refused, GET changes nothing."""

import pytest

from dueregard.audit.models import Event
from dueregard.plans import services
from dueregard.plans.models import Change, Import, Update
from dueregard.plans.tests.factories import TABLE, ActionFactory, upload

pytestmark = pytest.mark.django_db

READ = [
    "/plans/{plan}/",
    "/plans/{plan}/objectives/",
    "/plans/{plan}/download/docx/",
    "/plans/{plan}/download/xlsx/",
    "/actions/{action}/",
    "/objectives/{objective}/",
]
CHANGE = [
    "/plans/{plan}/change/",
    "/plans/{plan}/add-action/",
    "/plans/{plan}/add-objective/",
    "/imports/{waiting}/",
    "/imports/{waiting}/correct/action/0/",
    "/imports/{confirmed}/undo/",
    "/actions/{action}/record-update/",
    "/actions/{action}/record-event/",
    "/actions/{action}/reword/",
    "/actions/{action}/redate/",
    "/actions/{action}/close/",
    "/actions/{closed}/reopen/",
    "/objectives/{objective}/reword/",
    "/objectives/{objective}/redate/",
    "/objectives/{objective}/close/",
    "/objectives/{objective}/reopen/",
]
POST_ONLY = ["/imports/{waiting}/discard/"]


@pytest.fixture
def keys(officer, imported, objective):
    text = TABLE + "9,Something else,,Manager,,,,,,\n"
    waiting = services.read_plan(officer.membership.organisation, by=officer.user, upload=upload(text))
    waits = services.add_action(
        imported, by=officer.user, text="Wait", timescale="Within a month of the staff survey"
    )
    return {
        "plan": imported.pk,
        "action": waits.pk,
        "closed": ActionFactory(plan=imported, closed_on="2026-01-01").pk,
        "objective": objective.pk,
        "confirmed": Import.objects.exclude(confirmed_at=None).get().pk,
        "waiting": waiting.pk,
    }


@pytest.mark.parametrize("url", [*READ, *CHANGE, *POST_ONLY])
def test_a_stranger_finds_nothing(stranger, keys, url):
    assert stranger.client.post(url.format(**keys)).status_code == 404
    if url not in POST_ONLY:
        assert stranger.get(url.format(**keys)).status_code == 404


@pytest.mark.parametrize("url", [*CHANGE, *POST_ONLY, "/plans/import/", "/plans/add/"])
def test_a_reader_is_refused(reader, keys, url):
    assert reader.get(url.format(**keys)).status_code == 403
    assert reader.client.post(url.format(**keys)).status_code == 403


@pytest.mark.parametrize("url", READ)
def test_a_reader_reads(reader, keys, url):
    assert reader.get(url.format(**keys)).status_code == 200


@pytest.mark.parametrize("url", [*READ, *CHANGE, "/plans/", "/plans/import/", "/plans/add/", "/actions/"])
def test_looking_changes_nothing(officer, keys, url):
    before = Event.objects.count(), Change.objects.count(), Update.objects.count()
    assert officer.get(url.format(**keys)).status_code == 200
    assert (Event.objects.count(), Change.objects.count(), Update.objects.count()) == before


def test_what_only_posts_do_is_not_done_by_looking(officer, keys):
    assert officer.get("/imports/{waiting}/discard/".format(**keys)).status_code == 405
    assert Import.objects.filter(pk=keys["waiting"]).exists()


@pytest.mark.parametrize(
    "url",
    [
        "/plans/{plan}/download/pdf/",
        "/imports/{waiting}/correct/action/99/",
        "/imports/{waiting}/correct/plan/0/",
        "/imports/{confirmed}/correct/action/0/",
    ],
)
def test_what_is_not_there_is_not_found(officer, keys, url):
    assert officer.get(url.format(**keys)).status_code == 404
