import pytest

from dueregard.access.models import Holding
from dueregard.access.services import appoint
from dueregard.access.tests.factories import PostFactory
from dueregard.audit.models import Event
from dueregard.plans import services
from dueregard.plans.models import Action, Deed
from dueregard.plans.tests.factories import TODAY, days
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(council, officer, lead):
    found = PostFactory(organisation=council, title="Head of Housing")
    appoint(found, user=lead.user, starts_on=days(-400), by=officer.user)
    return found


@pytest.fixture
def actions(officer, plan, post):
    def add(text, lead):
        return services.add_action(plan, by=officer.user, text=text, leads=[lead], timescale="31 March 2026")

    return [add("Count", "Head of Housing"), add("Train", "Leo Lead"), add("Other", "Somebody else")]


def url(person):
    return f"/people/{person.membership.pk}/leaves/"


def test_their_posts_are_listed_with_what_is_due_from_each(officer, lead, actions):
    assert page(officer.get(f"/people/{lead.membership.pk}/")).links[
        "They leave: hand over their work"
    ] == url(lead)
    seen = page(officer.get(url(lead))).main
    assert "As Head of Housing Count Overdue last day 31 March 2026" in seen
    assert "In their name, and of no post Train Overdue" in seen
    assert "Other" not in seen


def test_work_is_handed_over_and_they_are_deactivated_in_one_step(officer, lead, director, post, actions):
    other = PostFactory(organisation=post.organisation, title="Manager")
    typed = {
        f"post_{post.pk}": director.membership.pk,
        "named_to": other.pk,
        "last_day": days(-1).isoformat(),
    }
    response = officer.client.post(url(lead), typed, follow=True)
    assert page(response).messages[0].startswith("Leo Lead has left")
    assert list(Holding.objects.order_by("starts_on").values_list("user", "ends_on")) == [
        (lead.user.pk, days(-1)),
        (director.user.pk, None),
    ]
    assert actions[1].leads.get().post == other
    lead.membership.refresh_from_db()
    assert not lead.membership.is_active
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert kinds >= {"access.person_deactivated", "access.post_filled", "access.post_vacated"}
    assert Event.objects.latest("number").kind == "plans.work_handed_over"
    assert officer.get(url(lead)).status_code == 404


def test_a_name_among_other_words_is_listed_and_stays(officer, lead, plan, post, actions):
    other = PostFactory(organisation=post.organisation, title="Manager")
    both = services.add_action(plan, by=officer.user, text="Shared", leads=["Leo Lead (Housing) and Ann"])
    heading = "With their name among other words"
    listed = page(officer.get(url(lead))).main.partition(heading)[2]
    assert "Shared" in listed
    assert "Train" not in listed
    officer.post(url(lead), last_day=TODAY.isoformat(), named_to=other.pk)
    assert both.leads.get().text == "Leo Lead (Housing) and Ann"
    assert actions[1].leads.get().post == other


def test_the_page_of_who_left_says_until_when_they_held_their_posts(officer, lead, post):
    address = f"/people/{lead.membership.pk}/"
    assert f"Head of Housing, from {days(-400):%-d %B %Y}" in page(officer.get(address)).main
    officer.post(url(lead), last_day=days(-1).isoformat())
    held = f"Head of Housing, {days(-400):%-d %B %Y} to {days(-1):%-d %B %Y}"
    assert held in page(officer.get(address)).main


def test_a_post_that_nobody_takes_keeps_its_work(officer, lead, post, actions):
    officer.post(url(lead), last_day=TODAY.isoformat())
    assert Holding.objects.get().ends_on == TODAY
    assert actions[0].leads.get().post == post
    assert not Deed.objects.filter(kind="left").exists()


def test_the_only_officer_stays_and_nothing_is_handed_over(officer, plan, post):
    mine = PostFactory(organisation=plan.organisation, title="Equality Manager")
    appoint(mine, user=officer.user, starts_on=days(-9), by=officer.user)
    seen = page(officer.post(url(officer), last_day=TODAY.isoformat()))
    assert seen.errors == ["Olive Officer is the only equality officer: make somebody else one first."]
    assert mine.holdings.get().ends_on is None


def test_a_post_that_was_to_begin_later_never_begins(officer, lead, post):
    later = PostFactory(organisation=post.organisation, title="Later")
    appoint(later, user=lead.user, starts_on=days(9), by=officer.user)
    officer.post(url(lead), last_day=TODAY.isoformat())
    assert not later.holdings.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Enter their last day."),
        ({"last_day": "2026-02-31"}, "That day does not exist"),
        ({"last_day": days(1).isoformat()}, "Choose today or a day before it."),
    ],
)
def test_what_is_wrong_is_said(officer, lead, typed, sentence):
    assert page(officer.post(url(lead), **typed)).errors[0].startswith(sentence)


def test_only_who_manages_people_sees_it(officer, reader, stranger, lead):
    assert (reader.get(url(lead)).status_code, stranger.get(url(lead)).status_code) == (403, 404)
    officer.get(url(lead))
    assert lead.membership.is_active
    assert Action.objects.count() == 0
