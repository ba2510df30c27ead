from datetime import date

import pytest

from dueregard.monitoring.models import MappedColumn, Row
from dueregard.monitoring.reports.results import in_short
from dueregard.monitoring.tests.factories import (
    AGE,
    BRANCH,
    ETHNICITY,
    SEX,
    by_age,
    census,
    census_file,
    joint,
    loaded,
    of,
    users,
)
from equalities.comparison import GroupShare, Representation, Verdict
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
    assert "were tested" not in seen.main


@pytest.mark.parametrize(
    ("vintage", "sentence"),
    [
        ("2011-03-27", "The population was counted 13 years before this period"),
        ("2021-03-21", "The population was counted 3 years before this period"),
        ("2023-06-30", ""),
        ("2025", ""),
        ("2027", "The population was counted 2 years after this period"),
    ],
)
def test_a_population_of_another_time_is_said_to_be(vintage, sentence, analyst, reader):
    dataset = loaded(analyst, users(Female=700, Male=300))
    census(*of(analyst), census_file(vintage=vintage))
    seen = page(reader.get(url(dataset))).main
    assert (sentence or "Users compared") in seen
    assert ("The population was counted" in seen) == bool(sentence)


def test_people_in_several_places_stand_in_one_and_the_page_says_so(analyst, reader):
    rows = [f"{n},{pool},Female" for n in range(40) for pool in ("Lido", "Baths")]
    people = "\n".join(["Card,Branch,Sex", *rows]).encode()
    dataset = loaded(analyst, people, (SEX, BRANCH), reference="Card", row=Row.VISIT)
    once, last = "counted once, with the last answer", "in several places stands in the last of them alone"
    sex, place = (page(reader.get(url(dataset, name))).main for name in ("sex", "place"))
    assert once in sex
    assert last not in sex
    assert once in place
    assert last in place


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


def test_what_chance_may_explain_among_so_many_groups_is_said(analyst, reader):
    # 46 Indians of 1,000 where 34 are expected: p = 0.036 alone
    groups = {"White and Asian": 600, "Bangladeshi": 310, "Chinese": 44, "Indian": 46}
    people = "Ethnic group\n" + "".join(f"{group}\n" * n for group, n in groups.items())
    dataset = loaded(analyst, people.encode(), columns=(ETHNICITY,))
    population = {"White and Asian": 6130, "Bangladeshi": 3130, "Chinese": 400, "Indian": 340}
    census(*of(analyst), census_file(**population).replace(b",sex,", b",ethnicity,"))
    seen = page(reader.get(url(dataset, "ethnicity")))
    said = {row["Group"]: row["What may be said"] for row in seen.table("Ethnic group of those who answered")}
    assert said["Indian"] == "Too few to say"
    assert "groups were tested. What may be said allows for that (Holm's method)." in seen.main
    assert "Among so many tests chance is a fair explanation for: Indian." in seen.main


def test_a_few_who_did_not_answer_cost_the_total_and_no_share(analyst, reader):
    dataset = loaded(analyst, users(Female=60, Male=40, **{"Prefer not to say": 3}))
    seen = page(reader.get(url(dataset)))
    assert [row["Users"] for row in seen.table("Sex of those who answered")] == ["60", "40"]
    assert [row["Users"] for row in seen.table("Who answered")] == ["100", "withheld", "withheld"]
    assert "How many there are in all is withheld, and so is the declaration rate." in seen.main


def test_answers_that_are_withheld_bear_no_claim_that_they_could_undo(analyst, reader):
    """Two whose disability is not known hide the total, and with it the 94 whose sex is not: women may be 344 of 640."""
    answers = [("Female", 250), ("Male", 296), ("", 94)]
    rows = [f"{sex},Yes" for sex, number in answers for _ in range(number)]
    rows[:2] = ["Female,", "Female,"]
    disability = MappedColumn("Disability", "disability", "disability_census2021_ew")
    content = "\n".join(["Sex,Disability", *rows]).encode()
    dataset = loaded(analyst, content, columns=(SEX, disability))
    last_year = loaded(
        analyst, users(Female=600, Male=400), starts_on=date(2023, 4, 1), ends_on=date(2024, 3, 31)
    )
    census(*of(analyst), census_file(Female=5110, Male=4890))
    seen = page(reader.get(url(dataset)))
    assert [row["Users"] for row in seen.table("Who answered")] == ["546", "withheld", "withheld"]
    said = {row["What may be said"] for row in seen.table("Sex of those who answered")}
    assert said == {"Depends on missing answers"}
    assert "known to be no more than 124. A difference is said only" in seen.main
    for other in (
        f"/monitoring/datasets/{dataset.pk}/beside/sex/{last_year.pk}/",
        url(dataset, kind="trend"),
    ):
        seen = page(reader.get(other))
        assert "known to be no more than 124. A difference is said only" in seen.main


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


@pytest.mark.parametrize("row", [Row.VISIT, Row.APPLICATION, Row.INCIDENT])
def test_what_one_person_may_have_several_of_gets_no_verdict(row, analyst):
    dataset = loaded(analyst, row=row)
    census(*of(analyst))
    seen = page(analyst.get(url(dataset)))
    assert "One person may be counted several times here" in seen.main
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


# Adjusted for age


def test_the_verdict_compares_with_what_is_expected_at_their_ages(analyst, reader):
    census(*of(analyst), joint())
    seen = page(
        reader.get(url(loaded(analyst, by_age(Female=(100, 400), Male=(100, 100)), columns=(SEX, AGE))))
    )
    women = seen.table("Sex of those who answered")[0]
    assert women["Share of population"] == "60.0%"
    assert women["Index (1 is parity)"] == "1.19"  # crude: 71.4 to 60
    assert women["Share expected at their ages"] == "71.4%"  # 200 halved and 500 by four fifths, of 700
    assert women["Index, adjusted for age"] == "1.00"
    assert women["What may be said"] == "No difference shown"
    assert "indirect standardisation over 2 bands of age" in seen.main
    assert "share expected at their ages" in seen.main


def test_a_gap_that_the_ages_do_not_explain_stays(analyst, reader):
    census(*of(analyst), joint())
    seen = page(reader.get(url(loaded(analyst, by_age(), columns=(SEX, AGE)))))
    men = seen.table("Sex of those who answered")[1]
    assert (men["Share expected at their ages"], men["What may be said"]) == ("28.6%", "More than expected")


@pytest.mark.parametrize(
    ("columns", "population", "words"),
    [
        ((SEX, AGE), census_file(), "the population file has no ages beside its groups."),
        ((SEX,), joint(), "the ages of users are not among these tables."),
        ((SEX, AGE), joint(("0 to 90", "0 to 90")), "the bands of age of users and population do not fit."),
    ],
)
def test_where_only_the_crude_comparison_is_possible_it_says_so(columns, population, words, analyst, reader):
    census(*of(analyst), population)
    seen = page(reader.get(url(loaded(analyst, by_age(), columns=columns))))
    assert f"Not adjusted for age: {words}" in seen.main
    assert "Index, adjusted for age" not in seen.main


def test_withheld_ages_are_not_adjusted_by(analyst, reader):
    census(*of(analyst), joint())
    few = by_age(Female=(3, 14), Male=(1, 12))
    assert (
        "too many counts of users by age are withheld"
        in page(reader.get(url(loaded(analyst, few, columns=(SEX, AGE))))).main
    )


def test_ages_themselves_are_not_adjusted_for_age(analyst, reader):
    people = b"age,value,area_code\nAged 15 years and under,100,E1\nAged 16 to 64 years,600,E1\n"
    people += b"Aged 65 years and over,300,E1\n"
    census(*of(analyst), people, vintage="2021")
    assert (
        "djusted for age" not in page(reader.get(url(loaded(analyst, by_age(), columns=(AGE,)), "age"))).main
    )


# In short


def figures_of(*verdicts):
    groups = (
        GroupShare(str(number), f"G{number}", None, 9, verdict=each) for number, each in enumerate(verdicts)
    )
    return Representation("sex", tuple(groups), (), 90, 90, 1.0, 1.0, ())


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        (
            (Verdict.OVER, Verdict.UNDER, Verdict.UNDER),
            "Fewer than the population would lead one to expect: G1; G2.",
        ),
        ((Verdict.TOO_FEW, Verdict.NOT_COMPARABLE), "Too few people are counted to say of any group"),
        ((Verdict.DEPENDS, Verdict.TOO_FEW), "So many may not have answered that no group"),
        ((Verdict.NOT_COMPARABLE,), "There are no figures of a population for the same groups"),
        ((Verdict.SMALL, Verdict.TOO_FEW), "No difference from the population is large and certain enough"),
        ((None, None), "Nothing can be said of a difference from the population"),
    ],
)
def test_one_sentence_says_who_is_and_is_not_served(verdicts, words):
    assert in_short(figures_of(*verdicts))[0].startswith(words)


def test_the_page_begins_with_it(analyst, reader):
    census(*of(analyst))
    seen = page(reader.get(url(loaded(analyst, users(Female=700, Male=300)))))
    (lead,) = seen.root.xpath("//main//p[contains(@class, 'govuk-body-l')]")
    assert " ".join(lead.text_content().split()) == (
        "Fewer than the population would lead one to expect: Male. More than expected: Female. "
        "Users compared with the people of Fairshire."
    )
