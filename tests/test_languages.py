"""Pages in another language: by a catalogue of a few sentences that is made here, and shipped to nobody."""

from datetime import date

import pytest
from babel.messages.catalog import Catalog
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import trans_real
from lxml import html

from dueregard.kit.speaking import in_language
from dueregard.kit.words import compile_catalogues, write_po
from dueregard.monitoring.services import background
from dueregard.plans.models import Import
from dueregard.plans.tests.factories import ActionFactory
from equalities.refusals import Refused
from tests.pages import page

pytestmark = pytest.mark.django_db

NO_TEXT = "This file holds no text: check that it was saved, and choose it again."
SAID = {
    "Sign in": "Mewngofnodi",
    NO_TEXT: "Nid oes testun yn y ffeil hon.",
    "There is no column {heading}: the columns are {headings}.": "Nid oes colofn {heading}: dyma hwy: {headings}.",
    ("%(num)s result", "%(num)s results"): (
        "%(num)s canlyniad",
        "un canlyniad",
        "dau ganlyniad",
        *["%(num)s"] * 2,
    ),
    "On {day}": "Ar {day}",
    "June": "Mehefin",
}


@pytest.fixture
def welsh(settings, tmp_path):
    catalogue = Catalog(locale="cy")
    for english, other in SAID.items():
        catalogue.add(english, other)
    po = tmp_path / "locale/cy/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    with po.open("wb") as file:
        write_po(file, catalogue)
    compile_catalogues(tmp_path / "locale")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
    trans_real._translations.clear()
    yield
    trans_real._translations.clear()


def choose(client, code="cy"):
    return client.post("/language/", {"language": code, "next": "/sign-in/"})


def language(response):
    return html.fromstring(response.content.decode()).get("lang")


def test_where_no_catalogue_is_shipped_no_language_is_offered(client, officer):
    seen = client.get("/sign-in/", headers={"accept-language": "cy"})
    assert language(seen) == "en-gb"
    assert page(seen).all("//button[@name='language']") == []


def test_a_language_is_offered_and_kept(client, officer, welsh):
    assert page(client.get("/sign-in/")).all("//button[@name='language']") == ["Cymraeg"]
    assert choose(client).url == "/sign-in/"
    seen = client.get("/sign-in/")
    assert (language(seen), page(seen).h1) == ("cy", "Mewngofnodi")
    assert page(seen).all("//button[@name='language']") == ["English"]
    choose(client, "en-gb")
    assert page(client.get("/sign-in/")).h1 == "Sign in"


def test_a_language_is_chosen_by_a_form_alone_and_leads_nowhere_else(client, welsh):
    assert client.get("/language/").status_code == 405
    assert client.post("/language/", {"language": "cy", "next": "https://elsewhere.example/"}).url == "/"


def test_who_asks_for_it_by_their_browser_gets_it(client, officer, welsh):
    assert language(client.get("/sign-in/", headers={"accept-language": "cy,en;q=0.5"})) == "cy"


def test_numbers_and_days_are_written_as_the_language_has_them(officer, council, welsh):
    for _ in range(2):
        ActionFactory(plan__organisation=council, last_day=date(2031, 6, 30))
    choose(officer.client)
    seen = page(officer.get("/actions/"))
    assert "dau ganlyniad" in seen.main
    assert "30 Mehefin 2031" in seen.main
    choose(officer.client, "en-gb")
    assert "30 June 2031" in page(officer.get("/actions/")).main


@pytest.mark.slow_test
def test_a_thread_and_the_child_that_it_waits_for_answer_in_the_language_of_who_asks(officer, welsh):
    choose(officer.client)
    empty, plan = b" \n", b"Action,Timescale\nAsk,30 June 2013\nAnswer,May 2014\n"
    seen = page(officer.post("/plans/import/", upload=SimpleUploadedFile("plan.csv", empty)))
    assert seen.errors == ["Nid oes testun yn y ffeil hon."]
    officer.post("/plans/import/", upload=SimpleUploadedFile("plan.csv", plan))
    preview = f"/imports/{Import.objects.get().pk}/?show=new"
    assert "30 June 2013: Ar 30 Mehefin 2013." in page(officer.get(preview)).main


def test_a_refusal_is_said_to_whoever_reads_it(welsh):
    refused = Refused(
        "There is no column {heading}: the columns are {headings}.", heading="Sex", headings="Age"
    )
    assert str(refused) == "There is no column Sex: the columns are Age."
    with in_language("cy"):
        assert str(refused) == "Nid oes colofn Sex: dyma hwy: Age."


def test_a_dataset_is_loaded_in_the_language_of_who_waits_for_it(monkeypatch, welsh):
    begun = []
    monkeypatch.setattr(
        background.subprocess, "Popen", lambda command, **_how: begun.append(command) or Waits
    )
    with in_language("cy"):
        background.start(7)
    assert begun[0][-3:] == ["7", "--language", "cy"]


class Waits:
    @staticmethod
    def wait():
        return 0
