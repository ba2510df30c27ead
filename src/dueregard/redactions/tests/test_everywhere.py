"""What people typed elsewhere than into a plan: names, answers, addresses, drafts, and what an earlier redaction left."""

import json

import pytest
from django.utils import timezone

from dueregard.access.models import Confirmation, Draft, Post, Readiness, Unit
from dueregard.access.services import drafts
from dueregard.audit.models import Event
from dueregard.audit.services import verify
from dueregard.evidence.models import Document
from dueregard.plans.models import Action
from dueregard.plans.tests.factories import ActionFactory
from dueregard.publications.models import Publication
from dueregard.publications.services import withdraw
from dueregard.publications.tests.factories import prepared, publish
from dueregard.redactions import services
from dueregard.redactions.models import Redaction
from dueregard.redactions.words import Words
from tests.pages import page

NAME = "Josie O'Malley"


@pytest.fixture
def remove(officer, director, council):
    """Remove words, as two people do."""

    def removed(words=NAME, reason="A name"):
        asked = services.ask(council, words=words, reason=reason, by=officer.user)
        services.search_files(asked, by=officer.user)
        return services.confirm(asked, by=director.user)

    return removed


@pytest.mark.parametrize(
    "written",
    [
        "josie_o'malley.docx",
        "Josie-OMalley (2).pdf",
        "letter-of-josie-omalley-2026",
        "https://example.org/?q=Josie%20O'Malley",
        "JOSIE.O\u2019MALLEY@example.org",
    ],
)
def test_words_are_found_in_names_of_files_and_in_addresses(written):
    assert Words(NAME).without(written) != written
    assert b"[redacted]" in Words(NAME).without_in_bytes(written.encode())


@pytest.mark.parametrize("written", ["Josiesome O'Malley", "mojosie-omalleys", "Josie and O'Malley"])
def test_other_words_are_left(written):
    assert Words(NAME).without(written) == written


def test_words_too_short_for_an_address_are_found_as_they_stand_only():
    assert Words("A.B.!").without("cab A.B.! tab") == "cab [redacted] tab"


def test_keys_that_become_the_same_stay_apart():
    assert Words(NAME).without({"Josie O'Malley": 1, "JOSIE O'MALLEY": 2}) == {
        "[redacted]": 1,
        "[redacted] 1": 2,
    }


def test_names_of_posts_and_units_go_and_stay_apart(remove, council, stranger):
    names = ["Josie O'Malley's team", "JOSIE O'Malley's team"]
    units = [Unit.objects.create(organisation=council, name=name) for name in names]
    post = Post.objects.create(organisation=council, title="Carer of Josie O\u2019Malley")
    elsewhere = Unit.objects.create(organisation=stranger.membership.organisation, name=names[0])
    remove()
    assert [Unit.objects.get(pk=unit.pk).name for unit in units] == [
        "[redacted]'s team",
        f"[redacted]'s team {units[1].pk}",
    ]
    post.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (post.title, elsewhere.name) == ("Carer of [redacted]", names[0])


def test_what_an_authority_answered_and_its_details_go(remove, officer, council):
    now = timezone.now()
    answers = dict.fromkeys(("controller", "assessment", "backups", "encryption", "rows"), f"Ask {NAME}")
    Readiness.objects.create(organisation=council, answered_by=officer.user, answered_at=now, **answers)
    Confirmation.objects.create(
        organisation=council, duty="x", confirmed_by=NAME, confirmed_on=now.date(), recorded_by=officer.user
    )
    council.contact_post, council.contact_email = f"Head ({NAME})", "josie.o'malley@fairshire.example"
    council.save()
    remove()
    council.refresh_from_db()
    assert (council.contact_post, council.contact_email) == ("Head ([redacted])", "")
    assert Readiness.objects.get().rows == Readiness.objects.get().controller == "Ask [redacted]"
    assert Confirmation.objects.get().confirmed_by == "[redacted]"


def test_a_file_keeps_its_kind_when_its_name_goes(remove, officer, council):
    content = {
        "file": "evidence/x",
        "sha256": "0" * 64,
        "filename": "Josie_OMalley.docx",
        "title": "Josie OMalley",
    }
    Document.objects.create(organisation=council, added_by=officer.user, **content)
    remove()
    assert Document.objects.get().filename == "[redacted].docx"
    assert page(officer.get("/search/?q=Malley")).main.count("[redacted]") == 0


def test_a_draft_that_waits_goes_whole(remove, officer, reader):
    typed = {"page": "/plan/", "target": "/plan/"}
    drafts.keep(officer.user, typed={"note": [f"{NAME} rang"]}, **typed)
    drafts.keep(officer.user, typed={"note": ["Nobody rang"]}, page="/a/", target="/a/")
    drafts.keep(reader.user, typed={"note": ["x"]}, page="/plan/?q=Josie+O'Malley", target="/plan/")
    assert remove().places == 2
    assert Draft.objects.get().page == "/a/"


def test_an_address_of_a_publication_goes_once_it_is_withdrawn(remove, officer, director, council):
    version = prepared(officer, title="Letter of Josie O'Malley", introduction="Thanks")
    publish(version, by=director.user)
    before = Publication.objects.get().slug
    assert "josie-omalley" in before
    with pytest.raises(Exception, match="Everybody can read these words in version 1"):
        remove()
    Redaction.objects.all().delete()
    withdraw(version, reason="disclosure", by=director.user)
    remove()
    assert Publication.objects.get().slug == before.replace("josie-omalley", "redacted")
    assert not any("malley" in payload.lower() for payload in Event.objects.values_list("payload", flat=True))


def test_the_page_says_where_the_words_stay(officer, governance, council):
    officer.user.name = NAME
    officer.user.save()
    asked = services.ask(council, words=NAME, reason="A name", by=governance.user)
    seen = page(officer.get(f"/redactions/{asked.pk}/")).main
    assert f"user {officer.user.pk}: name" in seen
    assert "stand nowhere" not in seen


@pytest.mark.django_db(transaction=True)
def test_what_an_earlier_redaction_left_goes_too(remove, officer, council, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    action = ActionFactory(plan__organisation=council, text="Josie O'Malley asked Ann Other")
    first = remove(reason="Not for Ann Other to see")
    remove("Ann Other")
    kept = services.remembered()
    assert "Ann Other" not in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    first.refresh_from_db()
    assert first.reason == "Not for [redacted] to see"
    assert not any("Ann Other" in payload for payload in Event.objects.values_list("payload", flat=True))
    assert verify().is_whole
    Redaction.objects.all().delete()
    Action.objects.update(text="Josie O'Malley asked Ann Other")
    assert services.make_again(kept) == (2, [])
    action.refresh_from_db()
    assert action.text == "[redacted] asked [redacted]"
    again = Event.objects.filter(kind=services.AGAIN).first()
    assert json.loads(again.payload)["reason"] == "Not for [redacted] to see"
