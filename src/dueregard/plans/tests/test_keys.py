from datetime import UTC, datetime

from django.core import signing

from dueregard.plans import reports
from dueregard.plans.models import Action
from dueregard.plans.reports import keys
from equalities.documents.writers import ExportTable

AT = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
ACTION = Action(pk=7, version=3)


def test_a_key_says_which_action_in_which_version_and_when():
    assert keys.read_key(keys.written(ACTION, AT)) == keys.Key(7, 3, AT)


def test_a_key_that_was_changed_or_made_up_is_none():
    key = keys.written(ACTION, AT)
    assert keys.read_key(key[:-1] + ("a" if key[-1] != "a" else "b")) is None
    assert keys.read_key(signing.dumps([7, 3, 0], salt="another use")) is None
    assert keys.read_key("7") is None
    assert keys.read_key("") is None


def test_the_table_takes_three_columns_to_fill_in_and_a_hidden_key():
    table = ExportTable("Actions", "", ("Action",), (("Fit ramps",),))
    wider = reports.to_fill_in(table, [ACTION], AT)
    assert wider.headings == ("Action", "New status", "What happened", "Evidence", "dueregard key")
    assert wider.rows == (("Fit ramps", None, None, None, keys.written(ACTION, AT)),)
    assert wider.hidden == ("dueregard key",)


def test_headings_are_known_in_every_language(settings):
    assert reports.column_names() == {
        "dueregard key": "key",
        "New status": "status",
        "What happened": "note",
        "Evidence": "evidence",
        "No.": "ref",
        "Action": "text",
    }
