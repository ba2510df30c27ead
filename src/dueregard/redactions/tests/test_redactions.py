import hashlib
import json
import uuid

import pytest
from django.core.exceptions import ValidationError

from dueregard.audit.models import Event
from dueregard.audit.services import head, verify
from dueregard.cli import main
from dueregard.evidence.models import Document
from dueregard.papers import services as papers
from dueregard.plans.models import Action, Original, Template, Update
from dueregard.plans.reports import Filter
from dueregard.plans.services import ChangedMeanwhile, add_action, record_update, reword
from dueregard.plans.tests.factories import TODAY, ActionFactory, ImportFactory, PlanFactory
from dueregard.publications.models import FrozenFile
from dueregard.publications.services import withdraw
from dueregard.publications.tests.factories import prepared, publish
from dueregard.redactions import reports, services
from dueregard.redactions.models import Redaction
from dueregard.redactions.words import Words
from tests.pages import page

NAME = "Josie  O'Malley"


@pytest.fixture
def action(officer, council):
    """An action, an update, a document, a JSON field and an event with a name in them."""
    plan = PlanFactory(organisation=council, outcomes=["Better for josie o'malley too"])
    action = ActionFactory(plan=plan, text="Answer Josie O'Malley\nand others")
    update = {"status": "On target", "note": "Josie\nO'Malley rang.", "link": "https://example.org/a"}
    record_update(action, by=officer.user, version=action.version, on=TODAY, **update)
    return action


@pytest.fixture
def asked(officer, action):
    return services.ask(action.plan.organisation, words=NAME, reason="Name of a complainant", by=officer.user)


def found(organisation, words=NAME):
    return {place.name.split(":")[1].strip() for place in reports.places(Words(words), organisation)}


def test_words_are_found_whatever_their_capitals_and_blanks(action, council):
    assert found(council) == {"words", "note", "outcomes", "sentence as written"}
    assert found(council, "josie o'malley") == found(council)
    assert found(council, "josie") == found(council)
    assert found(council, "Josephine") == set()


@pytest.mark.parametrize(
    "written",
    ["Zoë O’Neill–Smith", "Zoe\u0308 O'Neill-Smith", "ZOË O\u02bcNEILL\u2011SMITH", "Zoë  O`Neill—Smith"],
)
def test_words_are_found_however_a_word_processor_wrote_them(written):
    for asked in ("Zoë O'Neill-Smith", "Zoe\u0308 O’Neill–Smith"):
        words = Words(asked)
        assert words.without(f"Letter of {written}.") == "Letter of [redacted]."
        for content in (written, json.dumps(written)):
            assert b"[redacted]" in words.without_in_bytes(content.encode())
    assert not Words("Zoe O'Neill-Smith").stand_in(written)


def test_nothing_of_another_organisation_is_found(action, stranger):
    assert found(stranger.membership.organisation) == set()


def test_files_that_wait_to_be_checked_go_since_nobody_can_search_them(
    asked, action, director, council, stranger
):
    for organisation in (council, stranger.membership.organisation):
        found = ImportFactory(organisation=organisation)
        Original.objects.create(found=found, content=b"packed")
        plan = PlanFactory(organisation=organisation)
        Template.objects.create(plan=plan, found=found, content=b"packed")
    services.confirm(asked, by=director.user)
    for model in (Original, Template):
        assert model.objects.get().found.organisation == stranger.membership.organisation


def test_two_people_remove_words_and_the_log_stays_whole(asked, action, director, council):
    kept = head()
    page(director.client.post(f"/redactions/{asked.pk}/confirm/", follow=True))
    action.refresh_from_db()
    assert action.text == "Answer [redacted]\nand others"
    assert action.sentence_as_written == "[redacted] rang."
    assert action.plan.__class__.objects.get().outcomes == ["Better for [redacted] too"]
    assert Update.objects.get().note == "[redacted] rang."
    assert found(council) == set()
    asked.refresh_from_db()
    assert (asked.words, asked.places, asked.confirmed_by) == ("", 4, director.user)
    assert verify(kept).is_whole


@pytest.mark.parametrize(
    "where", [{"text": "Ring Josie O'Malley"}, {"measures": ["Josie O'Malley is content"]}]
)
def test_a_page_that_was_open_does_not_save_the_words_again(officer, director, council, where):
    plan, said = PlanFactory(organisation=council), {"text": "Answer"} | where
    action, other = (add_action(plan, by=officer.user, **words) for words in (said, {"text": "Other"}))
    asked = services.ask(council, words=NAME, reason="A name", by=officer.user)
    services.confirm(asked, by=director.user)
    with pytest.raises(ValidationError, match="after you opened the page"):
        reword(action, by=officer.user, version=action.version, **(where | {"aims": ["b_advance"]}))
    assert found(council) == set()
    reword(other, by=officer.user, version=other.version, text="Nothing was removed here")


def test_words_leave_the_log_too(officer, director, council, capsys):
    action = ActionFactory(plan__organisation=council)
    record_update(action, by=officer.user, version=1, status="Asked Josie O'Malley", note="", on=TODAY)
    event = Event.objects.get(kind="plans.update_recorded")
    asked = services.ask(council, words=NAME, reason="A name", by=officer.user)
    services.confirm(asked, by=director.user)
    assert json.loads(Event.objects.get(pk=event.pk).payload)["status"] == "Asked [redacted]"
    assert verify(event.hash).redacted == (event.number,)
    assert main(["audit", "verify"]) == 0
    assert (
        f"words were redacted, by two people each time, from events {event.number}" in capsys.readouterr().out
    )
    assert verify(event.hash).is_whole
    assert not any("Malley" in payload for payload in Event.objects.values_list("payload", flat=True))


def test_who_asks_does_not_confirm(asked, officer):
    seen = page(officer.client.post(f"/redactions/{asked.pk}/confirm/", follow=True))
    assert seen.messages == ["You asked for this, so somebody else confirms it."]
    assert "Remove them for good" not in seen.main
    assert Action.objects.get().text.startswith("Answer Josie")


def test_it_is_confirmed_once(asked, director):
    services.confirm(asked, by=director.user)
    with pytest.raises(ValidationError, match="settled already"):
        services.confirm(asked, by=director.user)
    with pytest.raises(ValidationError, match="settled already"):
        services.cancel(asked, by=director.user)


def test_a_cancelled_request_removes_nothing_and_forgets_the_words(asked, governance):
    governance.post(f"/redactions/{asked.pk}/cancel/")
    asked.refresh_from_db()
    assert (asked.words, asked.cancelled_by) == ("", governance.user)
    assert Action.objects.get().text.startswith("Answer Josie")


@pytest.mark.parametrize(
    ("words", "reason", "sentence"),
    [
        ("Al", "A name", "Enter at least 4 characters: fewer would be found everywhere."),
        (NAME, "josie o'malley asked", "The reason stays for ever: write it without the words to remove."),
        ("", "A name", "Enter the words to remove."),
        (NAME, "", "Enter the reason."),
    ],
)
def test_a_request_is_refused_with_a_sentence(officer, words, reason, sentence):
    assert sentence in page(officer.post("/redactions/ask/", words=words, reason=reason)).errors
    assert not Redaction.objects.exists()


def test_the_page_shows_each_place_before_anything_is_removed(officer, governance, action):
    response = officer.post("/redactions/ask/", words=NAME, reason="A name")
    seen = page(governance.get(response.url))
    rows = seen.table("4 places")
    assert {row["What stands there"] for row in rows} >= {
        "Josie O'Malley rang.",
        "Answer Josie O'Malley and others",
    }
    assert "Remove them for good" in seen.main
    assert "Remove them for good" not in page(officer.get(response.url)).main


def test_another_organisations_request_is_not_there(asked, stranger):
    assert stranger.get(f"/redactions/{asked.pk}/").status_code == 404
    assert stranger.post(f"/redactions/{asked.pk}/confirm/").status_code == 404
    assert "Name of a complainant" not in page(stranger.get("/redactions/")).main


def test_a_published_page_is_withdrawn_first_and_then_blanked(officer, director, council):
    version = prepared(officer, introduction="Thanks to Josie O'Malley")
    publish(version, by=director.user)
    asked = services.ask(council, words=NAME, reason="A name", by=officer.user)
    seen = page(director.client.post(f"/redactions/{asked.pk}/confirm/", follow=True))
    assert "Everybody can read these words in version 1 of Annual equality report" in seen.messages[0]
    withdraw(version, reason="disclosure", by=director.user)
    before = dict(FrozenFile.objects.values_list("name", "sha256"))
    services.confirm(asked, by=director.user)
    assert not any(b"Malley" in bytes(file.content) for file in FrozenFile.objects.all())
    assert dict(FrozenFile.objects.values_list("name", "sha256")) == before  # as it went out


@pytest.mark.parametrize(
    "written", ["O'M & é", "O&#39;M &amp; é", "o&#x27;m\n&amp; \\u00e9", "O'M &amp; &#233;"]
)
def test_words_are_found_in_a_file_however_it_writes_them(written):
    content = f"Thanks to {written}.".encode()
    assert Words("O'M & é").without_in_bytes(content) == b"Thanks to [redacted]."


def test_words_go_from_a_paper_in_every_format(officer, director, asked, council, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    chosen = {"by": officer.user, "title": "Progress"}
    holding = papers.prepare(council, Action.objects.all(), Filter(), **chosen)
    ActionFactory(plan=Action.objects.get().plan, ref="2", text="Open the door")
    other = papers.prepare(council, Action.objects.filter(ref="2"), Filter(), **chosen)
    papers.issue(holding, by=officer.user)
    before = {file.name: bytes(file.content) for file in other.files.all()}
    services.confirm(asked, by=director.user)
    web, word, pdf = (
        officer.get(f"/papers/{holding.pk}/paper.{kind}").content for kind in ("html", "docx", "pdf")
    )
    assert b"Malley" not in web
    assert b"[redacted]" in web
    assert word == pdf == b"[redacted]"
    assert {file.name: bytes(file.content) for file in other.files.all()} == before
    gone = [row["Format"] for row in page(officer.get(f"/papers/{holding.pk}/")).table("Files")]
    assert gone[0] == "Web page"
    assert gone[1] == "Word document: gone, since words were removed for good"


def test_what_is_only_in_a_paper_is_shown_first_and_can_be_removed(officer, director, council):
    written = ActionFactory(plan=PlanFactory(organisation=council), text="Answer Josie O'Malley")
    paper = papers.prepare(council, Action.objects.all(), Filter(), by=officer.user, title="Progress")
    Action.objects.filter(pk=written.pk).update(text="Answer", sentence_as_written="")
    waits = services.ask(council, words=NAME, reason="A name", by=officer.user)
    shown = page(director.client.get(f"/redactions/{waits.pk}/"))
    assert "whole, and from the files of a withdrawn version: Progress" in shown.main
    assert shown.root.xpath(f"//form[@action='/redactions/{waits.pk}/confirm/']")
    services.confirm(waits, by=director.user)
    assert b"Malley" not in bytes(paper.files.get(content_type="text/html").content)


@pytest.mark.django_db(transaction=True)
def test_a_paper_of_an_older_backup_goes_too(officer, director, asked, council, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    paper = papers.prepare(council, Action.objects.all(), Filter(), by=officer.user, title="Progress")
    as_made = list(paper.files.values_list("pk", "content", "content_type"))
    services.confirm(asked, by=director.user)
    Redaction.objects.all().delete()
    for pk, content, kind in as_made:
        type(paper.files.get(pk=pk))._base_manager.filter(pk=pk).update(content=content, content_type=kind)
    services.make_again(services.remembered())
    assert {bytes(file.content) for file in paper.files.all()} == {b"[redacted]"}


def test_a_title_of_a_document_goes_and_the_document_stays(officer, director, council, action):
    Document.objects.filter().update(title="Letter of Josie O'Malley")
    asked = services.ask(council, words=NAME, reason="A name", by=officer.user)
    services.confirm(asked, by=director.user)
    assert Document.objects.get().title == "Letter of [redacted]"


@pytest.mark.django_db(transaction=True)
def test_a_copy_restored_from_an_older_backup_has_the_words_removed_again(
    officer, director, council, action, settings, tmp_path, capsys
):
    settings.DATA_DIR = tmp_path
    older = [(row, row.text) for row in Action.objects.all()]
    event = Event.objects.get(kind="plans.update_recorded")
    asked = services.ask(council, words=NAME, reason="A name", by=officer.user)
    services.confirm(asked, by=director.user)
    kept = services.remembered()
    assert "Malley" not in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    Redaction.objects.all().delete()  # as a copy of the day before would be: no redaction, and the old words
    for row, text in older:
        Action.objects.filter(pk=row.pk).update(text=text)
    Update._base_manager.update(note="Something else")
    template = Template.objects.create(plan=action.plan, found=ImportFactory(), content=b"packed")
    Template.objects.filter(pk=template.pk).update(kept_at=event.at)
    again, doubtful = services.make_again(kept)
    assert (again, len(doubtful)) == (1, 1)
    assert not Template.objects.exists()
    assert "note" in doubtful[0]
    assert Action.objects.get().text == "Answer [redacted]\nand others"
    assert verify(event.hash).is_whole
    assert services.make_again(kept) == (0, [])
    assert main(["redactions", "make-again", str(kept)]) == 0
    assert capsys.readouterr().out == "made again 0\n"
    assert main(["audit", "verify"]) == 0
    assert "words were redacted, by two people each time, from events" not in capsys.readouterr().out
    assert main(["redactions", "make-again", str(tmp_path / "nowhere")]) == 2
    assert "name the redactions.jsonl" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_a_request_that_waited_when_the_backup_was_made_does_not_keep_the_words(asked, director, council):
    waiting = vars(Redaction.objects.get()).copy()
    services.confirm(asked, by=director.user)
    changed = {name: waiting[name] for name in ("words", "confirmed_by_id", "settled_at", "places")}
    Redaction.objects.update(**changed)  # as in a copy of the hour before
    other = services.ask(council, words="Ann Other", reason="Another name", by=director.user)
    assert services.make_again(services.remembered())[0] == 1
    assert Redaction.objects.get() == other


@pytest.mark.django_db(transaction=True)
def test_what_was_remembered_cannot_be_guessed_at_without_the_key(
    officer, director, council, settings, tmp_path
):
    action = ActionFactory(plan__organisation=council, text=NAME)
    asked = services.ask(council, words=NAME, reason="A name", by=officer.user)
    services.confirm(asked, by=director.user)
    line = json.loads(services.remembered().read_text())
    digests = {row["before"] for row in line["rows"]}
    guesses = {hashlib.sha256(form(NAME).encode()).hexdigest() for form in (repr, str)}
    assert digests
    assert not digests & guesses
    Redaction.objects.all().delete()
    Action.objects.update(text=NAME)
    settings.SECRET_KEY = "another"
    assert f"action {action.pk}: words" in services.make_again(services.remembered())[1]


@pytest.mark.django_db(transaction=True)
def test_what_an_earlier_version_remembered_is_removed_again(council, tmp_path):
    action = ActionFactory(plan__organisation=council, text=NAME)
    before = hashlib.sha256(repr(NAME).encode()).hexdigest()
    row = {
        "model": "plans.Action",
        "key": action.pk,
        "field": "text",
        "before": before,
        "after": "[redacted]",
    }
    name = {
        "name": str(uuid.uuid4()),
        "at": "2026-05-01T10:00:00Z",
        "reason": "A name",
        "asked_by": 1,
        "places": 1,
    }
    older = tmp_path / "older.jsonl"
    older.write_text(json.dumps({**name, "rows": [row], "events": {}, "files": []}))
    assert services.make_again(older) == (1, [])
    assert Action.objects.get().text == "[redacted]"


@pytest.mark.django_db(transaction=True)
def test_who_saves_a_page_that_was_opened_before_is_told_of_nobody(asked, action, officer, director):
    opened = action.version
    services.confirm(asked, by=director.user)
    action.refresh_from_db()
    with pytest.raises(ChangedMeanwhile) as error:
        record_update(action, by=officer.user, version=opened, status="", note="Rang back", on=TODAY)
    assert error.value.messages[0].startswith("Somebody changed this after you opened the page.")
