"""Sentences of the library in another language, by a catalogue that is made here."""

from datetime import date

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from equalities.refusals import Refused
from equalities.sandbox import run_limited
from equalities.saying import say, say_day, say_many, say_month, speaking, spoken, to_say
from equalities.timescales import read

NO_COLUMN = "There is no column {column}: name one of {known}."
TEMPLATES = {
    NO_COLUMN: "Nid oes colofn {column}: enwch un o {known}.",
    "This file holds no text: check that it was saved, and choose it again.": "Nid oes testun.",
    "June": "Mehefin",
    ("{number} row", "{number} rows"): (
        "{number} o resi",
        "{number} rhes",
        "dwy res",
        *["{number} o resi"] * 2,
    ),
}


@pytest.fixture
def welsh(tmp_path):
    """A compiled catalogue of four sentences, which nobody is shown."""
    catalogue = Catalog(locale="cy")
    for english, other in TEMPLATES.items():
        catalogue.add(english, other)
    path = tmp_path / "django.mo"
    with path.open("wb") as file:
        write_mo(file, catalogue)
    return path


def test_without_a_catalogue_everything_is_english():
    assert say(NO_COLUMN, column="Sex", known="Age") == "There is no column Sex: name one of Age."
    assert say_many("{number} row", "{number} rows", 1) == "1 row"
    assert say_many("{number:,} row", "{number:,} rows", 1200) == "1,200 rows"
    assert say_day(date(2013, 6, 30)) == "30 June 2013"
    assert spoken() is None


def test_words_without_values_may_hold_braces():
    assert say("a {b} c") == "a {b} c"
    assert str(Refused("a {b} c")) == "a {b} c"


def test_values_may_have_any_name():
    assert say("{words} {self}", words="a", self="b") == "a b"
    assert str(Refused("{sentence}", sentence="a")) == "a"


def test_what_is_said_elsewhere_is_only_marked():
    assert to_say(NO_COLUMN) is NO_COLUMN


def test_sentences_are_said_in_the_language_of_the_reader(welsh):
    with speaking(welsh):
        assert say(NO_COLUMN, column="Sex", known="Age") == "Nid oes colofn Sex: enwch un o Age."
        assert say_month(6) == "Mehefin"
        assert say_day(date(2013, 6, 30)) == "30 Mehefin 2013"
        assert spoken() == welsh
    assert say_month(6) == "June"


def test_a_plural_takes_the_forms_of_its_language(welsh):
    with speaking(welsh):
        said = [say_many("{number} row", "{number} rows", number) for number in (1, 2, 3)]
    assert said == ["1 rhes", "dwy res", "3 o resi"]


def test_what_no_catalogue_has_is_english(welsh):
    with speaking(welsh):
        assert say("Nobody has translated this.") == "Nobody has translated this."
        assert say("") == ""


def test_a_refusal_is_read_in_the_language_of_who_catches_it(welsh):
    refused = Refused(NO_COLUMN, column="Sex", known="Age")
    assert str(refused) == "There is no column Sex: name one of Age."
    with speaking(welsh):
        assert str(refused) == "Nid oes colofn Sex: enwch un o Age."


def test_a_language_inside_another_ends_by_itself(welsh):
    with speaking(welsh):
        with speaking(None):
            assert say_month(6) == "June"
        assert say_month(6) == "Mehefin"


@pytest.mark.slow_test
def test_a_child_process_speaks_as_its_parent_does(welsh, tmp_path):
    empty = tmp_path / "plan.txt"
    empty.write_text("\n \n")
    with speaking(welsh), pytest.raises(Refused) as refused:
        run_limited("equalities.documents:read_as_dict", str(empty), "plan.txt")
    assert str(refused.value) == "Nid oes testun."


def test_a_phrase_is_read_into_the_language_of_each_reader(welsh):
    phrase = "30 June 2013"
    assert read(phrase).reading == "On 30 June 2013."
    with speaking(welsh):
        assert read(phrase).reading == "On 30 Mehefin 2013."
    assert read(phrase).reading == "On 30 June 2013."
