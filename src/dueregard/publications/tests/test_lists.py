"""The list that colleagues see, a report's own page, and the list that everybody sees."""

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dueregard.access.tests.factories import OrganisationFactory
from dueregard.publications import services
from dueregard.publications.models import Publication, Version
from dueregard.publications.tests.factories import prepared, published
from tests.pages import page


def test_colleagues_see_every_report_and_its_state(officer, director, reader):
    published(officer, director)
    prepared(officer, title="Next report")
    rows = page(reader.get("/publications/")).table("Publications")
    assert [(row["Report"], row["State"]) for row in rows] == [
        ("Next report", "Being prepared"),
        ("Annual equality report", "Published"),
    ]
    assert rows[0]["Period"] == "1 April 2024 to 31 March 2025"


def test_an_empty_list_says_what_to_do(officer, reader):
    assert "Prepare the first" in page(officer.get("/publications/")).main
    assert "An equality officer prepares them" in page(reader.get("/publications/")).main
    assert "Prepare a report" not in page(reader.get("/publications/")).links


def test_a_stranger_sees_none_of_ours(officer, director, stranger):
    version = published(officer, director)
    assert "No report has been prepared yet" in page(stranger.get("/publications/")).main
    assert stranger.get(f"/publications/{version.publication_id}/").status_code == 404


@pytest.mark.slow_test
def test_the_lists_take_as_many_queries_for_many_rows_as_for_few(officer, client, council):
    from django.db import connection

    def queries(person, url):
        with CaptureQueriesContext(connection) as seen:
            assert person.get(url).status_code == 200
        return len(seen)

    first = published(officer, officer)
    urls = [(officer, "/publications/"), (client, "/published/fairshire/")]
    add(first, council, range(9))
    few = [queries(*each) for each in urls]
    add(first, council, range(9, 999))
    assert [queries(*each) for each in urls] == few


def add(version, organisation, numbers):
    """As many more publications as there are numbers."""
    made = Publication.objects.bulk_create(
        Publication(organisation=organisation, slug=f"report-{number}") for number in numbers
    )
    copied = [field.attname for field in Version._meta.fields if field.name not in ("id", "publication")]
    values = {name: getattr(version, name) for name in copied}
    Version.objects.bulk_create(Version(publication=publication, **values) for publication in made)


def test_a_page_of_a_report_says_what_this_person_can_do(officer, director, reader):
    version = prepared(officer)
    url = f"/publications/{version.publication_id}/"
    assert "Publish" in page(director.get(url)).links
    assert "You prepared this, so somebody else publishes it" in page(officer.get(url)).main
    assert list(page(reader.get(url)).links) == ["See the preview"]
    assert "Somebody who may publish looks at the preview" in page(reader.get(url)).main


def test_a_page_of_a_published_report_shows_its_hashes_and_the_head(officer, director):
    version = published(officer, director)
    seen = page(officer.get(f"/publications/{version.publication_id}/"))
    hashes = {row["File"]: row["SHA-256"] for row in seen.table("Files")}
    assert hashes == {file.name: file.sha256 for file in version.files.all()}
    assert version.audit_head in seen.main
    assert seen.summary["Prepared"].startswith("by Olive Officer")
    assert "Withdraw version 1" in seen.links


def test_a_page_of_a_withdrawn_report_says_who_and_why(officer, director):
    version = published(officer, director)
    services.withdraw(version, reason="error", by=director.user)
    seen = page(officer.get(f"/publications/{version.publication_id}/"))
    (row,) = seen.table("Versions")
    assert row["State"] == "Withdrawn"
    assert row["What happened"].startswith("Withdrawn by Dee Director")
    assert row["What happened"].endswith("Something in it is wrong")
    assert "Withdraw version 1" not in seen.links


def test_everybody_sees_what_stands_by_year(officer, director, client):
    published(officer, director)
    gone = published(officer, director, title="Gone")
    services.withdraw(gone, reason="error", by=director.user)
    prepared(officer, title="Draft")
    response = client.get("/published/fairshire/")
    seen = page(response)
    assert seen.all("//h2") == [str(timezone.localdate().year)]
    assert seen.links["Annual equality report"] == "/published/fairshire/annual-equality-report-2025/"
    assert "Gone" not in seen.main
    assert "Draft" not in seen.main
    assert response["Cache-Control"] == "public, no-cache"
    assert "Sign" not in seen.root.text_content()


def test_the_list_of_a_body_holds_only_its_own(officer, director, council, client):
    school = OrganisationFactory(name="Hill School", slug="hill", parent=council)
    published(officer, director)
    assert "Nothing has been published yet." in page(client.get("/published/hill/")).main
    assert page(client.get("/published/hill/")).title == "Equality reports - Hill School"
    assert school.publications.count() == 0
    assert client.get("/published/nobody/").status_code == 404


def test_the_public_pages_carry_the_publisher_whoever_is_signed_in(officer, director, stranger):
    published(officer, director)
    seen = page(stranger.get("/published/fairshire/"))
    assert seen.title == "Equality reports - Fairshire Council"
    assert seen.root.xpath("//nav") == []
    assert "/organisation/fairshire/colour.css" in seen.root.xpath("//link/@href")
