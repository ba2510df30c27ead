"""Preparing a report, changing its draft, and throwing it away."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from dueregard.audit.models import Event
from dueregard.monitoring.services import remove
from dueregard.monitoring.tests.factories import loaded, users
from dueregard.plans.models import Action
from dueregard.publications import services
from dueregard.publications.models import Publication, State, Version
from dueregard.publications.reports import taking
from dueregard.publications.tests.factories import PERIOD, prepared, publish, published
from dueregard.releases.models import LedgerEntry
from equalities.refusals import Refused
from tests.pages import page

TYPED = {
    "title": "Annual equality report",
    "starts_on_0": "1",
    "starts_on_1": "4",
    "starts_on_2": "2024",
    "ends_on_0": "31",
    "ends_on_1": "3",
    "ends_on_2": "2025",
}


def test_an_officer_prepares_a_report(officer, plan, dataset):
    sections = "## Case studies\n\nOne.\n\nTwo.\n## Next year\nMore."
    response = officer.post(
        "/publications/prepare/",
        **TYPED,
        plan=plan.pk,
        choice=[f"{dataset.pk}:sex"],
        introduction="What we did.",
        sections=sections,
    )
    version = Version.objects.get()
    assert response.url == f"/publications/{version.publication_id}/"
    assert (version.starts_on, version.ends_on) == (date(2024, 4, 1), date(2025, 3, 31))
    assert (version.state, version.prepared_by, version.plan) == (State.DRAFT, officer.user, plan)
    assert version.choice == [[dataset.pk, "sex"]]
    assert version.sections == [
        {"heading": "Case studies", "body": "One.\n\nTwo."},
        {"heading": "Next year", "body": "More."},
    ]
    assert version.publication.slug == "annual-equality-report-2025"
    event = Event.objects.get(kind="publications.version_prepared")
    assert json.loads(event.payload) == {
        "title": "Annual equality report",
        "choice": [[dataset.pk, "sex"]],
        "design": "suppress",
    }


def test_looking_at_the_form_changes_nothing(officer, plan):
    seen = page(officer.get("/publications/prepare/"))
    assert seen.h1 == "Prepare a report"
    assert "Figures of service users" not in seen.main
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"title": ""}, "Enter a title"),
        ({"starts_on_0": "", "starts_on_1": "", "starts_on_2": ""}, "Enter the first day of the period"),
        (
            {"ends_on_0": "31", "ends_on_1": "2"},
            "The last day of the period does not exist: enter one that does",
        ),
        ({"ends_on_2": "2023"}, "The last day comes before the first one"),
        ({"sections": "No heading"}, "Begin with a heading, such as: ## Case studies"),
        ({"sections": "## \nText"}, "Give each part a heading after ##"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(typed, error, officer):
    seen = page(officer.post("/publications/prepare/", **(TYPED | typed)))
    assert seen.errors == [error]
    assert seen.title.startswith("Error: ")
    assert not Publication.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["reader", "lead", "director", "analyst", "councillor"])
def test_only_an_officer_prepares(role, request):
    assert request.getfixturevalue(role).post("/publications/prepare/", **TYPED).status_code == 403
    assert not Publication.objects.exists()


def test_figures_that_cannot_be_protected_are_refused_with_a_reason(officer, dataset, monkeypatch):
    protected = taking.protected

    def refuse(*args, **kwargs):
        from dataclasses import replace

        release = protected(*args, **kwargs)
        private = replace(release.private, blocking=release.private.blocking or (release,))
        return replace(release, tables=(), private=private)

    monkeypatch.setattr(taking, "protected", refuse)
    seen = page(officer.post("/publications/prepare/", **TYPED, choice=[f"{dataset.pk}:sex"]))
    assert seen.errors == [
        "No table of these figures is safe beside what is known already: choose fewer tables."
    ]
    with pytest.raises(Refused):
        prepared(officer, choice=[(dataset.pk, "sex")])
    assert not Publication.objects.exists()


def test_datasets_of_others_cannot_be_chosen(officer, stranger, dataset):
    with pytest.raises(ValidationError, match="has been removed since"):
        prepared(stranger, choice=[(dataset.pk, "sex")])


def test_two_reports_of_one_title_have_two_addresses(officer):
    slugs = [prepared(officer).publication.slug for _ in range(3)]
    assert slugs == [
        "annual-equality-report-2025",
        "annual-equality-report-2025-2",
        "annual-equality-report-2025-3",
    ]


@pytest.mark.parametrize(
    ("title", "slug"), [("Ask", "ask-2025"), ("Report 2025", "report-2025"), ("!", "report-2025")]
)
def test_an_address_says_the_year_once_and_hides_no_page(title, slug, officer):
    assert prepared(officer, title=title).publication.slug == slug


def test_a_draft_keeps_what_it_took_until_it_is_taken_again(officer, plan):
    version = prepared(officer)
    Action.objects.filter(ref="1.1").update(status_as_written="Abandoned")
    assert "Abandoned" not in officer.get(f"/versions/{version.pk}/preview/").content.decode()
    response = officer.post(f"/versions/{version.pk}/revise/", **TYPED, introduction="Now with words.")
    assert response.url == f"/publications/{version.publication_id}/"
    seen = officer.get(f"/versions/{version.pk}/preview/").content.decode()
    assert "Abandoned" in seen
    assert "Now with words." in seen
    assert Event.objects.filter(kind="publications.version_revised").count() == 1


def test_the_form_shows_what_the_draft_says(officer, dataset):
    sections = [{"heading": "Case studies", "body": "One."}]
    version = prepared(officer, introduction="Hello", sections=sections, choice=[(dataset.pk, "sex")])
    seen = page(officer.get(f"/versions/{version.pk}/revise/"))
    assert seen.value("title") == "Annual equality report"
    assert seen.value("sections").strip() == "## Case studies\n\nOne."
    assert seen.root.xpath("//input[@name='choice' and @checked]/@value") == [f"{dataset.pk}:sex"]


def test_whoever_revises_a_draft_has_prepared_it(officer, director):
    version = prepared(officer)
    services.revise(version, by=director.user)
    with pytest.raises(ValidationError, match="somebody else publishes it"):
        version.check_can_publish(director.user)
    version.check_can_publish(officer.user)


def test_what_is_published_is_not_revised(officer, director):
    version = published(officer, director)
    seen = page(officer.post(f"/versions/{version.pk}/revise/", **TYPED))
    assert seen.errors == ["This version is published: correct it by publishing another."]


def test_a_draft_whose_dataset_has_gone_says_so(officer, dataset):
    version = prepared(officer, choice=[(dataset.pk, "sex")])
    remove(dataset, by=officer.user)
    with pytest.raises(ValidationError, match="choose the figures again"):
        services.revise(version, by=officer.user)


def test_a_draft_is_discarded_with_its_report(officer):
    version = prepared(officer)
    assert page(officer.get(f"/versions/{version.pk}/discard/")).h1 == (
        "Discard the draft of Annual equality report"
    )
    assert Publication.objects.exists()
    assert officer.post(f"/versions/{version.pk}/discard/").url == "/publications/"
    assert not Publication.objects.exists()
    assert Event.objects.filter(kind="publications.draft_discarded").exists()


def test_what_is_published_is_not_discarded(officer, director):
    version = published(officer, director)
    seen = page(officer.client.post(f"/versions/{version.pk}/discard/", follow=True))
    assert seen.messages == ["This version is published: withdraw it instead."]
    assert Version.objects.get() == version


@pytest.mark.parametrize("page_name", ["revise", "discard", "preview", "publish", "withdraw"])
def test_a_stranger_finds_no_version(page_name, officer, stranger):
    version = prepared(officer)
    assert stranger.get(f"/versions/{version.pk}/{page_name}/").status_code == 404


def test_a_preview_is_for_colleagues_and_for_drafts(officer, director, reader, client):
    version = prepared(officer)
    url = f"/versions/{version.pk}/preview/"
    assert "Nothing is published yet" in page(reader.get(url)).root.text_content()
    assert reader.get(url + "style.css")["Content-Type"] == "text/css; charset=utf-8"
    assert reader.get(url + "nothing.csv").status_code == 404
    assert client.get(url).status_code == 302
    publish(version, by=director.user)
    assert reader.get(url).status_code == 404


def test_two_datasets_of_one_report_are_each_protected_with_their_own_history(officer, dataset, analyst):
    other = loaded(analyst, users(Female=30, Male=40), service="Museums", title="Museum users")
    version = prepared(officer, choice=[(dataset.pk, "sex"), (other.pk, "sex")])
    tables = [figures["release"]["tables"][0]["name"] for figures in version.taken["figures"]]
    assert tables == [
        "Sex: Libraries, 1 April 2024 to 31 March 2025",
        "Sex: Museums, 1 April 2024 to 31 March 2025",
    ]
    publish(version, by=officer.user)
    assert LedgerEntry.objects.filter(source=version.own_url).count() == 2


def test_prepare_takes_what_code_gives_it(officer):
    version = services.prepare(officer.membership.organisation, by=officer.user, title="By code", **PERIOD)
    assert (version.number, version.sections, version.choice) == (1, [], [])
