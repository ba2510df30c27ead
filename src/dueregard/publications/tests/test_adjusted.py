"""Verdicts of a report that allow for the users' ages, where these go out beside them."""

import csv
import io

import pytest

from dueregard.monitoring.tests.factories import AGE, SEX, by_age, census, joint, loaded, of
from dueregard.monitoring.tests.test_adjusting import everywhere, load, population
from dueregard.publications import reports
from dueregard.publications.tests.factories import PERIOD, prepared, published
from tests.pages import page

URL = "/published/fairshire/annual-equality-report-2025/"
TITLE = "Sex of people who used Libraries"


@pytest.fixture
def older(analyst):
    """Users of whom the women are older: at their ages, as many as the population has."""
    census(*of(analyst), joint())
    return loaded(analyst, by_age(Female=(100, 400), Male=(100, 100)), columns=(SEX, AGE))


def rows(client, name):
    content = client.get(URL + name).content
    return {row["Group"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}


def test_crude_and_adjusted_stand_together_and_the_verdict_is_adjusted(
    older, officer, director, plan, client
):
    published(officer, director, plan=plan, choice=[(older.pk, "sex"), (older.pk, "age")])
    seen = page(client.get(URL))
    women = seen.table(TITLE)[0]
    assert (women["Share of population"], women["Share expected at their ages"]) == ("60.0%", "71.4%")
    assert women["What may be said"] == "No difference shown"
    assert "indirect standardisation over 2 bands of age" in seen.main
    assert "share expected at their ages" in seen.main
    found = rows(client, "table-1-sex.csv")
    assert found["Female"]["Share expected at their ages, per cent"] == "71.4"
    assert (found["Female"]["Index, 1 is parity"], found["Female"]["Index, adjusted for age"]) == (
        "1.19",
        "1.00",
    )
    assert found["Everybody"]["Index, adjusted for age"] == "[x]"


def test_where_ages_and_wards_go_out_together_the_verdict_is_adjusted_for_both(
    analyst, officer, director, client
):
    everywhere(analyst, population())
    dataset = load(analyst)
    published(officer, director, choice=[(dataset.pk, "sex"), (dataset.pk, "age+place")])
    women = page(client.get(URL)).table(TITLE)[0]
    assert women["Share expected at their ages and in their areas"] == "38.8%"
    assert women["What may be said"] == "No difference shown"
    found = rows(client, "table-1-sex.csv")
    assert found["Female"]["Index, adjusted for age and area"] == "1.00"


def test_ages_that_do_not_go_out_are_not_told_by_what_is_expected_at_them(
    older, officer, director, plan, client
):
    published(officer, director, plan=plan, choice=[(older.pk, "sex")])
    seen = page(client.get(URL))
    assert "Share expected at their ages" not in seen.table(TITLE)[0]
    assert seen.table(TITLE)[0]["What may be said"] == "More than expected"
    assert "Not adjusted for age: the ages of users are not among these tables." in seen.main
    assert "Index, adjusted for age" not in rows(client, "table-1-sex.csv")["Female"]


def test_a_version_that_was_prepared_before_there_was_an_adjustment_is_read(older, officer, plan):
    version = prepared(officer, plan=plan, choice=[(older.pk, "sex"), (older.pk, "age")])
    for figures in version.taken["figures"]:
        for kept in figures["tables"]:
            del kept["expected"]
    shown = reports.report(version, published_on=PERIOD["ends_on"]).tables[0]
    assert shown.comparison_notes[0].startswith("Not adjusted for age: shares stand")
