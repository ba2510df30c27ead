"""What went out, and what it tells of the people whom new tables count."""

import numpy as np
import pytest
from django.db import IntegrityError

from dueregard.access.tests.factories import OrganisationFactory
from dueregard.audit.models import Event
from dueregard.releases import services
from dueregard.releases.models import LedgerEntry
from dueregard.releases.reports import published_about
from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, protect

SEX = Dimension("sex", ("1", "2"))
AGE = Dimension("age", ("young", "old"))
USERS = {"population": "Libraries", "period": "2024"}
OTHERS = {"population": "Museums", "period": "2024"}


def cube(counts=(600, 400), dimension=SEX, universe=USERS):
    return Cube(dimension.name, (dimension,), np.array(counts), universe=universe)


def released(*cubes):
    return protect(cubes, Policy(), name="first", key=1)


@pytest.fixture
def enter(council, officer):
    def enter(*cubes, organisation=council):
        return services.enter(organisation, release=released(*cubes), source="/there/", by=officer.user)

    return enter


def test_what_goes_out_is_kept_as_it_was_and_audited(enter, officer):
    entry = enter(cube())
    assert entry.release.as_dict() == released(cube()).as_dict()
    assert str(entry) == "/there/"
    event = Event.objects.get(kind="releases.release_entered")
    assert (event.by, event.target) == (f"access.User:{officer.user.pk}", f"releases.LedgerEntry:{entry.pk}")


def test_an_entry_is_never_changed_or_deleted(enter):
    entry = enter(cube())
    with pytest.raises(TypeError, match="never changed"):
        entry.save()
    for deed in (LedgerEntry.objects.all().delete, lambda: LedgerEntry.objects.update(source="x")):
        with pytest.raises(TypeError, match="readers know it"):
            deed()


def test_an_entry_names_its_source(council, officer):
    with pytest.raises(IntegrityError, match="ledger_entry_names_its_source"):
        services.enter(council, release=released(cube()), source="", by=officer.user)


def test_only_tables_that_protect_made_go_out(council, officer):
    from dataclasses import replace

    with pytest.raises(TypeError, match="only tables that protect"):
        services.enter(
            council, release=replace(released(cube()), tables=(cube(),)), source="x", by=officer.user
        )
    assert not LedgerEntry.objects.exists()


def test_a_refused_release_does_not_go_out(council, officer):
    from dataclasses import replace

    release = released(cube())
    refused = replace(release, tables=(), private=replace(release.private, blocking=("a cell",)))
    with pytest.raises(TypeError, match="only tables that protect"):
        services.enter(council, release=refused, source="x", by=officer.user)


def test_what_is_known_of_the_same_people_is_found_and_nothing_else(enter, council):
    entry = enter(cube(), cube((10, 20), universe=OTHERS))
    known = published_about(council, [cube((300, 700), AGE)])
    assert [table.name for table in known[entry.pk].tables] == ["sex"]
    assert known[entry.pk].tables[0].universe == USERS
    assert published_about(council, [cube(universe={"population": "Pools", "period": "2024"})]) == {}


def test_bodies_of_one_tree_know_what_each_other_published(enter, council, stranger):
    school = OrganisationFactory(parent=council)
    entry = enter(cube(), organisation=school)
    assert list(published_about(council, [cube()])) == [entry.pk]
    assert published_about(stranger.membership.organisation, [cube()]) == {}


def test_figures_of_another_extract_are_left_out(enter, council):
    enter(cube())
    assert published_about(council, [cube((601, 399))]) == {}


def test_a_withheld_figure_contradicts_nothing(enter, council):
    entry = enter(cube((600, 3)))
    assert list(published_about(council, [cube((600, 3))])) == [entry.pk]


def test_another_list_of_groups_is_compared_by_its_total(enter, council):
    entry = enter(cube())
    other = Dimension("sex", ("F", "M"))
    assert list(published_about(council, [cube((500, 500), other)])) == [entry.pk]
    assert published_about(council, [cube((500, 501), other)]) == {}


def test_groups_of_groups_are_compared_too(enter, council):
    nested = Dimension("age", ("0-4", "5-9", "10+"), parents={"0-4": "under 10", "5-9": "under 10"})
    entry = enter(cube((10, 20, 30), nested))
    assert list(published_about(council, [cube((10, 20, 30), nested)])) == [entry.pk]
    assert published_about(council, [cube((10, 21, 29), nested)]) == {}
