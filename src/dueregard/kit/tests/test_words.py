"""Words: extracted from wherever they stand, compiled when stale, and missed when forgotten."""

import io
import os
from gettext import GNUTranslations
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


def test_the_template_has_what_library_and_service_say(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src/said.py").write_text(
        'raise Refused("There is no {name}.", name=name)\nsay_many("{number} row", "{number} rows", 2)\n'
        'DAMAGED = to_say("It is damaged.")\n_("Save")\n'
    )
    template = words.refresh(tmp_path / "src", MAPPING, tmp_path / "locale")
    assert [message.id for message in template if message.id] == [
        "There is no {name}.",
        ("{number} row", "{number} rows"),
        "It is damaged.",
        "Save",
    ]
    assert 'msgid "It is damaged."' in (tmp_path / "locale/dueregard.pot").read_text()


def test_a_language_is_begun_once_and_brought_up_to_the_template(tmp_path):
    (tmp_path / "said.py").write_text('_("Save")\n')
    po = tmp_path / "cy/LC_MESSAGES/django.po"
    words.refresh(tmp_path, MAPPING, tmp_path, "cy")
    po.write_text(po.read_text().replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Cadw"'))
    (tmp_path / "said.py").write_text('_("Save")\n_("Undo all that was done")\n')
    words.refresh(tmp_path, MAPPING, tmp_path, "cy")
    kept = {message.id: message.string for message in words.catalogue_of(po) if message.id}
    assert kept == {"Save": "Cadw", "Undo all that was done": ""}


def test_words_under_names_are_found_wherever_they_stand_in_data():
    file = io.BytesIO(
        b"sections:\n- {title: First, points: [one, two], level: 1}\nabout: {title: Second}\nnote: no"
    )
    found = [word for _, _, word, _ in words.extract_values(file, (), (), {"names": "title,points"})]
    assert found == ["First", "one", "two", "Second"]


@pytest.mark.parametrize(
    ("english", "other", "sound"),
    [
        ("There is no {name}.", "Does dim {name}.", True),
        ("There is no {name}.", "Nid oes {enw}.", False),
        ("%(n)s rows", "%(nifer)s rhes", False),
        (
            ("{number} row", "{number} rows"),
            ("{number} o resi", "rhes", "dwy res", "{number} o resi", ""),
            True,
        ),
        (("{number} row", "{number} rows"), ("{n} o resi", "rhes", "dwy res", "{number} o resi", ""), False),
    ],
)
def test_a_translation_with_other_values_stays_english(tmp_path, english, other, sound):
    catalogue = Catalog(locale="cy")
    catalogue.add(english, other)
    assert [message.id for message in words.unsound(catalogue)] == ([] if sound else [english])
    po = tmp_path / "django.po"
    with po.open("wb") as file:
        words.write_po(file, catalogue)
    with words.compile_catalogue(po).open("rb") as file:
        said = GNUTranslations(file)
    shown = said.gettext(english) if isinstance(english, str) else said.ngettext(*english, 1)
    assert (shown not in english) is sound
