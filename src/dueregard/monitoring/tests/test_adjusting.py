"""Shares that are expected where users live, and at their ages there."""

import pytest

from dueregard.monitoring import services
from dueregard.monitoring.models import EVERYWHERE, MappedColumn
from dueregard.monitoring.tests.factories import AGE, SEX, census, mapped, of
from tests.pages import page

AGES = ("16 to 64", "65 and over")
WARD = MappedColumn("Ward", "place", "as written")
ALIKE = {("North", 0): 50, ("North", 1): 10, ("South", 0): 20, ("South", 1): 40}
"""Women in 100 people by ward and age."""


def population(wards=("North", "South"), ages=AGES, women=ALIKE):
    """A hundred people of each age in each ward."""
    lines = [
        f"E{number},{ward},2021-03-21,{band},{sex},{people}"
        for number, ward in enumerate(wards, start=1)
        for age, band in enumerate(ages)
        for sex, people in (("Female", women[ward, age]), ("Male", 100 - women[ward, age]))
    ]
    return "\n".join(["area_code,area_name,period,age,sex,value", *lines]).encode()


def crude_population():
    """The same people without ages."""
    women = {ward: ALIKE[ward, 0] + ALIKE[ward, 1] for ward in ("North", "South")}
    lines = [
        f"E{number},{ward},2021-03-21,{sex},{people}"
        for number, ward in enumerate(women, start=1)
        for sex, people in (("Female", women[ward]), ("Male", 200 - women[ward]))
    ]
    return "\n".join(["area_code,area_name,period,sex,value", *lines]).encode()


USERS = {("North", 0): 400, ("North", 1): 100, ("South", 0): 100, ("South", 1): 200}


def file_of(women=ALIKE, users=USERS):
    """So many users, of whom as many in a hundred are women as of the people of their ward and age."""
    lines = []
    for (ward, age), number in users.items():
        female = number * women[ward, age] // 100
        sexes = ["Female"] * female + ["Male"] * (number - female)
        lines += [f"{ward},{sex},{('30', '70')[age]}" for sex in sexes]
    return "\n".join(["Ward,Sex,Age", *lines]).encode()


def load(person, columns=(SEX, AGE, WARD), together=(("age", "place"),), content=None):
    dataset = mapped(person, content or file_of(), columns)
    return services.load(dataset, by=person.user, together=list(together))


def seen(reader, dataset, name="sex"):
    return page(reader.get(f"/monitoring/datasets/{dataset.pk}/representation/{name}/"))


def everywhere(person, content):
    benchmark = census(*of(person), content)
    return services.choose_area(benchmark, area=EVERYWHERE, by=person.user)


def test_users_who_are_as_the_people_of_their_age_and_ward_are_as_expected(analyst, reader):
    """200 + 10 + 20 + 80 of 800 are women; of the people 120 in 400 are."""
    everywhere(analyst, population())
    shown = seen(reader, load(analyst))
    women = shown.table("Sex of those who answered")[0]
    assert (women["Share of population"], women["Index (1 is parity)"]) == ("30.0%", "1.29")
    assert women["Share expected at their ages and in their areas"] == "38.8%"
    assert women["Index, adjusted for age and area"] == "1.00"
    assert women["What may be said"] == "No difference shown"
    assert "indirect standardisation over 4 groups of age and area" in shown.main
    assert "The crude comparison stands beside it." in shown.main
    assert "Not adjusted" not in shown.main


def test_without_ages_it_is_adjusted_for_area_and_says_so(analyst, reader):
    """500 of 800 live in North, where 60 in 200 are women, and 300 in South, where 60 in 200 are: no other than all."""
    everywhere(analyst, crude_population())
    shown = seen(reader, load(analyst, (SEX, WARD), ()))
    women = shown.table("Sex of those who answered")[0]
    assert women["Share expected in their areas"] == "30.0%"
    assert "indirect standardisation over 2 areas" in shown.main
    assert "Not adjusted for age: the population file has no ages beside its groups." in shown.main


def test_ages_and_wards_apart_are_adjusted_for_age_alone(analyst, reader):
    everywhere(analyst, population())
    shown = seen(reader, load(analyst, together=()))
    assert "Share expected at their ages" in shown.table("Sex of those who answered")[0]
    words = "Not adjusted for area: ages and areas of users are not counted together in these tables."
    assert words in shown.main


@pytest.mark.parametrize(
    ("wards", "said"),
    [
        (("North", "South"), ""),
        (("Elsewhere", "Overthere"), "Not adjusted for area: the places of users are not the areas of the"),
    ],
)
def test_places_that_are_no_areas_are_not_adjusted_for(wards, said, analyst, reader):
    women = {(ward, age): 40 for ward in wards for age in (0, 1)}
    everywhere(analyst, population(wards, women=women))
    shown = seen(reader, load(analyst))
    assert said in shown.main
    assert ("adjusted for age and area" in str(shown.table("Sex of those who answered"))) is not bool(said)


def test_one_area_is_nothing_to_adjust_for(analyst, reader):
    everywhere(analyst, population(("North",)))
    shown = seen(reader, load(analyst))
    assert "Index, adjusted for age" in shown.table("Sex of those who answered")[0]
    assert "adjusted for area" not in shown.main


def test_ages_are_adjusted_for_the_wards_they_live_in(analyst, reader):
    lines = [f"E{n},{ward},2021-03-21,{age},{count}" for n, ward, age, count in WARDS_BY_AGE]
    everywhere(analyst, "\n".join(["area_code,area_name,period,age,value", *lines]).encode())
    shown = seen(reader, load(analyst, (AGE, WARD), ()), "age")
    assert [row["Share expected in their areas"] for row in shown.table("Age of those who answered")][1:] == [
        "67.5%",
        "32.5%",
    ]


WARDS_BY_AGE = [
    (1, "North", "Aged 16 to 64 years", 90),
    (1, "North", "Aged 65 years and over", 10),
    (2, "South", "Aged 16 to 64 years", 30),
    (2, "South", "Aged 65 years and over", 70),
]


def test_the_users_of_one_ward_stand_beside_its_people_at_their_ages(analyst, reader):
    """Of 500 in North 400 are under 65, of whom half are women as of the people there: 42 in 100, not 30."""
    everywhere(analyst, population())
    dataset = load(analyst, together=(("age", "place"), ("sex", "place")))
    shown = page(reader.get(f"/monitoring/datasets/{dataset.pk}/pair/sex/place/", of="North"))
    women = shown.table("Sex of those in “North” who answered")[0]
    assert (women["Share of population"], women["Share expected at their ages"]) == ("30.0%", "42.0%")
    assert women["What may be said"] == "No difference shown"
    assert "Not adjusted for area" not in shown.main


def test_the_users_of_one_ward_whose_ages_are_not_counted_there_are_compared_crudely(analyst, reader):
    everywhere(analyst, population())
    dataset = load(analyst, together=(("sex", "place"),))
    shown = page(reader.get(f"/monitoring/datasets/{dataset.pk}/pair/sex/place/", of="North"))
    assert shown.table("Sex of those in “North” who answered")[0]["What may be said"] == "More than expected"
    assert "Not adjusted for age: the ages of users are not among these tables." in shown.main
