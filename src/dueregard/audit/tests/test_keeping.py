from itertools import count

import pytest
from django.db import transaction
from django.utils.translation import override

from dueregard.audit.keeping import kept_until_written
from dueregard.audit.services import Process, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counts_kept")]


@pytest.fixture
def ask():
    """A count that is another each time it is made."""
    numbers = count(1)
    return lambda *key: kept_until_written(lambda: next(numbers), *key)


def write():
    with transaction.atomic():
        return record("tests.done", by=Process("test"))


def test_it_is_made_once_while_nobody_writes(ask):
    write()
    assert [ask("late", 7), ask("late", 7)] == [1, 1]


def test_it_is_made_anew_after_a_write(ask):
    assert ask("late", 7) == 1
    write()
    assert [ask("late", 7), ask("late", 7)] == [2, 2]


def test_a_write_that_was_taken_back_is_none(ask):
    assert ask("late", 7) == 1
    with transaction.atomic():
        record("tests.done", by=Process("test"))
        assert ask("late", 7) == 2
        transaction.set_rollback(True)
    assert ask("late", 7) == 3


@pytest.mark.parametrize("other", [("late", 8), ("due", 7), ("late",), ("late", 7, "")])
def test_what_is_asked_for_otherwise_is_another(ask, other):
    assert [ask("late", 7), ask(*other)] == [1, 2]


def test_each_language_has_its_own(ask):
    assert ask("late") == 1
    with override("cy"):
        assert ask("late") == 2


def test_what_is_written_while_it_is_made_is_not_missed():
    def make():
        write()
        return "as it was"

    assert kept_until_written(make, "late") == "as it was"
    assert kept_until_written(lambda: "as it is", "late") == "as it is"
