"""Who objected may be counted again, without the tables telling who it is."""

from contextlib import suppress
from datetime import date
from itertools import combinations

import numpy as np
import pytest
from django.core.exceptions import ValidationError

from dueregard.audit.models import Event
from dueregard.monitoring import reports, services
from dueregard.monitoring.models import Dataset, Objection
from dueregard.monitoring.tests.factories import BRANCH, SEX, branch_users, mapped, of
from dueregard.monitoring.tests.test_kept_rows import TEN, objects, shown, with_cards
from equalities.refusals import Refused
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]

HUB = "/monitoring/data-protection/"
BACK = f"{HUB}take-back-objection/"


def takes_back(person, reference="C0"):
    return services.take_back_objection(
        of(person)[0], service="libraries", reference=reference, by=person.user
    )


def test_who_takes_an_objection_back_is_in_the_next_file_of_the_period(analyst):
    with_cards(analyst)
    objects(analyst)
    taken = takes_back(analyst, " c0 ")
    assert (taken.taken_back_by, taken.had_rows) == (analyst.user, True)
    assert Event.objects.get(kind="monitoring.objection_taken_back").payload == '{"service": "Libraries"}'
    assert reports.objections(of(analyst)[0]) == []
    assert [cube.total for cube in with_cards(analyst).cubes] == [250, 250]


def test_kept_rows_without_somebody_who_is_counted_again_make_no_tables(analyst):
    """They would be of one person less than those that are shown, of whom nobody is said to have left."""
    first = with_cards(analyst)
    objects(analyst)
    takes_back(analyst)
    with pytest.raises(Refused, match="upload the file of the period again"):
        services.make_again(first, by=analyst.user)
    assert list(Dataset.objects.all()) == [first]
    again = with_cards(analyst)
    assert services.make_again(again, by=analyst.user).same_people_as == first


def test_a_period_whose_tables_were_shown_without_them_stays_without_them(analyst):
    first = with_cards(analyst)
    objects(analyst, *TEN)
    without = services.make_again(first, by=analyst.user)
    taken = takes_back(analyst, TEN[3])
    assert reports.returning(taken).stay_out == (without.years,)
    again = with_cards(analyst)
    assert [cube.total for cube in again.cubes] == [240, 240]
    assert shown(again) == shown(without)
    assert [cube.total for cube in services.make_again(again, by=analyst.user).cubes] == [240, 240]


def test_who_objected_before_the_period_was_loaded_stays_out_of_it_too(analyst):
    objects(analyst)
    with_cards(analyst)
    takes_back(analyst)
    assert [cube.total for cube in with_cards(analyst).cubes] == [249, 249]
    later = mapped(
        analyst,
        branch_users(),
        (SEX, BRANCH),
        "Card",
        starts_on=date(2025, 4, 1),
        ends_on=date(2026, 3, 31),
    )
    assert services.load(later, by=analyst.user).cubes[0].total == 250


def test_a_reference_that_nobody_has_is_taken_back_without_a_trace_in_the_rows(analyst):
    first = with_cards(analyst)
    objects(analyst, "C999")
    taken = takes_back(analyst, "C999")
    assert (taken.had_rows, reports.returning(taken)) == (False, reports.Returning((), ()))
    assert [cube.total for cube in services.make_again(first, by=analyst.user).cubes] == [250, 250]


def test_somebody_may_object_once_more(analyst):
    first = with_cards(analyst)
    objects(analyst, *TEN)
    takes_back(analyst, TEN[0])
    objects(analyst, TEN[0])
    assert Objection.objects.filter(taken_back_at=None).count() == 10
    assert [cube.total for cube in services.make_again(first, by=analyst.user).cubes] == [240, 240]


def test_an_objection_that_is_taken_back_meanwhile_stops_what_is_being_made(analyst, meanwhile):
    objects(analyst)
    meanwhile(lambda: takes_back(analyst))
    with pytest.raises(Refused, match="Somebody asked not to be counted"):
        with_cards(analyst)


def deed(analyst, rng):
    """One of what people do about a period, by chance; whoever it is about is one of thirty."""
    who, *others = (f"C{number}" for number in rng.choice(range(40, 70), 4, replace=False))
    do = rng.choice(["object", "object", "object", "take back", "make again", "upload", "upload"])
    if do == "object":
        objects(analyst, who, *others)
    elif do == "take back":
        takes_back(analyst, who)
    elif do == "upload":
        with_cards(analyst)
    else:
        services.make_again(Dataset.objects.loaded().get(), by=analyst.user)


@pytest.mark.parametrize("seed", range(4))
def test_no_two_tables_of_a_period_differ_by_a_few_people(analyst, seed):
    """Whatever is objected, taken back, made again and uploaded: no count shown twice differs by 1 to 4."""
    rng = np.random.default_rng(seed)
    objects(analyst, *(f"C{number}" for number in rng.choice(range(40, 70), 9, replace=False)))
    with_cards(analyst)
    for _ in range(20):
        with suppress(Refused, ValidationError):
            deed(analyst, rng)
    seen = [shown(each) for each in Dataset.objects.exclude(loaded_at=None)]
    differences = {
        abs(one[table][codes] - other[table][codes])
        for one, other in combinations(seen, 2)
        for table in one
        for codes in one[table].keys() & other[table].keys()
    }
    assert len(seen) > 1
    assert not differences & {1, 2, 3, 4}


def said_after(analyst, reference):
    answer = analyst.client.post(BACK, {"service": "Libraries", "reference": reference}, follow=True)
    return page(answer).messages


def test_an_objection_is_taken_back_and_the_page_says_what_brings_the_rows(analyst, reader):
    with_cards(analyst)
    objects(analyst)
    assert BACK in page(analyst.get(HUB)).links.values()
    assert BACK not in page(reader.get(HUB)).links.values()
    assert said_after(analyst, " c0 ") == [
        "Taken back. The person is counted in files that are uploaded from now on. The rows that are kept of 2024/25 are "
        "without theirs: before tables of that are made again, upload its file again, which brings them."
    ]
    assert "Nobody has objected so far" in page(reader.get(HUB)).main
    assert Event.objects.filter(kind="monitoring.objection_taken_back").count() == 1


def test_of_which_periods_they_stay_out_is_said(analyst):
    services.note_objection(
        mapped(analyst).organisation, service="Libraries", reference="C0", by=analyst.user
    )
    with_cards(analyst)
    assert said_after(analyst, "C0") == [
        "Taken back. The person is counted in files that are uploaded from now on. Tables of 2024/25 were shown without "
        "them, so they stay out of that: one person more would tell who."
    ]


def test_an_objection_that_nobody_noted_is_not_taken_back(analyst, reader, stranger):
    with_cards(analyst)
    objects(analyst)
    seen = page(analyst.post(BACK, service="Libraries", reference="C-0"))
    assert seen.errors == [
        "No objection with this reference is noted for this service: check how it is written."
    ]
    assert analyst.get(BACK).status_code == 200
    assert reader.post(BACK, service="Libraries", reference="C0").status_code == 403
    with_cards(stranger)
    assert page(stranger.post(BACK, service="Libraries", reference="C0")).errors == seen.errors
    assert Objection.objects.get().taken_back_at is None


def test_tables_that_were_purged_are_said_to_count_them_for_good(analyst, reader):
    dataset = with_cards(analyst)
    objects(analyst)
    services.purge(dataset, by=analyst.user)
    seen = page(reader.get(HUB)).main
    assert "made again once at least" not in seen
    assert "can never be made anew for fewer people" in seen
