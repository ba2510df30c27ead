import pytest
from django.db import connection, transaction

from dueregard.audit import services
from dueregard.audit.models import GENESIS, Event, Head

pytestmark = pytest.mark.django_db

IMPORT = services.Process("import")


def three_events():
    return [services.record("plans.plan_imported", by=IMPORT, step=step) for step in (1, 2, 3)]


def tamper(number, **columns):
    """Change a row as somebody with the database would, past the model."""
    with connection.cursor() as cursor:
        for column, value in columns.items():
            cursor.execute(f"update audit_event set {column} = %s where number = %s", [value, number])


def test_events_are_numbered_and_chained():
    first, second, third = three_events()
    assert (first.number, first.previous) == (1, GENESIS)
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert services.head() == third.hash
    assert services.verify() == services.Verification(3, third.hash)


def test_an_empty_chain_is_whole():
    assert services.verify() == services.Verification(0, GENESIS)
    assert services.verify(GENESIS).is_whole


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"payload": '{"step": 9}'}, "what it says was changed"),
        ({"by": "process:other"}, "who, when or what it is about was changed"),
        ({"digest": "a" * 64}, "what it says was changed"),
        ({"previous": "a" * 64}, "it does not follow the event before it"),
    ],
)
def test_a_changed_row_is_found(columns, reason):
    three_events()
    tamper(2, **columns)
    found = services.verify()
    assert (found.broken_at, found.reason, found.rows) == (2, reason, 1)
    assert not found.is_whole


def test_a_removed_row_is_found():
    three_events()
    with connection.cursor() as cursor:
        cursor.execute("delete from audit_event where number = 2")
    assert services.verify().reason == "event 2 is missing"


def test_a_cut_tail_is_found():
    _, second, third = three_events()
    with connection.cursor() as cursor:
        cursor.execute("delete from audit_event where number = 3")
    assert services.verify().broken_at == 3
    Head.objects.update(rows=2, hash=second.hash)  # a careful forger mends the head too
    assert services.verify().is_whole
    assert not services.verify(third.hash).is_whole
    assert services.verify(second.hash).is_whole


def test_an_event_needs_a_person_or_a_process():
    with pytest.raises(TypeError, match="names a saved person or a process"):
        services.record("plans.plan_imported", by=Event())


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_the_transaction_of_its_deed():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        services.record("plans.plan_imported", by=IMPORT)
    with transaction.atomic():
        assert services.record("plans.plan_imported", by=IMPORT).number == 1


def test_events_are_never_changed_or_deleted():
    three_events()
    with pytest.raises(TypeError, match="never changed"):
        Event.objects.update(kind="x")
    with pytest.raises(TypeError, match="never deleted"):
        Event.objects.all().delete()


def redacted(number, words='{"step": "gone"}'):
    return services.redact({number: words}, by=IMPORT, reason="a name")


def test_words_go_and_the_chain_stays_whole():
    _, second, _ = three_events()
    redacted(2)
    assert Event.objects.get(number=2).payload == '{"step": "gone"}'
    assert Event.objects.get(number=2).salt != second.salt
    found = services.verify(second.hash)
    assert (found.is_whole, found.rows, found.redacted) == (True, 4, (2,))


def test_what_was_redacted_is_not_changed_again_in_silence():
    three_events()
    redacted(2)
    tamper(2, payload='{"step": 2}')
    assert (services.verify().broken_at, services.verify().reason) == (2, "what it says was changed")


def test_words_are_redacted_twice():
    three_events()
    redacted(2)
    redacted(2, "{}")
    assert (services.verify().is_whole, services.verify().redacted) == (True, (2,))


def test_what_says_that_words_were_redacted_is_never_redacted():
    three_events()
    event = redacted(2)
    with pytest.raises(ValueError, match="never redacted"):
        redacted(event.number)
    tamper(event.number, payload='{"redacted": {}}')
    assert services.verify().broken_at == 2  # without its witness, the redacted event counts as changed
