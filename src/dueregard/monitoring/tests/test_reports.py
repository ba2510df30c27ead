"""What follows from the tables; the pages have tests of their own."""

from datetime import date

import pytest

from dueregard.access.tests.factories import OrganisationFactory
from dueregard.monitoring import reports, services
from dueregard.monitoring.models import MappedColumn
from dueregard.monitoring.tests.factories import (
    ETHNICITY,
    DatasetFactory,
    census,
    census_file,
    loaded,
    mapped,
    of,
    users,
)
from equalities.comparison import Verdict
from equalities.disclosure import SafeTable

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]


def test_users_against_population_from_one_table(analyst):
    dataset = loaded(analyst, users(Female=700, Male=300, **{"Prefer not to say": 50}))
    result = reports.result(dataset, "sex", census(*of(analyst)))
    assert isinstance(result.table, SafeTable)
    women, men = result.figures.groups
    assert (women.n, women.share, women.benchmark_share, women.verdict) == (700, 0.7, 0.52, Verdict.OVER)
    assert (men.n, round(men.index, 3), men.verdict) == (300, 0.625, Verdict.UNDER)
    assert result.figures.declaration_rate == pytest.approx(1000 / 1050)
    assert result.verdicts == [Verdict.OVER, Verdict.UNDER]


def test_the_chart_shows_the_figures_of_the_table(analyst):
    result = reports.result(loaded(analyst), "sex", census(*of(analyst)))
    drawn = [(bar.bar.label, bar.bar.value, bar.bar.marker) for bar in result.chart.bars]
    shares = [
        (group.label, 100 * group.share, 100 * group.benchmark_share) for group in result.figures.groups
    ]
    assert drawn == shares
    assert result.chart.title == "Sex of users of Libraries, 1 April 2024 to 31 March 2025"


def test_without_a_population_there_are_shares_and_no_comparison(analyst):
    result = reports.result(loaded(analyst), "sex", None)
    assert [group.share for group in result.figures.groups] == [0.6, 0.4]
    assert {group.benchmark_share for group in result.figures.groups} == {None}
    assert (result.chart.marker_label, result.caution) == ("", None)


def test_a_withheld_group_has_a_word_and_no_bar(analyst):
    people = (
        b"Ethnic group\n"
        + b"White British\n" * 90
        + b"Indian\n" * 30
        + b"Black African\n" * 3
        + b"Roma\n" * 20
    )
    result = reports.result(loaded(analyst, people, columns=(ETHNICITY,)), "ethnicity", None)
    black = next(bar.bar for bar in result.chart.bars if bar.bar.label.startswith("Black"))
    assert (black.value, black.written) == (None, "withheld")


def test_a_census_asked_of_adults_gets_its_caution(analyst):
    column = MappedColumn("Orientation", "sexual_orientation", "sexual_orientation_census2021_6a")
    dataset = loaded(
        analyst, b"Orientation\n" + b"Gay or Lesbian\n" * 20 + b"Bisexual\n" * 20, columns=(column,)
    )
    census_of_it = b"Sexual orientation,n\nStraight or Heterosexual,900\nGay or Lesbian,20\nBisexual,20\n"
    benchmark = census(*of(analyst), census_of_it, vintage="2021")
    assert "aged 16 and over" in str(reports.result(dataset, "sexual_orientation", benchmark).caution)


def test_a_new_census_leaves_older_comparisons_as_they_were(analyst):
    dataset = loaded(analyst)
    old, new = census(*of(analyst)), census(*of(analyst), census_file("2031-03-21"))
    later = loaded(analyst, starts_on=date(2031, 4, 1), ends_on=date(2032, 3, 31))
    assert reports.benchmarks_for(dataset, "sex") == [old, new]
    assert reports.benchmarks_for(later, "sex") == [new, old]
    assert reports.benchmarks_for(later, "religion") == []


def test_periods_stand_beside_one_another_where_the_list_is_the_same(analyst):
    latest = loaded(analyst, users(Female=50, Male=50))
    loaded(analyst, users(Female=60, Male=40), starts_on=date(2023, 4, 1), ends_on=date(2024, 3, 31))
    loaded(analyst, users(Female=99, Male=99), service="Leisure")
    trend = reports.trend(latest, "sex")
    assert [dataset.years for dataset in trend.datasets] == ["2023/24", "2024/25"]
    assert [(row.label, row.shares) for row in trend.rows] == [("Female", (0.6, 0.5)), ("Male", (0.4, 0.5))]


def test_a_group_that_one_period_did_not_count_is_told_from_a_withheld_one(analyst):
    fine = (
        b"Ethnic group\n" + b"White British\n" * 80 + b"Indian\n" * 30 + b"Pakistani\n" * 3 + b"Chinese\n" * 9
    )
    broad = b"Ethnic group\n" + b"White\n" * 80 + b"Asian\n" * 30
    latest = loaded(analyst, fine, columns=(ETHNICITY,))
    loaded(analyst, broad, columns=(ETHNICITY,), starts_on=date(2023, 4, 1), ends_on=date(2024, 3, 31))
    trend = reports.trend(latest, "ethnicity")
    rows = {row.label: row for row in trend.rows}
    assert (rows["Pakistani"].shares, rows["Pakistani"].counted) == ((None, None), (False, True))
    assert (rows["White"].counted, trend.has_gaps) == ((True, True), True)


def test_a_period_counted_by_another_list_stands_by_itself(analyst):
    other = MappedColumn("Ethnic group", "ethnicity", "ethnic_group_census2011_ew")
    people = b"Ethnic group\n" + b"White British\n" * 50 + b"Indian\n" * 30
    latest = loaded(analyst, people, columns=(ETHNICITY,))
    loaded(analyst, people, columns=(other,), starts_on=date(2023, 4, 1), ends_on=date(2024, 3, 31))
    loaded(analyst, starts_on=date(2022, 4, 1), ends_on=date(2023, 3, 31))
    assert reports.trend(latest, "ethnicity").datasets == (latest,)


def test_what_publications_may_draw_on(analyst):
    dataset, benchmark = loaded(analyst), census(*of(analyst))
    (found,) = reports.datasets_for_publication(dataset.organisation)
    assert found.about == "Libraries, 1 April 2024 to 31 March 2025"
    assert (found.title, found.unit, list(found.titles)) == ("Library users", "people", ["sex"])
    assert found.universe == dataset.universe
    assert found.universe["period"] == f"2024-04-01/2025-03-31 ({dataset.pk})"
    assert [cube.counts.tolist() for cube in found.cubes] == [[60, 40, 10]]
    assert found.cubes[0].universe == found.release.tables[0].universe == found.universe
    assert (found.benchmark("sex"), found.benchmark("age")) == (benchmark, None)


def test_publications_get_no_removed_waiting_or_foreign_datasets(analyst, stranger):
    mapped(analyst)
    services.remove(loaded(analyst), by=analyst.user)
    loaded(stranger)
    DatasetFactory(organisation=analyst.membership.organisation)
    assert reports.datasets_for_publication(analyst.membership.organisation) == ()
    below = OrganisationFactory(parent=analyst.membership.organisation)
    assert reports.datasets_for_publication(below) == ()


def test_the_check_says_what_was_read_and_what_was_not(analyst):
    people = b"Sex\n" + b"Female\n" * 30 + b"Femlae\n" * 2 + b"Male\n" * 10 + b"?\n" * 4 + b"odd\n" * 3
    check = reports.check(mapped(analyst, people))
    (column,) = check.columns
    assert (check.rows, column.recognised, column.not_understood) == (49, 42, 3)
    assert column.groups == (("Female", 32), ("Male", 10))
    assert dict(column.missing) == {
        "System has no value and no reason": 4,
        "Free text that could not be coded": 3,
    }
    asked = [(meaning.value, meaning.rows, meaning.code) for meaning in check.meanings]
    assert asked == [("odd", 3, ""), ("Femlae", 2, "")]
    assert [meaning.undecided for meaning in check.meanings] == ["Not understood", "A guess: Female"]
    assert [meaning.label for meaning in check.guesses] == ["“Femlae” in 2 rows"]
    assert (check.values_not_understood, check.meanings[0].choices[0]) == (1, ("1", "Female"))


def test_a_remark_is_not_asked_about(analyst):
    people = b"Sex\n" + b"Female\n" * 30 + b"x" * 201 + b"\n"
    check = reports.check(mapped(analyst, people))
    assert (check.values_not_understood, check.meanings) == (1, [])


def test_who_changed_answers_is_noted(analyst):
    people = b"Number,Sex\n1,Female\n1,Male\n2,Male\n"
    check = reports.check(mapped(analyst, people, reference="Number"))
    assert check.columns[0].notes == (("changed answers, the last is counted", 1),)


def test_the_example_is_the_same_each_day_and_every_column_is_recognised(analyst):
    text = reports.example_file()
    assert text == reports.example_file()
    assert text.splitlines()[0].startswith("Membership number,Age,Sex,Ethnic group,")
    assert len(text.splitlines()) == 601
    dataset = mapped(analyst, text.encode())
    recognised = {found.heading: found.classification for found in reports.columns(dataset)}
    assert recognised == {
        "Membership number": None,
        "Age": "age_five_year_18",
        "Sex": "sex_census2021",
        "Ethnic group": "ethnic_group_census2021_ew",
        "Religion": "religion_census2021_ew",
        "Disability": "disability_census2021_ew",
        "Favourite branch": None,
    }
