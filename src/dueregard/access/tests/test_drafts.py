"""A page left open overnight: what was typed is there after signing in again, for whoever typed it and nobody else."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.access.models import Draft
from dueregard.access.services import drafts
from dueregard.plans.models import Update
from dueregard.plans.tests.factories import ActionFactory, PlanFactory
from tests.pages import page

pytestmark = pytest.mark.django_db
PASSWORD = "a long password of nobody"


@pytest.fixture(autouse=True)
def _one_proof(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def action(council):
    return ActionFactory(plan=PlanFactory(organisation=council), text="Fit ramps", ref="1")


@pytest.fixture
def address(action):
    return f"/actions/{action.pk}/record-update/"


def typed_into(person, address, **typed):
    """What a browser sends from a page that this person has opened."""
    (form,) = [form for form in page(person.get(address)).root.forms if "version" in form.fields]
    hidden = {name: value for name, value in form.form_values() if name in ("version", drafts.OPENED_BY)}
    return hidden | typed


def send_too_late(address, sent, came=None):
    """The session has ended: a visitor sends the page."""
    late = Client()
    headers = {"referer": f"http://testserver{came or address}"}
    return late, late.post(address, sent, headers=headers)


def sign_in(client, person, next_page="/"):
    person.user.set_password(PASSWORD)
    person.user.save()
    return client.post("/sign-in/", {"username": person.user.email, "password": PASSWORD, "next": next_page})


def test_an_update_is_there_again_and_is_saved_once(officer, action, address):
    sent = typed_into(officer, address, status="own", own_words="Waits <b>", note="Two of “six”\r\nare done.")
    late, answer = send_too_late(address, sent)
    assert answer.url == f"/sign-in/?next={address}"
    assert "what you typed is there, ready to save" in page(late.get(answer.url)).messages[0]
    assert sign_in(late, officer, address).url == address
    seen = page(late.get(address))
    assert "You were signed out on" in seen.messages[0]
    assert seen.value("status") == "own"
    assert seen.value("own_words") == "Waits <b>"
    assert seen.value("note").split() == ["Two", "of", "“six”", "are", "done."]
    assert not Update.objects.exists()
    (form,) = [form for form in seen.root.forms if "note" in form.fields]
    assert late.post(address, dict(form.form_values())).status_code == 302
    assert Update.objects.get().status == "Waits <b>"
    assert not Draft.objects.exists()
    assert page(late.get(address)).value("note") == ""


def test_somebody_else_who_signs_in_there_does_not_see_it(officer, director, address):
    late, _ = send_too_late(address, typed_into(officer, address, note="Mine alone."))
    sign_in(late, director, address)
    answer = late.get(address)
    assert "Mine alone." not in answer.content.decode()
    assert page(answer).value("note") == ""
    sign_in(late, officer, address)
    assert page(late.get(address)).value("note") == "Mine alone."


def test_who_was_second_is_told_even_after_a_night(officer, director, action, address):
    sent = typed_into(officer, address, note="The officer's.")
    director.post(address, status="Late", note="The director's.")
    late, _ = send_too_late(address, sent)
    sign_in(late, officer, address)
    (form,) = [form for form in page(late.get(address)).root.forms if "note" in form.fields]
    assert (
        page(late.post(address, dict(form.form_values()))).errors[0].startswith("Dee Director changed this")
    )


def test_a_form_for_changes_keeps_ticks_choices_and_emptied_boxes(officer, action):
    address = f"/actions/{action.pk}/reword/"
    sent = typed_into(
        officer, address, text="Fit lifts", ref="", aims=["a_eliminate", "c_foster"], leads="A\r\nB"
    )
    late, _ = send_too_late(address, sent)
    sign_in(late, officer, address)
    seen = page(late.get(address))
    assert (seen.value("text"), seen.value("ref")) == ("Fit lifts", "")
    assert seen.root.xpath("//input[@name='aims'][@checked]/@value") == ["a_eliminate", "c_foster"]
    assert seen.value("leads").split() == ["A", "B"]


def test_a_form_of_another_address_comes_back_on_its_page(officer, council):
    """A page on which a form is sent to an address that shows nothing by itself."""
    address, shown = "/search-nothing/", "/plans/add/"
    draft = drafts.keep(officer.user, page=shown, target=shown, typed={"title": ["Our plan"]})
    other = drafts.keep(officer.user, page="/plans/", target=address, typed={"gone": ["Has no place"]})
    assert (draft.user, other.page) == (officer.user, "/plans/")
    sign_in(officer.client, officer)
    assert page(officer.get(shown)).value("title") == "Our plan"
    assert "Has no place" in page(officer.get("/plans/")).messages[0]


def test_a_stale_token_loses_nothing(officer, address):
    sent = typed_into(officer, address, note="Typed before I signed in again.")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer.user, backend="django.contrib.auth.backends.ModelBackend")
    answer = strict.post(address, sent | {"csrfmiddlewaretoken": "x" * 64})
    assert answer.url == address
    assert page(strict.get(address)).value("note") == "Typed before I signed in again."
    assert not Update.objects.exists()


def test_a_stale_token_of_somebody_else_s_page_shows_nothing(officer, director, address):
    sent = typed_into(officer, address, note="The officer's.")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(director.user, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(address, sent).status_code == 403
    assert page(strict.get(address)).value("note") == ""


@pytest.mark.parametrize("mark", ["", "1", "1:abc:def", "999999", "\0"])
def test_a_mark_that_is_not_ours_keeps_nothing(council, address, mark):
    _, answer = send_too_late(address, {"note": "Anything", drafts.OPENED_BY: mark})
    assert answer.url == f"/sign-in/?next={address}"
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "came",
    ["https://evil.example/x", "http://testserver//evil.example/x", "http://testserver/sign-in/", "::"],
)
def test_nobody_is_led_elsewhere(officer, address, came):
    sent = typed_into(officer, address, note="Text")
    answer = Client().post(address, sent, headers={"referer": came})
    assert answer.url == f"/sign-in/?next={address}"


def test_too_much_is_said_to_be_lost_and_not_kept(officer, address):
    late, answer = send_too_late(address, typed_into(officer, address, note="x" * 600_000))
    assert not Draft.objects.exists()
    assert "could not be kept: go back and copy it" in page(late.get(answer.url)).messages[0]


def test_only_so_many_are_kept_of_one_person(officer, council):
    for number in range(15):
        drafts.keep(officer.user, page="/", target=f"/{number}/", typed={"a": ["b"]})
    assert {each.target for each in Draft.objects.all()} == {f"/{number}/" for number in range(5, 15)}


def test_passwords_are_never_kept(officer, council):
    mark = {drafts.OPENED_BY: drafts.mark_of(officer.user)}
    send_too_late("/password/", mark | {"current": "secret words", "password": PASSWORD})
    assert drafts.keep(officer.user, page="/", target="/", typed={"password": ["x"]}) is None
    assert not Draft.objects.exists()


def test_signing_out_too_late_keeps_nothing(officer):
    _, answer = send_too_late("/sign-out/", {drafts.OPENED_BY: drafts.mark_of(officer.user)})
    assert answer.url.startswith("/sign-in/")
    assert not Draft.objects.exists()


def test_files_do_not_wait(officer, address):
    file = SimpleUploadedFile("report.pdf", b"%PDF")
    send_too_late(address, typed_into(officer, address, note="See the file.", upload=file))
    assert drafts.typed_in(Draft.objects.get())["note"] == ["See the file."]
    assert "upload" not in drafts.typed_in(Draft.objects.get())


def test_rows_about_people_do_not_touch_the_disk_on_the_way(officer, council, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", None)
    mark = {drafts.OPENED_BY: drafts.mark_of(officer.user)}
    file = SimpleUploadedFile("people.csv", b"a,b\n" * 1_000_000)
    _, answer = send_too_late("/monitoring/datasets/upload/", mark | {"population": "staff", "upload": file})
    assert answer.status_code == 302
    assert Draft.objects.count() == 1


def test_it_rests_encrypted_and_goes_after_a_day(officer, address):
    send_too_late(address, typed_into(officer, address, note="Nobody reads this."))
    draft = Draft.objects.get()
    assert b"Nobody reads" not in bytes(draft.sealed)
    Draft.objects.update(kept_at=F("kept_at") - timedelta(days=1, minutes=1))
    assert drafts.waiting(officer.user) is None
    assert drafts.forget_old() == 1


def test_who_has_no_draft_pays_no_query(officer, address):
    with CaptureQueriesContext(connection) as asked:
        officer.get(address)
    assert not [query for query in asked if "access_draft" in query["sql"]]


def test_that_it_is_kept_is_said_once_where_all_cookies_are_gone(officer, address):
    sent = typed_into(officer, address, status="On target", note="Two of six.")
    late = Client(enforce_csrf_checks=True)
    answer = late.post(address, sent, headers={"referer": f"http://testserver{address}"})
    assert answer.url == f"/sign-in/?next={address}"
    assert len(page(late.get(answer.url)).messages) == 1
    assert Draft.objects.count() == 1


def test_which_button_was_pressed_is_not_shown_as_something_typed(officer, address):
    typed = {"step": ["apply"], "mark": ["ad60710b6d836d41"], "gone": ["Has no place"]}
    drafts.keep(officer.user, page="/plans/", target=address, typed=typed)
    session = officer.client.session
    session["drafts_waiting"] = True
    session.save()
    seen = page(officer.get("/plans/")).messages[0]
    assert "Has no place" in seen
    assert "apply" not in seen
    assert "ad60" not in seen
