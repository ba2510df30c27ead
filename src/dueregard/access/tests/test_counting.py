import pytest
from django.db import transaction

from dueregard.access.counting import kept_within
from dueregard.access.tests.factories import OrganisationFactory
from dueregard.audit.services import Process, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counts_kept")]
TEST = Process("test")


def write(organisation=None, target=None):
    with transaction.atomic():
        return record("tests.done", by=TEST, organisation=organisation, target=target or organisation)


@pytest.fixture
def region():
    """With two bodies under it, of which something is in the log."""
    top = OrganisationFactory(name="Region")
    for name in ("North", "South"):
        write(OrganisationFactory(name=name, parent=top))
    return top


@pytest.fixture
def counted():
    """The keys that were counted, each time that something was."""
    return []


@pytest.fixture
def ask(counted):
    def make(keys):
        counted.append(set(keys))
        return {key: f"number {key}" for key in keys}

    return lambda organisation, *key: kept_within(organisation, make, *(key or ("late",)))


def keys(*organisations):
    return {each.pk for each in organisations}


def test_each_is_counted_once_while_nobody_writes(region, ask, counted):
    north, south = region.bodies.order_by("name")
    expected = {f"number {each.pk}" for each in (region, north, south)}
    assert [set(ask(region)), set(ask(region))] == [expected, expected]
    assert counted == [keys(region, north, south)]


def test_what_was_counted_for_one_reader_serves_another(region, ask, counted):
    north, south = region.bodies.order_by("name")
    assert ask(north) == [f"number {north.pk}"]
    ask(region)
    assert counted == [keys(north), keys(region, south)]


def test_after_a_write_that_organisation_is_counted_and_those_above_it(region, ask, counted):
    north, _south = region.bodies.order_by("name")
    ask(region)
    write(north)
    assert len(ask(region)) == 3
    assert counted[1:] == [keys(north, region)]
    ask(region)
    assert len(counted) == 2


def test_a_write_above_may_be_about_any_below(region, ask, counted):
    north, south = region.bodies.order_by("name")
    ask(north), ask(south)
    write(region)
    ask(south), ask(north)
    assert counted[2:] == [keys(south), keys(north)]


def test_a_write_that_names_no_target_may_be_about_any(region, ask, counted):
    ask(region)
    write()
    ask(region)
    assert counted[0] == counted[1]


def test_who_signs_in_changes_no_count(region, ask, counted, officer):
    ask(region)
    write(target=officer.user)
    write(OrganisationFactory(name="Elsewhere"), target=officer.user)
    ask(region)
    assert len(counted) == 1


def test_a_body_that_comes_is_counted(region, ask, counted):
    ask(region)
    east = OrganisationFactory(name="East", parent=region)
    assert len(ask(region)) == 4
    assert counted[1] == keys(region, east)


def test_a_write_that_was_taken_back_is_none(region, ask, counted):
    north = region.bodies.get(name="North")
    ask(north)
    with transaction.atomic():
        record("tests.done", by=TEST, organisation=north, target=north)
        ask(north)
        transaction.set_rollback(True)
    ask(north)
    write(north)  # of the same number as the one that was taken back
    ask(north)
    assert counted == [keys(north)] * 4


def test_nothing_is_kept_where_no_log_says_when_something_is_written(ask, counted):
    alone = OrganisationFactory(name="Alone")
    ask(alone), ask(alone)
    assert counted == [keys(alone)] * 2


def test_what_there_is_none_of_is_kept_too(region):
    asked = []
    for _time in range(2):
        assert kept_within(region, lambda keys: asked.append(keys) or {}, "late") == []
    assert len(asked) == 1


@pytest.mark.parametrize("other", [("late", 8), ("due", 7), ("late",), ("late", 7, "")])
def test_what_is_asked_for_otherwise_is_another(region, ask, counted, other):
    ask(region, "late", 7)
    ask(region, *other)
    assert len(counted) == 2


def test_what_is_written_while_it_is_counted_is_not_missed(region):
    north = region.bodies.get(name="North")

    def make(keys):
        write(north)
        return dict.fromkeys(keys, "as it was")

    assert kept_within(north, make, "late") == ["as it was"]
    assert kept_within(north, lambda keys: dict.fromkeys(keys, "as it is"), "late") == ["as it is"]


def test_it_takes_one_query_while_nobody_writes(region, ask, django_assert_num_queries):
    ask(region)
    with django_assert_num_queries(1):
        ask(region)
