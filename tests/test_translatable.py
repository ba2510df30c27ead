"""What is said to people can be put into another language: a sentence stands whole, and its values beside it."""

import ast
import re
import string
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src"
SAYING = {"Refused", "say", "say_many", "to_say", "to_say_many"}
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}
MODULES = [
    path
    for path in sorted(SRC.rglob("*.py"))
    if not {"tests", "migrations"} & set(path.relative_to(SRC).parts)
]


def calls(path, names):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in names and node.args:
            yield node


def is_text(node):
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def is_built(node):
    """Whether a text is put together before it is looked up: by an f-string, by %, by + or by a method."""
    if isinstance(node, ast.BinOp):
        return is_text(node.left) or is_text(node.right) or is_built(node.left) or is_built(node.right)
    is_method = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return isinstance(node, ast.JoinedStr) or (is_method and is_text(node.func.value))


@pytest.mark.parametrize(
    ("written", "built"),
    [
        ('f"There is no {name}."', True),
        ('"There is no %s." % name', True),
        ('"There is no " + name', True),
        ('"There is no {}.".format(name)', True),
        ('"There is no {name}."', False),
        ("NO_COLUMN", False),
    ],
)
def test_texts_put_together_are_told_from_those_that_stand_whole(written, built):
    assert is_built(ast.parse(written, mode="eval").body) is built


def test_no_sentence_is_put_together_before_it_is_looked_up():
    found = [
        f"{path.relative_to(SRC)}:{call.lineno}"
        for path in MODULES
        for call in calls(path, SAYING | GETTEXT)
        if any(is_built(each) for each in call.args)
    ]
    assert found == []


def test_each_sentence_has_the_values_that_it_names():
    found = [
        f"{path.relative_to(SRC)}:{call.lineno}"
        for path in MODULES
        for call in calls(path, {"Refused", "say"})
        if isinstance(call.args[0], ast.Constant) and all(value.arg for value in call.keywords)
        if call.keywords and named(call.args[0].value) != {value.arg for value in call.keywords}
    ]
    assert found == []


def named(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_a_sentence_with_names_in_it_is_given_their_values():
    found = [
        f"{path.relative_to(SRC)}:{call.lineno}"
        for path in MODULES
        for call in calls(path, {"Refused", "say"})
        if isinstance(call.args[0], ast.Constant) and not call.keywords
        if re.search(r"\{[a-z_]+[:}]", call.args[0].value)
    ]
    assert found == []
