from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dueregard.access.models import Organisation
from dueregard.access.tests.factories import PostFactory
from dueregard.home import start
from dueregard.plans.tests.factories import ActionFactory, PlanFactory
from equalities.refusals import Refused
from tests.pages import page


@pytest.fixture
def plan(council):
    return PlanFactory(organisation=council)


def test_an_empty_register_says_what_to_do(officer, reader):
    assert page(officer.get("/")).links["Import your plan"] == "/plans/import/"
    assert "The equality officer imports it." in page(reader.get("/")).main


def test_each_count_leads_to_its_list(officer, plan):
    ActionFactory(plan=plan, last_day=date(2020, 1, 1), registered_on=date(2019, 1, 1))
    seen = page(officer.get("/"))
    assert seen.h1 == "What needs somebody"
    assert "1 Overdue" in seen.main
    listed = page(officer.get(seen.links["Overdue"]))
    assert "1 result" in listed.main


@pytest.mark.usefixtures("counts_kept")
def test_what_was_counted_holds_until_somebody_writes(officer, plan, django_assert_max_num_queries):
    late = ActionFactory.create_batch(2, plan=plan, last_day=date(2020, 1, 1), registered_on=date(2019, 1, 1))
    assert "2 Overdue" in page(officer.get("/")).main
    with django_assert_max_num_queries(6):
        officer.get("/")
    said = {"status": "On target", "note": "Half of it is done"}
    assert officer.post(f"/actions/{late[0].pk}/record-update/", version=1, **said).status_code == 302
    assert "2 Overdue" in page(officer.get("/")).main
    closed = {"closed_on_0": "1", "closed_on_1": "2", "closed_on_2": "2026", "reason": "Done"}
    assert officer.post(f"/actions/{late[0].pk}/close/", version=2, **closed).status_code == 302
    assert "1 Overdue" in page(officer.get("/")).main


@pytest.mark.usefixtures("counts_kept")
def test_a_status_can_be_filtered_by_as_soon_as_it_was_said(officer, plan):
    action = ActionFactory(plan=plan)
    assert "Waiting for the survey" not in page(officer.get("/actions/")).main
    said = {"status": "own", "own_words": "Waiting for the survey"}
    assert officer.post(f"/actions/{action.pk}/record-update/", version=1, **said).status_code == 302
    narrowed = page(officer.get("/actions/", status="Waiting for the survey"))
    assert "1 result" in narrowed.main


def test_a_lead_sees_only_their_own_and_at_most_five(lead, council, plan):
    post = PostFactory(organisation=council, title="Head of Parks")
    post.holdings.create(user=lead.user, starts_on=date(2020, 1, 1))
    theirs = ActionFactory.create_batch(6, plan=plan)
    for action in theirs:
        action.leads.create(text="Head of Parks", post=post)
    ActionFactory(plan=plan, text="Somebody else's")
    seen = page(lead.get("/"))
    assert seen.h1 == "Your actions"
    assert len(seen.all("//main//a[contains(@class, 'govuk-button')]")) == 5
    assert "Somebody else's" not in seen.main


def test_a_lead_without_a_post_is_told_what_to_do(lead):
    assert "ask your equality officer to fill the post with you" in page(lead.get("/")).main


def test_a_councillor_begins_with_their_remit(councillor):
    assert councillor.get("/").url == "/remit/"


def test_who_belongs_nowhere_is_told_so(client, council):
    from dueregard.access.tests.factories import UserFactory

    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/").url == "/choose-organisation/"


def test_a_visitor_signs_in_first(client, council):
    assert client.get("/").url == "/sign-in/?next=/"


def test_demonstration_mode_is_never_switched_on_over_real_data(council, settings):
    settings.DEMO = True
    with pytest.raises(Refused, match="in real use"):
        start.check_mode()
    council.is_demonstration = True
    council.save()
    start.check_mode()
    settings.DEMO = False
    with pytest.raises(Refused, match="holds the demonstration"):
        start.check_mode()


@pytest.mark.django_db(transaction=True)
def test_a_demonstration_is_removed_in_one_step_and_nothing_else_is(council, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    for name in ("files/evidence", "static"):
        (tmp_path / name).mkdir(parents=True)
    with pytest.raises(CommandError, match="in real use"):
        call_command("remove_demonstration", "--yes")
    Organisation.objects.update(is_demonstration=True)
    with pytest.raises(CommandError, match="add --yes"):
        call_command("remove_demonstration")
    assert Organisation.objects.exists()
    call_command("remove_demonstration", "--yes", stdout=StringIO())
    assert not Organisation.objects.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["static"]
    with pytest.raises(CommandError, match="no demonstration here"):
        call_command("remove_demonstration", "--yes")


def test_the_welcome_names_everybody_in_a_demonstration(officer, council, settings):
    settings.DEMO = True
    council.is_demonstration = True
    council.save()
    words = start.welcome("http://127.0.0.1:8000")
    assert officer.user.email in words
    assert settings.DEMO_PASSWORD in words


@pytest.mark.django_db
def test_the_first_start_prints_the_code(settings, tmp_path):
    settings.DEMO, settings.DATA_DIR = False, tmp_path
    words = start.welcome("http://127.0.0.1:8000")
    assert (tmp_path / "first-start-code").read_text() in words


def test_a_browser_finds_the_icon_that_a_published_page_does_not_name(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.url) == (302, "/static/kit/icon.svg")
