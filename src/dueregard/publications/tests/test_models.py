"""What must always be true of publications."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from dueregard.publications.models import FrozenFile, Publication, State, Version
from dueregard.publications.tests.factories import FormatRequestFactory, prepared, published


@pytest.fixture
def draft(officer):
    return prepared(officer)


def broken(name, row):
    with pytest.raises(IntegrityError, match=name):
        row.save()


def another(draft, **fields):
    draft.pk = None
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft


# SQLite names the columns of a unique constraint, PostgreSQL the constraint.
UNIQUE = {
    "address": "publication_address_once|publication.slug",
    "number": "version_number_once|version.number",
    "draft": "version_one_draft_at_a_time|version.publication_id",
    "file": "frozen_file_name_once|frozenfile.name",
}


def test_an_address_is_of_one_publication(draft, council):
    broken(UNIQUE["address"], Publication(organisation=council, slug=draft.publication.slug))


def test_a_version_number_is_given_once(officer, director):
    version = published(officer, director)
    broken(UNIQUE["number"], another(version))


def test_there_is_one_draft_at_a_time(draft):
    broken(UNIQUE["draft"], another(draft, number=2, what_changed="More"))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("version_counted_from_one", {"number": 0, "what_changed": "x"}),
        ("version_has_a_title", {"title": ""}),
        ("version_says_what_changed", {"number": 2}),
        ("version_published_whole", {"published_at": timezone.now()}),
        ("version_published_whole", {"audit_head": "a"}),
        ("version_withdrawn_whole", {"withdrawn_at": timezone.now()}),
        ("version_withdrawn_whole", {"withdrawn_for": "whim"}),
    ],
)
def test_a_version_is_whole(name, fields, draft):
    for field, value in fields.items():
        setattr(draft, field, value)
    broken(name, draft)


def test_a_version_ends_after_it_starts(draft):
    draft.ends_on = draft.starts_on - timedelta(days=1)
    broken("version_ends_after_it_starts", draft)


def test_only_what_went_out_is_withdrawn(draft, officer):
    draft.withdrawn_by, draft.withdrawn_at, draft.withdrawn_for = officer.user, timezone.now(), "error"
    broken("version_withdrawn_whole", draft)


def test_a_frozen_file_is_named_once_and_never_changed_or_deleted(officer, director):
    version = published(officer, director)
    file = version.files.first()
    with pytest.raises(TypeError, match="publish another version"):
        file.save()
    with pytest.raises(TypeError, match="withdraw it"):
        file.delete()
    broken(
        UNIQUE["file"], FrozenFile(version=version, name=file.name, content_type="text/html", content=b"x")
    )


def test_a_frozen_file_has_its_hash(officer, director):
    version = published(officer, director)
    bare = FrozenFile(version=version, name="x", content_type="text/plain", content=b"x")
    with pytest.raises(IntegrityError, match="frozen_file_has_its_hash"):
        FrozenFile.objects.bulk_create([bare])


def test_who_closed_a_request_and_when_stand_together(council, officer):
    request = FormatRequestFactory(organisation=council)
    request.done_at = timezone.now()
    broken("format_request_done_by_at", request)


def test_a_request_is_answered_after_it_came_in(council, officer):
    request = FormatRequestFactory(organisation=council)
    request.done_by, request.done_at = officer.user, request.received_at - timedelta(days=1)
    broken("format_request_done_after_received", request)


def test_rows_are_named_in_words(draft, council):
    assert str(draft) == "Annual equality report"
    assert str(draft.publication) == "annual-equality-report-2025"
    assert str(FormatRequestFactory(organisation=council, language="Welsh")) == "large_print Welsh"
    assert str(FrozenFile(name="index.html")) == "index.html"


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_word_and_a_colour(state):
    assert str(state.label)
    assert state.colour in {"yellow", "green", "grey", "red"}


def test_versions_are_found_within_the_organisation_and_above_it(draft, council, stranger):
    assert list(Version.objects.within(council)) == [draft]
    assert not Version.objects.within(stranger.membership.organisation)
