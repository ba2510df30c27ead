from datetime import date

import pytest

from dueregard.monitoring.models import MappedColumn, Row
from dueregard.monitoring.tests.factories import ETHNICITY, SEX, census, census_file, loaded, of, users
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]


CHANGE = "Latest change, in points (and its interval)"


def url(dataset, name="sex", kind="representation"):
    return f"/monitoring/datasets/{dataset.pk}/{kind}/{name}/"


def test_users_against_population(analyst, reader):
    dataset = loaded(analyst, users(Female=700, Male=300, **{"Prefer not to say": 50}))
    census(*of(analyst))
    seen = page(reader.get(url(dataset)))
    assert seen.h1 == "Sex"
    assert seen.table("Sex of those who answered") == [
        {
            "Group": "Female",
            "Users": "700",
            "Share of users (and its interval)": "70.0% (67.1 to 72.8)",
            "Share of population": "52.0%",
            "Index (1 is parity)": "1.35",
            "What may be said": "More than expected",
        },
        {
            "Group": "Male",
            "Users": "300",
            "Share of users (and its interval)": "30.0% (27.2 to 32.9)",
            "Share of population": "48.0%",
            "Index (1 is parity)": "0.62",
            "What may be said": "Fewer than expected",
        },
    ]
    assert seen.table("Who answered") == [
        {"Answer": "Answered", "Users": "1,000"},
        {"Answer": "Chose a prefer-not-to-say option", "Users": "50"},
        {"Answer": "All", "Users": "1,050"},
    ]
    assert "Declaration rate: 95.2% of users answered." in seen.main
    assert "Population: Fairshire, 21 March 2021. Source: Census office." in seen.main
    assert "Counts of 1 to 4 are withheld" in seen.main


def test_the_chart_says_what_the_table_says(analyst):
    dataset = loaded(analyst, users(Female=700, Male=300))
    census(*of(analyst))
    seen = page(analyst.get(url(dataset)))
    written = seen.all("//*[local-name()='svg']//*[contains(@class, 'kit-chart__value')]")
    shares = [
        row["Share of users (and its interval)"].partition(" ")[0]
        for row in seen.table("Sex of those who answered")
    ]
    assert written == shares == ["70.0%", "30.0%"]


def test_while_there_is_no_census_it_says_so(analyst, reader):
    dataset = loaded(analyst)
    seen = page(reader.get(url(dataset)))
    assert "Awaiting census" in seen.main
    assert "Load a population" not in seen.links
    assert list(seen.table("Sex of those who answered")[0]) == [
        "Group",
        "Users",
        "Share of users (and its interval)",
    ]
    assert page(analyst.get(url(dataset))).links["Load a population"] == "/monitoring/benchmarks/load/"


def test_another_population_can_be_chosen(analyst):
    dataset = loaded(analyst)
    old = census(*of(analyst), census_file("2011-03-27", Female=500, Male=500))
    census(*of(analyst))
    seen = page(analyst.get(url(dataset)))
    assert seen.table("Sex of those who answered")[0]["Share of population"] == "52.0%"
    address = seen.links["Fairshire, 27 March 2011 (Census office)"]
    assert address == f"?benchmark={old.pk}"
    seen = page(analyst.get(url(dataset) + address))
    assert seen.table("Sex of those who answered")[0]["Share of population"] == "50.0%"
    assert "27 March 2011" in seen.main


@pytest.mark.parametrize("wanted", ["999999", "", "x"])
def test_a_population_that_is_not_there_is_passed_over(wanted, analyst):
    dataset = loaded(analyst)
    census(*of(analyst))
    assert "21 March 2021" in page(analyst.get(url(dataset), benchmark=wanted)).main


def test_no_withheld_count_stands_on_the_page(analyst, reader):
    people = (
        b"Ethnic group\n"
        + b"White British\n" * 900
        + b"Indian\n" * 317
        + b"Pakistani\n" * 3
        + b"Chinese\n" * 212
    )
    dataset = loaded(analyst, people, columns=(ETHNICITY,))
    rows = {
        row["Group"]: row
        for row in page(reader.get(url(dataset, "ethnicity"))).table("Ethnic group of those who answered")
    }
    assert (rows["Pakistani"]["Users"], rows["Pakistani"]["Share of users (and its interval)"]) == (
        "withheld",
        "withheld",
    )
    finest = ["Indian", "Pakistani", "Bangladeshi", "Chinese", "Any other Asian background"]
    known = [group for group in finest if group in rows and rows[group]["Users"] != "withheld"]
    assert len([group for group in finest if group in rows]) - len(known) >= 2


def test_a_few_who_did_not_answer_cost_the_total_and_no_share(analyst, reader):
    dataset = loaded(analyst, users(Female=60, Male=40, **{"Prefer not to say": 3}))
    seen = page(reader.get(url(dataset)))
    assert [row["Users"] for row in seen.table("Sex of those who answered")] == ["60", "40"]
    assert [row["Users"] for row in seen.table("Who answered")] == ["100", "withheld", "withheld"]
    assert "How many there are in all is withheld, and so is the declaration rate." in seen.main


def test_where_the_base_is_withheld_there_are_no_shares(analyst, reader):
    both = b"Religion,Sex\n" + b"Hindu,Female\n" * 60 + b"Sikh,Male\n" * 40 + b"Sikh,Prefer not to say\n" * 3
    religion = MappedColumn("Religion", "religion", "religion_census2021_ew")
    loaded(analyst, both, columns=(religion,))  # readers have seen how many there are in all
    dataset = loaded(analyst, both, columns=(religion, SEX))
    census(*of(analyst))
    seen = page(reader.get(url(dataset)))
    assert "How many answered is withheld, so there are no shares to show." in seen.main
    assert not seen.root.xpath("//main//*[local-name()='svg']")
    assert "Declaration rate" not in seen.main


def test_visits_get_no_verdict(analyst):
    dataset = loaded(analyst, row=Row.VISIT)
    census(*of(analyst))
    seen = page(analyst.get(url(dataset)))
    assert "These are visits, not people" in seen.main
    assert seen.table("Sex of those who answered")[0]["What may be said"] == "–"


def test_periods_beside_one_another(analyst, reader):
    dataset = loaded(analyst, users(Female=50, Male=50))
    loaded(analyst, users(Female=60, Male=40), starts_on=date(2023, 4, 1), ends_on=date(2024, 3, 31))
    seen = page(reader.get(url(dataset, kind="trend")))
    assert seen.h1 == "Sex by period"
    assert seen.table("Share of those who answered") == [
        {"Group": "Female", "2023/24": "60.0%", "2024/25": "50.0%"}
        | {CHANGE: "-10.0 (-23.2 to +3.7)", "What may be said": "Too few to say"},
        {"Group": "Male", "2023/24": "40.0%", "2024/25": "50.0%"}
        | {CHANGE: "+10.0 (-3.7 to +23.2)", "What may be said": "Too few to say"},
    ]


def test_one_period_alone_says_so(analyst):
    seen = page(analyst.get(url(loaded(analyst), kind="trend")))
    assert "Only one period has been loaded" in seen.main


@pytest.mark.parametrize("kind", ["representation", "trend"])
def test_what_is_not_there_is_not_found(kind, analyst, stranger):
    dataset = loaded(analyst)
    assert analyst.get(url(dataset, "religion", kind)).status_code == 404
    assert stranger.get(url(dataset, "sex", kind)).status_code == 404
