import pytest
from django.core.exceptions import ValidationError

from dueregard.access import services
from dueregard.access.models import Organisation, Readiness
from dueregard.access.tests.factories import OrganisationFactory
from dueregard.audit.models import Event
from tests.pages import page

URL = "/organisation/live-data/"
ANSWERS = {
    "controller": "Fairshire Council, ZA000000",
    "assessment": "DPIA 12 of 3 May 2026, approved by the data protection officer",
    "backups": "The county's store, opened by two named posts",
    "encryption": "The county's proxy",
    "rows": "Insight Analyst; the Head of Insight decides",
}


@pytest.fixture
def before(council):
    """The council as it begins: nobody has answered anything."""
    Organisation.objects.update(is_live=False)


def is_live(organisation):
    return Organisation.objects.get(pk=organisation.pk).is_live


def test_every_page_says_that_it_is_a_demonstration_until_five_questions_are_answered(
    before, officer, reader
):
    seen = page(reader.get("/plans/"))
    assert "Demonstration: no real people." in seen.all("//body")[0]
    assert "Five questions" not in seen.all("//body")[0]
    link = page(officer.get("/plans/")).root.xpath("//*[@class='kit-demonstration']//a/@href")
    assert link == [URL]
    officer.post(URL, **ANSWERS)
    assert "Demonstration" not in page(reader.get("/plans/")).all("//body")[0]


def test_the_answers_are_kept_and_stay_in_the_log(before, officer, council):
    response = officer.client.post(URL, ANSWERS, follow=True)
    assert page(response).messages == ["Saved. Facts about real people may be held here from now on."]
    kept = Readiness.objects.get()
    assert (kept.organisation, kept.rows, kept.answered_by) == (council, ANSWERS["rows"], officer.user)
    officer.post(URL, **ANSWERS | {"rows": "Nobody else"})
    assert Readiness.objects.get().rows == "Nobody else"
    assert Event.objects.filter(kind="access.live_data_allowed").count() == 2


@pytest.mark.parametrize("name", list(ANSWERS))
@pytest.mark.parametrize("answer", ["", "Not yet.", "None"])
def test_a_no_is_not_taken(before, officer, council, name, answer):
    assert len(page(officer.post(URL, **ANSWERS | {name: answer})).errors) == 1
    assert not is_live(council)


def test_the_answers_cover_the_bodies_below_and_those_added_later(before, officer, council):
    school = OrganisationFactory(parent=council, is_live=False)
    officer.post(URL, **ANSWERS)
    later = services.create_organisation(name="Later", slug="later", parent=council, by=officer.user)
    assert is_live(school)
    assert is_live(later)
    with pytest.raises(ValidationError, match="body above this one"):
        services.allow_live_data(school, by=officer.user, **ANSWERS)


def test_others_are_not_touched(before, officer, stranger):
    Organisation.objects.filter(pk=stranger.membership.organisation_id).update(is_live=False)
    officer.post(URL, **ANSWERS)
    assert not is_live(stranger.membership.organisation)


def test_what_is_made_up_never_goes_live(before, officer, council):
    Organisation.objects.update(is_demonstration=True)
    seen = page(officer.client.post(URL, ANSWERS, follow=True))
    assert seen.messages == [
        "This organisation is made up, and stays so: start with DEMO=0 and a data folder of its own."
    ]
    assert not is_live(council)
    assert "Five questions" not in seen.all("//body")[0]


def test_an_organisation_begins_without_live_data(db):
    made = services.create_organisation(name="New", slug="new", by=services.SETUP)
    assert not made.is_live
