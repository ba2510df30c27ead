import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.evidence.services import attach
from dueregard.home import search
from dueregard.home.search import MOST, words_of
from dueregard.monitoring.tests.factories import DatasetFactory
from dueregard.plans.tests.factories import TODAY, ActionFactory, ObjectiveFactory, PlanFactory
from dueregard.publications.tests.factories import FormatRequestFactory, prepared
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(council):
    return PlanFactory(organisation=council, title="Equality plan")


def hits(person, words):
    """What the page shows, by kind."""
    seen = page(person.get("/search/", q=words))
    return {
        heading.text_content(): [link.text_content() for link in heading.getnext().xpath(".//a")]
        for heading in seen.root.xpath("//main//h2")
    }


def test_every_word_must_be_there_in_any_order_and_in_any_case(officer, plan):
    ActionFactory(plan=plan, ref="1.1", text="Survey tenants of council housing")
    ActionFactory(plan=plan, ref="1.2", text="Survey library users")
    assert hits(officer, "HOUS surv") == {"Actions": ["1.1 Survey tenants of council housing"]}
    assert hits(officer, "survey") == {
        "Actions": ["1.1 Survey tenants of council housing", "1.2 Survey library users"]
    }
    assert hits(officer, "1.2") == {"Actions": ["1.2 Survey library users"]}


def test_each_kind_is_found_and_links_to_its_page(officer, plan, council):
    action = ActionFactory(plan=plan, text="Zebra action")
    objective = ObjectiveFactory(plan=plan, text="Zebra objective")
    PlanFactory(organisation=council, title="Zebra plan")
    dataset = DatasetFactory(organisation=council, title="Zebra users")
    type(dataset).objects.update(loaded_at=dataset.uploaded_at, release_kept={}, counts_sealed=b"x")
    document = attach(council, by=officer.user, upload=SimpleUploadedFile("zebra.txt", b"x"))
    version = prepared(officer, title="Zebra report")
    FormatRequestFactory(organisation=council, what="The zebra report in large print")
    officer.user.name = "Zebra Jones"
    officer.user.save()
    seen = page(officer.get("/search/", q="zebra"))
    assert seen.h1 == "Search: zebra"
    assert seen.links["Zebra action"] == f"/actions/{action.pk}/"
    assert seen.links["Zebra objective"] == f"/objectives/{objective.pk}/"
    assert seen.links["zebra.txt"].endswith(f"/{document.pk}/")
    assert seen.links["Zebra report"] == f"/publications/{version.publication_id}/"
    assert list(hits(officer, "zebra")) == [str(kind.heading) for kind in search.KINDS]


def test_the_text_around_a_word_is_shown_where_the_title_has_it_not(officer, plan):
    ActionFactory(
        plan=plan, text="Review access", sentence_as_written="We " + "really " * 30 + "met the forum at last"
    )
    seen = page(officer.get("/search/", q="forum"))
    assert "access… really really" in seen.main
    assert "met the forum at last" in seen.main


def test_nothing_of_another_organisation_is_found(officer, stranger, plan):
    ActionFactory(plan=plan, text="Ours alone")
    assert hits(officer, "ours") == {"Actions": ["Ours alone"]}
    assert hits(stranger, "ours") == {}
    assert "Nothing has all these words." in page(stranger.get("/search/", q="ours")).main


def test_what_a_role_may_not_see_is_not_found(reader, officer, analyst, council):
    DatasetFactory(organisation=council, title="Zebra users")
    FormatRequestFactory(organisation=council, what="zebra")
    officer.user.name = "Zebra Jones"
    officer.user.save()
    assert hits(reader, "zebra") == {}
    assert list(hits(officer, "zebra")) == ["Requests for other formats", "People"]
    assert list(hits(analyst, "zebra")) == ["Datasets"]


def test_what_is_open_comes_before_what_is_closed(officer, plan):
    ActionFactory(plan=plan, text="Zebra, done", closed_on=TODAY)
    ActionFactory(plan=plan, text="Zebra, to do")
    assert hits(officer, "zebra")["Actions"] == ["Zebra, to do", "Zebra, done"]


def test_many_are_cut_and_said_to_be(officer, plan):
    for _each in range(MOST + 1):
        ActionFactory(plan=plan, text="Zebra")
    seen = page(officer.get("/search/", q="zebra"))
    assert len(hits(officer, "zebra")["Actions"]) == MOST
    assert "There are more: another word narrows them." in seen.main


def test_several_versions_of_a_report_are_one_hit(officer, director, council):
    from dueregard.publications.models import Version
    from dueregard.publications.tests.factories import published

    first = published(officer, director, title="Zebra report")
    Version.objects.create(
        publication=first.publication, number=2, title="Zebra report", what_changed="x", taken={},
        starts_on=first.starts_on, ends_on=first.ends_on, prepared_by=officer.user, prepared_at=first.prepared_at,
    )  # fmt: skip
    assert hits(officer, "zebra")["Publications"] == ["Zebra report"]


@pytest.mark.parametrize(
    "words", ["", "   ", "%", "_", "\\", "'; drop table", "<script>", "a" * 5000, "ŵ 🦓", "%%%"]
)
def test_no_words_are_too_odd(officer, plan, words):
    ActionFactory(plan=plan, text="Zebra")
    response = officer.get("/search/", q=words)
    assert response.status_code == 200
    assert b"Zebra" not in response.content
    assert b"<script>" not in response.content


def test_a_page_takes_one_query_for_each_kind(officer, plan, django_assert_max_num_queries):
    for _each in range(30):
        ActionFactory(plan=plan, text="Zebra")
    with django_assert_max_num_queries(len(search.KINDS) + 3):
        officer.get("/search/", q="zebra")


def test_the_box_stands_on_every_page_for_who_has_signed_in(officer, client, plan):
    seen = page(officer.get("/plans/"))
    (form,) = seen.root.xpath("//header//form[@role='search']")
    assert (form.get("action"), form.get("method")) == ("/search/", "get")
    assert page(client.get("/sign-in/")).root.xpath("//form[@role='search']") == []


def test_words_are_at_most_so_many():
    assert len(words_of("a " * 500)) == 100
