from collections import Counter

import pytest
from django.template import engines
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from dueregard.kit.remembering import MOST, Unfrozen, frozen, remembering


@pytest.fixture
def drawn():
    """How often a macro was drawn, by its text."""
    return Counter()


@pytest.fixture
def draw(drawn):
    def macro(params):
        drawn[params.get("text")] += 1
        return Markup("<b>{}</b>").format(params.get("text"))

    return remembering(macro)


def test_the_same_parameters_are_drawn_once(draw, drawn):
    answers = {draw({"text": "Save", "items": [{"value": "1"}]}) for _time in range(3)}
    assert answers == {"<b>Save</b>"}
    assert drawn == {"Save": 1}


def test_others_are_drawn_anew(draw):
    assert draw({"text": "Save"}) != draw({"text": "Cancel"})


def test_text_and_markup_of_the_same_letters_are_never_taken_for_each_other(draw):
    assert draw({"text": Markup("<i>")}) == "<b><i></b>"
    assert draw({"text": "<i>"}) == "<b>&lt;i&gt;</b>"


@pytest.mark.parametrize(
    ("one", "other"),
    [(True, 1), (0, False), (None, ""), ("1", 1), ({"a": ""}, {"b": ""}), ([], {}), (["a"], "a")],
)
def test_what_is_drawn_otherwise_is_another_key(one, other):
    assert frozen({"text": one}) != frozen({"text": other})


def test_what_somebody_typed_is_drawn_each_time(draw, drawn):
    for _time in range(2):
        draw({"text": "Note", "value": "what was done"})
    assert drawn["Note"] == 2


def test_words_that_change_with_the_language_are_drawn_each_time(draw, drawn):
    words = gettext_lazy("Save")
    with pytest.raises(Unfrozen):
        frozen(words)
    assert draw({"text": words}) == draw({"text": words}) == "<b>Save</b>"
    assert sum(drawn.values()) == 2


def test_only_the_newest_are_kept(draw, drawn):
    for number in [*range(MOST + 1), 0]:
        draw({"text": str(number)})
    assert drawn["0"] == 2
    assert drawn[str(MOST)] == 1


def test_a_component_in_a_template_is_remembered():
    jinja = engines.all()[0].env
    page = jinja.from_string(
        '{% from "govuk_frontend_jinja/components/tag/macro.html" import govukTag %}{{ govukTag({"text": words}) }}'
    )
    assert page.render(words="Due").strip() == page.render(words="Due").strip()
    assert page.render(words="<Due>").strip() == '<strong class="govuk-tag">\n  &lt;Due&gt;\n</strong>'
    assert page.render(words=Markup("<i>Due</i>")).strip().count("<i>") == 1
