"""Every word that people read comes from the catalogue: in a pseudo-language, one that does not shows."""

import textwrap
from functools import partial
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

from dueregard.access.roles import Role
from dueregard.kit.charts import LABEL_CHARACTERS
from dueregard.kit.words import django_words, extract, pseudo_catalogue, untranslated
from equalities.codelists import load, names
from tests.crawl import crawl
from tests.in_process import no_child

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def pseudo_catalogue_folder(tmp_path_factory):
    """Every word is looked for once."""
    catalogues = [extract(ROOT / "src", ROOT / "babel.cfg"), *django_words()]
    return pseudo_catalogue(catalogues, tmp_path_factory.mktemp("pseudo"))


@pytest.fixture
def pseudo_welsh(settings, pseudo_catalogue_folder):
    settings.LOCALE_PATHS = [pseudo_catalogue_folder]
    settings.LANGUAGES, settings.LANGUAGE_CODE = [("cy", "Cymraeg")], "cy"
    trans_real._translations.clear()
    trans_real._default = None
    translation.activate("cy")
    yield
    trans_real._translations.clear()
    trans_real._default = None
    translation.activate("en-gb")


def known_data():
    """Every text in the database, and what stands for itself: names, marks and file endings."""
    found = {settings.DEMO_PASSWORD, settings.SERVICE_NAME, *words_of_lists()}
    for model in apps.get_models():
        for row in model._base_manager.values():
            found |= {text for value in row.values() for text in texts(value)}
    return found | {
        line for text in found for line in textwrap.wrap(text, LABEL_CHARACTERS)
    }  # labels in charts


def words_of_lists():
    """The words of published lists are data: a Welsh list is a list of its own."""
    lists = [load(name) for name in names()]
    return {each.title for each in lists} | {code.label for each in lists for code in each.codes}


def texts(value):
    if isinstance(value, str) and value.strip():
        yield " ".join(value.split())
        yield value
        yield from (part for part in value.split("\n") if part.strip())
    elif isinstance(value, dict):
        for inner in (*value, *value.values()):
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


@pytest.mark.slow_test
@pytest.mark.any_database
@pytest.mark.django_db
def test_no_word_is_left_in_english(pseudo_welsh, settings):
    settings.DEMO = True
    translation.activate("en-gb")
    with no_child():
        call_command("load_demonstration")
    translation.activate("cy")
    data = known_data()
    left = {}
    for role in Role:
        client = Client(headers={"accept-language": "cy"})
        client.post(
            "/sign-in/", {"username": f"{role}@aldermere.example", "password": settings.DEMO_PASSWORD}
        )
        for name, path, text in crawl(partial(fetch, client)):
            words = untranslated(text, data)
            if words:
                left[f"{name} {path}"] = words
    assert not left, "\n".join(f"{where}: {words}" for where, words in left.items())


def fetch(client, path):
    response = client.get(path, follow=True)
    is_page = response.headers["Content-Type"].startswith("text/html")
    return response.content.decode() if is_page else None
