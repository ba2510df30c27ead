"""No word of these pages is forgotten by translators: what is left are names, texts as typed and the library's lists."""

from pathlib import Path

import pytest
from django.utils import translation
from lxml import html

from dueregard.kit import words
from dueregard.publications import services
from dueregard.publications.tests.factories import FormatRequestFactory, prepared, published

SERVICE = Path(__file__).parents[2]
MAPPING = Path(__file__).parents[4] / "babel.cfg"
OURS = {
    "Fairshire Council",
    "Olive Officer",
    "Dee Director",
    "Annual equality report",
    "Draft",
    "Equality plan",
    "Head of Libraries",
    "Libraries",
    "Sex",
    "Female",
    "Male",
    "English",
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    """The folder of one of every word of the service, which are looked for once."""
    every = [words.extract(SERVICE, MAPPING), *words.django_words()]
    return words.pseudo_catalogue(every, tmp_path_factory.mktemp("words"))


@pytest.fixture
def pseudo(catalogue, settings):
    settings.LOCALE_PATHS = [catalogue]
    settings.LANGUAGES, settings.LANGUAGE_CODE = [("cy", "Cymraeg")], "cy"
    with translation.override("cy"):
        yield


def forgotten(response, known=()):
    assert response.status_code in (200, 410)
    return words.untranslated(response.content.decode(), OURS | set(known))


@pytest.mark.slow_test
def test_no_word_of_the_pages_for_colleagues_is_forgotten(pseudo, officer, director, council):
    version = published(officer, director)
    services.withdraw(version, reason="error", by=director.user)
    draft = prepared(officer, title="Draft")
    FormatRequestFactory(organisation=council, what="", contact="")
    pages = [
        "/publications/",
        "/publications/prepare/",
        f"/publications/{draft.publication_id}/",
        f"/publications/{version.publication_id}/correct/",
        f"/versions/{draft.pk}/revise/",
        f"/versions/{draft.pk}/discard/",
        f"/versions/{version.pk}/withdraw/",
    ]
    assert {url: forgotten(officer.get(url)) for url in pages} == {url: [] for url in pages}
    assert forgotten(director.get(f"/versions/{draft.pk}/publish/")) == []


@pytest.mark.slow_test
def test_no_word_of_the_pages_for_everybody_is_forgotten(pseudo, officer, director, client):
    published(officer, director)
    gone = published(officer, director, title="Draft")
    services.withdraw(gone, reason="disclosure", by=director.user)
    pages = ["", "ask/thank-you/", "accessibility/", "privacy/", "draft-2025/"]
    left = {url: forgotten(client.get(f"/published/fairshire/{url}")) for url in pages}
    assert left == {url: [] for url in pages}


@pytest.mark.slow_test
def test_no_word_of_a_report_is_forgotten(pseudo, officer, director, plan, dataset, client):
    version = published(officer, director, plan=plan, choice=[(dataset.pk, "sex")])
    response = client.get(version.publication.public_url)
    text_of_data = {
        "Know who uses our services",
        "Ask the same questions everywhere",
        "=Review",
        "Train the front line",
        "On target",
        "Six services of eight now ask.",
        "Fairshire",
        "Census office",
        "Chose a prefer-not-to-say option",
    }
    left = forgotten(response, text_of_data | {version.taken["figures"][0]["release"]["tables"][0]["note"]})
    assert html.fromstring(response.content).get("lang") == "cy"
    assert left == []
