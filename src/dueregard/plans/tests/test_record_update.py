import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.access.models import Organisation
from dueregard.audit.models import Event
from dueregard.evidence.models import Document
from dueregard.plans import services
from dueregard.plans.models import Update
from dueregard.plans.tests.factories import TODAY, ActionFactory
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(plan):
    return f"/actions/{ActionFactory(plan=plan, text='Do it').pk}/record-update/"


def test_an_update_is_recorded(director, url):
    response = director.post(url, status="On target", note="It goes well.")
    made = Update.objects.get()
    assert response.url == url.removesuffix("record-update/")
    assert (made.status, made.note, made.made_on, made.made_by) == (
        "On target",
        "It goes well.",
        TODAY,
        director.user,
    )
    assert Event.objects.latest("number").kind == "plans.update_recorded"
    assert page(director.get(response.url)).messages == ["Update recorded"]


def test_the_status_may_be_in_words_of_its_own(officer, url):
    officer.post(url, status="own", own_words="Four of six open")
    assert Update.objects.get().status == "Four of six open"


def test_words_of_their_own_are_the_status_though_no_answer_is_chosen(officer, url):
    officer.post(url, own_words="Four of six open")
    assert Update.objects.get().status == "Four of six open"


def test_evidence_goes_with_it(officer, url):
    file = SimpleUploadedFile("report.pdf", b"%PDF")
    officer.post(url, note="See the report.", upload=file, link="www.example.org/report")
    titles = {document.title for document in Update.objects.get().evidence.all()}
    assert titles == {"report.pdf", "https://www.example.org/report"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Say how it is going, or write a note."),
        ({"status": "own"}, "Write the status in your own words."),
        ({"status": "Late", "link": "not an address"}, "Enter a whole web address that begins with https://"),
        (
            {"status": "Late", "upload": SimpleUploadedFile("run.exe", b"MZ")},
            "Files that end in .exe are not taken: save it as one of",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(officer, url, typed, sentence):
    seen = page(officer.post(url, **typed))
    assert len(seen.errors) == 1
    assert seen.errors[0].startswith(sentence)
    assert not Update.objects.exists()
    assert not Document.objects.exists()


def test_a_lead_of_something_else_is_refused(lead, url):
    refusal = lead.get(url)
    assert refusal.status_code == 403
    assert "You can record updates on actions that your post leads." in refusal.content.decode()
    assert lead.post(url, status="On target").status_code == 403
    assert not Update.objects.exists()


def test_who_comes_second_is_told_and_loses_nothing(officer, director, url):
    version = page(officer.get(url)).value("version")
    director.post(url, status="Late", note="The director's note.")
    seen = page(officer.post(url, version=version, status="On target", note="The officer's note."))
    assert seen.errors[0].startswith("Dee Director changed this at ")
    assert seen.summary["The lead says"] == "Late: The director's note."
    assert seen.value("note") == "The officer's note."
    again = seen.value("version")
    officer.post(url, version=again, status="On target", note=seen.value("note"))
    assert [update.note for update in Update.objects.all()] == ["The officer's note.", "The director's note."]


def test_a_version_that_is_no_number_is_an_old_one(officer, url):
    assert (
        page(officer.post(url, version="x", status="Late"))
        .errors[0]
        .startswith("Somebody changed this after")
    )


def test_a_demonstration_asks_only_where_there_is_a_file(officer, url):
    Organisation.objects.update(is_live=False)
    file = SimpleUploadedFile("report.pdf", b"%PDF")
    seen = page(officer.post(url, status="Late", upload=file))
    assert seen.errors == ["Say whether it is about real people."]
    officer.post(url, status="Late")
    assert Update.objects.get().status == "Late"


def test_a_closed_action_says_so_before_anything_is_typed(officer, director, plan):
    url = f"/actions/{ActionFactory(plan=plan, text='Do it', closed_on=TODAY).pk}/record-update/"
    seen = page(officer.get(url))
    assert seen.h1 == "This action is closed"
    assert not seen.root.xpath("//textarea")
    assert "The equality officer can open it again." in page(director.get(url)).main


def test_what_was_typed_stays_when_the_action_was_merged_into_another_meanwhile(officer, director, plan):
    goes, stays = ActionFactory(plan=plan, text="Do it"), ActionFactory(plan=plan, text="Do it all")
    url = f"/actions/{goes.pk}/record-update/"
    opened = page(officer.get(url))
    services.merge(
        stays, goes, by=director.user, version=1, text="Do it all", adds_up=False, reason="The same"
    )
    sent = {"entry": opened.value("entry"), "version": opened.value("version")}
    seen = page(officer.post(url, status="On target", note="Half of it", **sent))
    assert seen.errors[0].startswith(f"{director.user.name} changed this at")
    assert (seen.value("note"), Update.objects.count()) == ("Half of it", 0)
    sent = {"entry": seen.value("entry"), "version": seen.value("version")}
    officer.post(url, status="On target", note="Half of it", **sent)
    made = Update.objects.get()
    assert (made.action, made.note) == (stays, "Half of it")
