"""Words: extracted from wherever they stand, compiled when stale, and missed when forgotten."""

import os
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.test import Client
from django.utils import translation

from dueregard.kit import words

KIT = Path(__file__).parents[1]
MAPPING = Path(__file__).parents[4] / "babel.cfg"


@pytest.fixture
def pseudo(tmp_path, settings):
    """The kit and its test site in the pseudo-language."""
    catalogues = [words.extract(KIT, MAPPING), words.extract(KIT / "tests", MAPPING), *words.django_words()]
    settings.LOCALE_PATHS = [words.pseudo_catalogue(catalogues, tmp_path)]
    settings.LANGUAGES, settings.LANGUAGE_CODE = [("cy", "Cymraeg")], "cy"
    with translation.override("cy"):
        yield


def test_words_inside_component_parameters_are_extracted():
    found = {message.id for message in words.extract(KIT, MAPPING)}
    assert "Skip to main content" in found
    assert "Show password" in found
    assert ("%(num)s result", "%(num)s results") in found


def test_tests_are_not_extracted():
    locations = [path for message in words.extract(KIT, MAPPING) for path, _ in message.locations]
    assert not [path for path in locations if "tests" in path]


KNOWN = {
    "Merrowdale Council",
    "Step-free library",
    "Head of Libraries",
    "Head of Housing",
    "30 June 2026",
    "English",
    "Cymraeg",
    "White British",
    "Any other Mixed or Multiple",
    "ethnic background",
    "Pakistani",
    "Gypsy or Irish Traveller",
    "withheld",
    *(f"Make the {place} easier to use" for place in ("library", "market", "museum", "pool", "park")),
}


@pytest.mark.slow_test
@pytest.mark.parametrize(
    "path", ["/", "/form/", "/list/", "/list/?status=late&page=2", "/detail/", "/confirm/", "/chart/"]
)
def test_no_word_of_the_kit_is_left_untranslated(pseudo, path):
    assert words.untranslated(Client().get(path).content.decode(), KNOWN) == []


def test_errors_are_translated(pseudo):
    page = Client().post("/form/", {"people": "many", "email": "nobody"}).content.decode()
    assert "⟦Enter a whole number.⟧" in page
    assert words.untranslated(page, KNOWN | {"many", "nobody"}) == []


def test_a_forgotten_word_is_found_with_its_neighbours_left_out():
    page = '<main><h1>⟦Plan⟧ 12</h1><p>Lead: <b>⟦Head⟧</b></p><img alt="Logo"><input type="submit" value="Go"></main>'
    assert words.untranslated(page) == ["Logo", "Go", "Lead:"]


def test_known_data_dates_and_digits_are_not_words_of_ours():
    assert words.untranslated("<p>12 ⟦of⟧ 30 (%) Ada Hill 30 ⟦June⟧ 2026</p>", {"Ada Hill"}) == []


def test_a_translation_may_run_over_elements_and_hold_another():
    assert words.untranslated("<p>⟦Read <a>the guide</a> ⟦now⟧ please⟧</p>") == []


def test_scripts_and_comments_are_not_read():
    assert (
        words.untranslated("<body><script>var word;</script><!-- a note --><style>p {}</style></body>") == []
    )


def test_what_the_script_will_say_is_read():
    assert words.untranslated('<div data-i18n.show-password="Show"></div>') == ["Show"]


@pytest.fixture
def po(tmp_path):
    catalogue = Catalog(locale="cy")
    catalogue.add("Save", "Cadw")
    path = tmp_path / "cy/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        words.write_po(file, catalogue)
    return path


def test_catalogues_are_compiled_once(po, tmp_path):
    assert words.compile_catalogues(tmp_path) == [po.with_suffix(".mo")]
    assert b"Cadw" in po.with_suffix(".mo").read_bytes()
    assert words.compile_catalogues(tmp_path) == []


def test_a_catalogue_changed_since_is_compiled_again(po, tmp_path):
    words.compile_catalogues(tmp_path)
    later = po.with_suffix(".mo").stat().st_mtime + 10
    os.utime(po, (later, later))
    assert words.compile_catalogues(tmp_path) == [po.with_suffix(".mo")]


def test_pseudo_words_keep_placeholders_and_outer_spaces():
    assert words.bracketed(" %(n)s left ", 4) == " ⟦%(n)s left⟧ "
    assert words.bracketed(("%(n)s day", "%(n)s days"), 2) == ("⟦%(n)s days⟧", "⟦%(n)s days⟧")
