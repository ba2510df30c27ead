from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from dueregard.access.tests.factories import PostFactory
from dueregard.audit.models import Event
from dueregard.monitoring import reports, services
from dueregard.monitoring.models import Enquiry, Finding
from dueregard.monitoring.tests.factories import census, enquiry, loaded, of, users
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]

LIST = "/monitoring/enquiries/"
SAID = {
    "on_0": "3",
    "on_1": "2",
    "on_2": "2026",
    "source": "Riverside men's group",
    "words": "The opening hours end before we finish work.",
    "consent": "given",
}


def url(found, deed=""):
    return f"{LIST}{found.pk}/{deed}"


def start(dataset):
    return f"/monitoring/datasets/{dataset.pk}/open-enquiry/sex/"


def kinds():
    return list(Event.objects.values_list("kind", flat=True))


@pytest.fixture
def gap(analyst):
    """A dataset in which men use the libraries less than expected."""
    census(*of(analyst))
    return loaded(analyst, users(Female=700, Male=300))


@pytest.fixture
def post(council):
    return PostFactory(organisation=council, title="Head of Libraries")


def test_an_enquiry_leads_to_the_figures_that_are_shown_now(gap, post, lead, analyst):
    lead.post(start(gap), code="2", owner=post.pk)
    where = url(Enquiry.objects.get())
    assert f"/datasets/{gap.pk}/representation/sex/" in page(lead.get(where)).links["The figures"]
    again = services.make_again(gap, by=analyst.user)
    assert f"/datasets/{again.pk}/representation/sex/" in page(lead.get(where)).links["The figures"]
    services.remove(again, by=analyst.user)
    assert "The figures" not in page(lead.get(where)).links


def test_a_gap_is_opened_with_what_the_figures_said(gap, post, lead):
    figures = page(lead.get(f"/monitoring/datasets/{gap.pk}/representation/sex/"))
    assert figures.links["Open an enquiry"] == start(gap)
    assert page(lead.get(start(gap))).all("//label[contains(@for, 'code')]")[0].startswith("Male: 30.0%")
    response = lead.post(start(gap), code="2", owner=post.pk)
    found = Enquiry.objects.get()
    assert response.url == url(found)
    assert (found.group, found.owner, found.is_open) == ("Male", post, True)
    assert found.seen == (
        "30.0% of users of Libraries, 1 April 2024 to 31 March 2025; 48.0% of the people of Fairshire, 21 March "
        "2021. Fewer than expected."
    )
    assert kinds()[-1] == "monitoring.enquiry_opened"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"owner": "1"}, "Choose the group that the enquiry is about."),
        ({"code": "2"}, "Choose the post that looks into it."),
    ],
)
def test_what_is_missing_is_said(typed, sentence, gap, post, lead):
    typed = {name: post.pk if name == "owner" else value for name, value in typed.items()}
    assert page(lead.post(start(gap), **typed)).errors == [sentence]
    assert not Enquiry.objects.exists()


def test_another_bodys_post_cannot_look_into_it(gap, lead, stranger):
    theirs = PostFactory(organisation=stranger.membership.organisation)
    assert len(page(lead.post(start(gap), code="2", owner=theirs.pk)).errors) == 1
    with pytest.raises(ValidationError, match="Choose the post"):
        enquiry(lead, dataset=gap, owner=theirs)


def test_a_group_has_one_open_enquiry(gap, post, lead):
    lead.post(start(gap), code="2", owner=post.pk)
    seen = page(lead.post(start(gap), code="2", owner=post.pk))
    assert seen.errors == ["There is an open enquiry about this group already."]
    again = Enquiry.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_without_posts_the_page_says_whom_to_ask(gap, lead):
    assert "There is no post yet that could look into it." in page(lead.get(start(gap))).main


def test_words_of_a_group_are_added_with_their_source(lead, reader, analyst):
    found = enquiry(analyst)
    assert "Nothing yet." in page(reader.get(url(found))).main
    assert lead.post(url(found, "add-finding/"), **SAID).url == url(found)
    seen = page(reader.get(url(found)))
    assert "The opening hours end before we finish work." in seen.main
    assert "3 February 2026, Riverside men's group. They agreed that it is kept and used." in seen.main
    event = Event.objects.get(kind="monitoring.enquiry_finding_added")
    assert "opening hours" not in event.payload


def test_a_document_or_a_link_is_evidence_too(lead, analyst, reader):
    found = enquiry(analyst)
    lead.post(url(found, "add-finding/"), **SAID, upload=SimpleUploadedFile("survey.pdf", b"%PDF"))
    lead.post(url(found, "add-finding/"), **SAID, link="https://www.example.org/report")
    seen = page(reader.get(url(found)))
    file, link = (finding.document for finding in Finding.objects.all())
    assert seen.links["Download survey.pdf"] == f"/documents/{file.pk}/"
    assert seen.links["https://www.example.org/report"] == link.link


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": ""}, "Write what was said or found."),
        ({"source": ""}, "Say who said it, or where it stands."),
        ({"consent": ""}, "Say whether it may be kept and used."),
        ({"on_0": "31"}, "The day is not a date: enter it as 31 3 2026."),
        ({"on_2": "2099"}, "That day has not come yet."),
        ({"link": "javascript:alert(1)"}, "Enter a whole web address that begins with https://"),
    ],
)
def test_a_finding_says_what_is_wrong(changes, sentence, lead, analyst):
    found = enquiry(analyst)
    assert page(lead.post(url(found, "add-finding/"), **(SAID | changes))).errors == [sentence]
    assert not Finding.objects.exists()


def test_a_file_and_a_link_go_in_separately(lead, analyst):
    upload = SimpleUploadedFile("survey.pdf", b"%PDF")
    answer = lead.post(
        url(enquiry(analyst), "add-finding/"), **SAID, upload=upload, link="https://example.org/a"
    )
    assert "Add a file or a link, not both" in page(answer).errors[0]


def test_of_more_than_expected_another_question_is_asked(lead, analyst):
    fewer = enquiry(analyst)
    many = enquiry(analyst, dataset=fewer.dataset, group="Female")
    assert (fewer.question, many.question) == (
        "Do they need it less, or can they not reach it?",
        "Do they need it more, or does something lead them to it?",
    )
    seen = page(lead.get(url(many, "close/")))
    assert "They need it more" in seen.main
    assert "They cannot reach it" not in seen.main
    assert len(page(lead.post(url(many, "close/"), outcome="reach", why="x")).errors) == 1
    lead.post(url(many, "close/"), outcome="led", why="A referral rule")
    assert "Something leads them to it" in page(lead.get(url(many))).summary["Outcome"]


def test_it_is_closed_with_an_outcome_and_opened_again(lead, analyst, reader):
    found = enquiry(analyst)
    close, reopen = url(found, "close/"), url(found, "reopen/")
    assert len(page(lead.post(close)).errors) == 2
    lead.post(close, outcome="reach", why="Opening hours")
    assert "They cannot reach it" in page(reader.get(url(found))).summary["Outcome"]
    assert page(reader.get(LIST)).main.count("Male") == 0
    assert page(reader.get(LIST, state="closed")).links["Male"] == url(found)
    assert page(lead.post(close, outcome="need", why="x")).errors == [
        "This enquiry is closed: open it again first."
    ]
    assert "closed: open it again" in page(lead.post(url(found, "add-finding/"), **SAID)).errors[0]
    assert page(lead.post(reopen, why="")).errors == ["Say why it is opened again."]
    lead.post(reopen, why="New survey")
    assert Enquiry.objects.get().is_open
    assert page(lead.post(reopen, why="Again")).errors == ["This enquiry is open."]
    assert [step.outcome for step in found.steps.all()] == ["reach", ""]
    assert kinds()[-2:] == ["monitoring.enquiry_closed", "monitoring.enquiry_reopened"]


def test_an_outcome_that_is_none_is_refused(lead, analyst):
    with pytest.raises(ValidationError, match="Choose what the enquiry found"):
        services.close_enquiry(enquiry(analyst), outcome="maybe", why="x", by=lead.user)


def test_it_is_not_opened_again_beside_another(lead, analyst):
    found = enquiry(analyst)
    services.close_enquiry(found, outcome="need", why="x", by=lead.user)
    enquiry(analyst, dataset=found.dataset)
    with pytest.raises(ValidationError, match="an open enquiry about this group"):
        services.reopen_enquiry(found, why="x", by=lead.user)


def test_the_post_can_be_changed(lead, analyst, post):
    found = enquiry(analyst)
    lead.post(url(found, "change-owner/"), owner=post.pk)
    assert Enquiry.objects.get().owner == post
    assert kinds()[-1] == "monitoring.enquiry_given_to"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/actions/12/", "/actions/12/"),
        ("actions/12/", "/actions/12/"),
        ("https://aldermere.example/actions/12/", "/actions/12/"),
        ("", ""),
    ],
)
def test_the_action_that_came_of_it_is_named(typed, kept, lead, analyst, reader):
    found = enquiry(analyst)
    lead.post(url(found, "name-action/"), action_label="Open until eight", action_link=typed)
    assert Enquiry.objects.get().action_link == kept
    assert "Open until eight" in page(reader.get(url(found))).summary["Action in the plan"]


@pytest.mark.parametrize(
    "typed", ["//evil.example/actions/1/", "javascript:x", "https://evil.example/", "/plans/1/"]
)
def test_a_link_elsewhere_is_refused(typed, lead, analyst):
    found = enquiry(analyst)
    seen = page(lead.post(url(found, "name-action/"), action_label="Open", action_link=typed))
    assert seen.errors == ["That is not the address of an action: it holds /actions/ and a number."]
    assert Enquiry.objects.get().action_link == ""


def test_empty_lists_say_what_to_do(reader):
    assert "No enquiry is open." in page(reader.get(LIST)).main
    assert "No enquiry has been closed yet." in page(reader.get(LIST, state="closed")).main


@pytest.mark.parametrize("deed", ["add-finding", "change-owner", "close", "reopen", "name-action"])
def test_readers_may_not_strangers_find_nothing_and_a_look_changes_nothing(
    deed, lead, analyst, reader, stranger
):
    found = enquiry(analyst)
    before = (Enquiry.objects.values().get(), kinds())
    assert reader.post(url(found, f"{deed}/")).status_code == 403
    assert stranger.post(url(found, f"{deed}/")).status_code == 404
    assert lead.get(url(found, f"{deed}/")).status_code == 200
    assert stranger.get(url(found)).status_code == 404
    assert "Male" not in page(stranger.get(LIST)).main
    assert (Enquiry.objects.values().get(), kinds()) == before


def test_the_list_asks_the_database_the_same_however_long_it_is(
    analyst, reader, django_assert_max_num_queries
):
    first = enquiry(analyst)
    with django_assert_max_num_queries(10):
        reader.get(LIST)
    Enquiry.objects.bulk_create(
        Enquiry(
            **{
                name: getattr(first, name)
                for name in ("organisation", "dataset", "owner", "opened_by", "group")
            },
            characteristic="sex",
            code=f"x{number}",
            opened_at=timezone.now() - timedelta(days=1),
        )
        for number in range(100)
    )
    with django_assert_max_num_queries(10):
        assert "101" in page(reader.get(LIST)).main


def test_gaps_come_first_and_withheld_groups_are_none(analyst):
    dataset = loaded(analyst, users(Female=60, Male=40, **{"Prefer not to say": 3}))
    found = reports.gaps(reports.result(dataset, "sex", None))
    assert [gap.group for gap in found] == ["Female", "Male"]
    assert found[0].seen == "60.0% of users of Libraries, 1 April 2024 to 31 March 2025."


def test_what_was_found_is_dated_and_a_day_to_come_is_not(lead, analyst):
    tomorrow = date.today() + timedelta(days=2)  # noqa: DTZ011 (any day to come)
    typed = {"on_0": tomorrow.day, "on_1": tomorrow.month, "on_2": tomorrow.year}
    seen = page(lead.post(url(enquiry(analyst), "add-finding/"), **(SAID | typed)))
    assert seen.errors == ["That day has not come yet."]
