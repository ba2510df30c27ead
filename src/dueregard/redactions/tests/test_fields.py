"""A new column of text fails here until somebody says what a redaction does with it."""

from collections import Counter

from django.apps import apps

from dueregard.access.models import Organisation, User
from dueregard.access.ownership import owned_rows, owners
from dueregard.redactions import fields

COLUMNS = [name for names in fields.WORDLESS.values() for name in names.split()] + [
    f"{label}.{name}"
    for table in (fields.BLANKED, fields.LISTED)
    for label, names in table.items()
    for name in names.split()
]


def ours():
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("dueregard.")
    ]
    return [field for model in found for field in model._meta.concrete_fields if fields.holds_text(field)]


def test_each_column_of_text_is_declared_once():
    assert Counter(COLUMNS) == Counter(f"{field.model._meta.label}.{field.name}" for field in ours())


def test_each_app_of_other_people_is_declared():
    others = {
        model._meta.app_label for model in apps.get_models() if not model.__module__.startswith("dueregard.")
    }
    assert others <= fields.NOT_OURS.keys()


def test_the_rows_of_each_model_with_words_are_known_to_be_somebodys():
    models = {model for table in (fields.BLANKED, fields.LISTED) for model, _columns in fields.of(table)}
    assert [model._meta.label for model in models if not owners(model) and model is not User] == []


def test_an_organisation_is_its_own(council, stranger):
    assert list(owned_rows(Organisation, council)) == [council]
