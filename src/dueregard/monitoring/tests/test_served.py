"""Who is and is not served, over all services, each gap told once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.monitoring import reports
from dueregard.monitoring.models import Row
from dueregard.monitoring.tests.factories import ETHNICITY, census, census_file, loaded, of, users
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]

URL = "/monitoring/served/"

ETHNIC_CENSUS = "\n".join(
    [
        "area_code,area_name,period,ethnic group,value",
        *(
            f"E1,Fairshire,2021-03-21,{group},{n}"
            for group, n in {
                "White British": 7000,
                "Indian": 1000,
                "Pakistani": 600,
                "Bangladeshi": 400,
                "African": 600,
                "Caribbean": 400,
            }.items()
        ),
    ]
).encode()


def by_ethnic_group(**counts):
    lines = [group.replace("_", " ") for group, n in counts.items() for _ in range(n)]
    return "\n".join(["Ethnic group", *lines]).encode()


def found(person):
    return reports.served(of(person)[0])


def told(person):
    return [(gap.group.label, gap.is_under, gap.people, gap.also) for gap in found(person).gaps]


def test_who_has_less_is_told_and_not_that_the_other_has_more(analyst):
    census(*of(analyst), census_file(Female=5000, Male=5000))
    loaded(analyst, users(Female=700, Male=300))
    assert told(analyst) == [("Male", True, 200, ("Female",))]


def test_a_gap_of_one_group_is_not_told_again_of_the_broad_group_it_is_in(analyst):
    census(*of(analyst), ETHNIC_CENSUS)
    people = {
        "White_British": 700,
        "Indian": 10,
        "Pakistani": 60,
        "Bangladeshi": 45,
        "African": 60,
        "Caribbean": 40,
    }
    loaded(analyst, by_ethnic_group(**people), columns=(ETHNICITY,))
    gaps = {gap.group.label: gap for gap in found(analyst).gaps}
    assert gaps["Indian"].also == ("Asian, Asian British or Asian Welsh",)
    assert "Asian, Asian British or Asian Welsh" not in gaps


def test_a_broad_gap_that_no_one_group_accounts_for_is_told_with_those_within(analyst):
    census(*of(analyst), ETHNIC_CENSUS)
    people = {
        "White_British": 900,
        "Indian": 30,
        "Pakistani": 20,
        "Bangladeshi": 10,
        "African": 70,
        "Caribbean": 50,
    }
    loaded(analyst, by_ethnic_group(**people), columns=(ETHNICITY,))
    gaps = {gap.group.label: gap for gap in found(analyst).gaps}
    broad = gaps["Asian, Asian British or Asian Welsh"]
    assert set(broad.also) == {"Indian", "Pakistani", "Bangladeshi"}
    assert not {"Indian", "Pakistani", "Bangladeshi"} & set(gaps)


def test_all_services_are_looked_through_the_latest_period_of_each(analyst, reader):
    census(*of(analyst), census_file(Female=5000, Male=5000))
    loaded(analyst, users(Female=520, Male=480))
    loaded(analyst, users(Female=900, Male=100), starts_on=date(2023, 4, 1), ends_on=date(2024, 3, 31))
    loaded(analyst, users(Female=300, Male=100), service="Pools")
    loaded(analyst, users(Female=10, Male=900), service="Gyms")
    loaded(analyst, users(Female=90, Male=10), service="Buses", row=Row.VISIT)
    loaded(analyst, by_ethnic_group(Indian=50, Pakistani=70), columns=(ETHNICITY,), service="Parks")
    assert told(analyst) == [("Female", True, 445, ("Male",)), ("Male", True, 100, ("Female",))]
    seen = page(reader.get(URL))
    assert (
        "Fewer people than expected: Female, Gyms 2024/25 (445 people); Male, Pools 2024/25 (100 people)."
        in seen.main
    )
    assert [row["People"] for row in seen.table("Every gap, those that touch most people first")] == [
        "445 fewer",
        "100 fewer",
    ]
    assert "The latest period of each of 4 services; 6 groups compared" in seen.main
    assert "Awaiting a population: Ethnic group (Parks)." in seen.main
    assert "visits and not people are counted: Buses." in seen.main


def test_where_nothing_is_found_the_page_says_what_was_tried(analyst, reader):
    assert "No service has a dataset that counts people yet." in page(reader.get(URL)).main
    loaded(analyst, users(Female=52, Male=50))
    nothing = page(analyst.get(URL))
    assert "No users can be compared with a population yet" in nothing.main
    assert "/monitoring/benchmarks/load/" in nothing.links.values()
    assert "/monitoring/benchmarks/load/" not in page(reader.get(URL)).links.values()
    census(*of(analyst), census_file(Female=5000, Male=5000))
    seen = page(reader.get(URL)).main
    assert "No group of any service is shown to be served more or less than expected." in seen
    assert "Of 2 of these nothing can be said" in seen


def test_a_column_that_nothing_can_be_said_of_is_named(analyst, reader):
    """Of the first service the few men are withheld, and the women with them."""
    census(*of(analyst), census_file(Female=5000, Male=5000))
    loaded(analyst, users(Female=200, Male=3), service="Quiet")
    loaded(analyst, users(Female=700, Male=300), service="Pools")
    assert found(analyst).untold == ("Sex (Quiet)",)
    assert (
        "since counts are withheld or the lists of groups do not match: Sex (Quiet)."
        in page(reader.get(URL)).main
    )


def test_among_very_many_tests_what_chance_explains_is_not_told(analyst):
    """One service is a little uneven, at p = 0.04: by itself that is told, among ten services it is not."""
    census(*of(analyst), census_file(Female=5000, Male=5000))
    loaded(analyst, users(Female=233, Male=190), service="Uneven")
    assert told(analyst) == [("Male", True, 22, ("Female",))]
    for number in range(9):
        loaded(analyst, users(Female=200, Male=200), service=f"Even {number}")
    assert told(analyst) == []


def test_it_asks_the_database_no_more_for_many_services(analyst):
    census(*of(analyst), census_file(Female=5000, Male=5000))
    asked = []
    for number in range(4):
        loaded(analyst, users(Female=300, Male=100), service=f"Pool {number}")
        with CaptureQueriesContext(connection) as queries:
            found(analyst)
        asked.append(len(queries))
    assert asked[0] == asked[-1] == 2


def test_others_are_not_shown_it(analyst, stranger):
    census(*of(analyst), census_file(Female=5000, Male=5000))
    loaded(analyst, users(Female=700, Male=300))
    assert "No service has a dataset" in page(stranger.get(URL)).main
