from datetime import date

import pytest
from django.core.exceptions import ValidationError

from dueregard.monitoring import reports, services
from dueregard.monitoring.models import Dataset, MappedColumn, Row
from dueregard.monitoring.tests.factories import (
    BRANCH,
    ETHNICITY,
    SEX,
    branch_users,
    branches,
    census,
    census_file,
    loaded,
    mapped,
    of,
    users,
)
from equalities.disclosure import Policy, protect
from equalities.refusals import Refused
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]

COLUMN = "Branch"


def url(dataset, first="sex", second="place"):
    return f"/monitoring/datasets/{dataset.pk}/pair/{first}/{second}/"


def counted(dataset):
    return {table.name for table in dataset.release.tables}


def test_what_was_chosen_is_counted_together_and_nothing_else(analyst):
    dataset = branches(analyst)
    assert counted(dataset) == {"Sex", "Branch", "Sex by Branch"}
    assert Dataset.objects.get().pairs == (("sex", "place"),)
    assert counted(loaded(analyst, branch_users(), (SEX, BRANCH), service="Pools")) == {"Sex", "Branch"}


def test_pairs_are_protected_with_all_other_tables(analyst):
    """A pair gives away no cell of its own: 3 men in the East are withheld, and one more in each line of it."""
    dataset = branches(analyst, branch_users(North=(60, 40), South=(30, 70), East=(40, 3)))
    table = reports.pair_table(dataset, "sex", "place")
    withheld = {codes for codes, cell in table.cells.items() if cell.value is None}
    assert ("2", "East") in withheld
    assert len(withheld) >= 4
    again = protect(dataset.cubes, Policy())
    assert not again.is_refused


def test_the_chosen_pairs_are_ticked_when_it_is_loaded(analyst):
    dataset = mapped(analyst, branch_users(), (SEX, BRANCH))
    check = f"/monitoring/datasets/{dataset.pk}/check/"
    assert page(analyst.get(check)).root.xpath("//input[@name='pairs']/@value") == ["sex place"]
    seen = page(
        analyst.client.post(f"/monitoring/datasets/{dataset.pk}/load/", {"pairs": ["sex place"]}, follow=True)
    )
    assert seen.links["Sex by Branch"] == url(dataset)
    assert counted(Dataset.objects.get()) == {"Sex", "Branch", "Sex by Branch"}


def test_a_pair_that_was_not_offered_is_refused(analyst):
    dataset = mapped(analyst, branch_users(), (SEX, BRANCH))
    seen = page(analyst.client.post(f"/monitoring/datasets/{dataset.pk}/load/", {"pairs": ["sex religion"]}))
    assert len(seen.errors) == 1
    for wrong in ([("sex", "sex")], [("sex", "religion")], [("sex", "place"), ("place", "sex")]):
        with pytest.raises(Refused, match="pairs of two columns"):
            services.load(dataset, by=analyst.user, together=wrong)
    assert Dataset.objects.get().loaded_at is None


def test_too_many_cells_are_refused_before_anybody_waits(analyst, monkeypatch):
    monkeypatch.setattr("dueregard.monitoring.reports.counting.MOST_CELLS", 8)
    with pytest.raises(Refused, match="too many cells"):
        branches(analyst)


def test_the_page_shows_both_and_one_group_at_a_time(analyst, reader):
    seen = page(reader.get(url(branches(analyst))))
    assert seen.h1 == "Sex by Branch"
    assert seen.table("People by both")[0] == {
        "Sex": "Female",
        "East": "20 (40.0%)",
        "North": "60 (60.0%)",
        "South": "30 (30.0%)",
        "All": "110",
    }
    assert seen.table("Sex of those in “North” who answered")[0]["Users"] == "60"
    assert seen.links["Turn the table round"].endswith("/pair/place/sex/")
    written = seen.all("//*[local-name()='svg']//*[contains(@class, 'kit-chart__value')]")
    assert written == ["60.0%", "40.0%"]
    south = page(reader.get(url(seen_dataset := Dataset.objects.get()), of="South"))
    assert south.table("Sex of those in “South” who answered")[0]["Users"] == "30"
    assert page(reader.get(url(seen_dataset), of="Nowhere")).h1 == "Sex by Branch"


def test_a_place_is_compared_with_the_people_of_that_place(analyst, reader):
    census(*of(analyst), census_file("2021-03-21", areas=("North", "south"), Female=520, Male=480))
    dataset = branches(analyst)
    north = page(reader.get(url(dataset), of="North")).table("Sex of those in “North” who answered")[0]
    assert (north["Share of population"], north["What may be said"]) == ("52.0%", "Too few to say")
    east = page(reader.get(url(dataset), of="East"))
    assert "No population has been loaded for a place of this name." in east.main
    assert "Population: South, 21 March 2021" in page(reader.get(url(dataset), of="South")).main


def test_the_table_can_be_turned_round(analyst, reader):
    seen = page(reader.get(url(branches(analyst), "place", "sex")))
    assert seen.h1 == "Branch by Sex"
    assert seen.table("People by both")[1]["Female"] == "60 (54.5%)"


def test_places_of_under_ten_people_have_no_line_of_their_own(analyst, reader):
    people = branch_users(North=(60, 40), South=(30, 70), Kiosk=(5, 3), Van=(4, 5))
    dataset = branches(analyst, people)
    seen = page(reader.get(url(dataset))).main
    assert "Kiosk" not in seen
    assert "Van" not in seen
    assert "Other places, together" in seen
    assert "A place of under ten people has no line of its own, for anybody" in seen
    places = page(reader.get(f"/monitoring/datasets/{dataset.pk}/representation/place/")).main
    assert "Kiosk" not in places
    assert "Awaiting census" not in places
    assert b"Kiosk" not in str(dataset.release_kept).encode()


def test_visits_by_place_have_no_interval_and_no_verdict(analyst, reader):
    census(*of(analyst), census_file("2021-03-21", areas=("North", "South")))
    seen = page(reader.get(url(branches(analyst, row=Row.VISIT)), of="North"))
    row = seen.table("Sex of those in “North” who answered")[0]
    assert (row["Share of users (and its interval)"], row["What may be said"]) == ("60.0%", "–")
    assert "One person may be counted several times here" in seen.main


def test_a_ruling_on_gender_stands_under_the_pair(analyst, reader):
    content = branch_users().replace(b"Sex", b"Gender", 1)
    ruled = MappedColumn("Gender", "sex", "sex_census2021", "Head of Data")
    dataset = services.load(
        mapped(analyst, content, (ruled, BRANCH)), by=analyst.user, together=[("sex", "place")]
    )
    assert "as ruled by: Head of Data." in page(reader.get(url(dataset))).main


def test_a_question_is_no_place(analyst):
    wrong = MappedColumn("Ethnic group", "place", "as written")
    with pytest.raises(ValidationError, match="is no area or team"):
        mapped(analyst, b"Ethnic group\nIndian\n", (wrong,))


def test_the_same_people_with_another_pair_are_protected_with_what_was_seen(analyst):
    first = loaded(analyst, branch_users(), (SEX, BRANCH))
    second = branches(analyst)
    assert second.same_people_as == first
    assert second.release.receipt.against == (f"dataset {first.pk}",)


def test_publications_are_offered_what_staff_see(analyst):
    branches(analyst)
    (found,) = reports.datasets_for_publication(analyst.membership.organisation)
    assert found.titles == {"sex": "Sex", "place": "Branch", "sex+place": "Sex by Branch"}
    assert [reports.name_of(cube.dimensions) for cube in found.cubes] == list(found.titles)


@pytest.mark.parametrize("names", [("sex", "religion"), ("sex", "sex"), ("ethnicity", "place")])
def test_what_was_not_counted_together_is_not_found(names, analyst, stranger):
    dataset = branches(analyst)
    assert analyst.get(url(dataset, *names)).status_code == 404
    assert stranger.get(url(dataset)).status_code == 404


# Beside another period or service


def beside(dataset, other, name="sex"):
    return f"/monitoring/datasets/{dataset.pk}/beside/{name}/{other.pk}/"


LAST_YEAR = {"starts_on": date(2023, 4, 1), "ends_on": date(2024, 3, 31)}


def test_this_year_beside_last_year(analyst, reader):
    now = loaded(analyst, users(Female=700, Male=300))
    before = loaded(analyst, users(Female=600, Male=400), **LAST_YEAR)
    start = page(reader.get(f"/monitoring/datasets/{now.pk}/representation/sex/"))
    assert start.links["With Libraries, 2023/24"] == beside(now, before)
    seen = page(reader.get(beside(now, before)))
    assert seen.h1 == "Sex beside Libraries, 2023/24"
    assert seen.table("Share of those who answered")[0] == {
        "Group": "Female",
        "Libraries, 2024/25": "70.0%",
        "Libraries, 2023/24": "60.0%",
        "Difference, in points (and its interval)": "+10.0 (+5.8 to +14.1)",
        "What may be said": "Larger share",
    }
    assert "were tested" not in seen.main, "two groups are one test"


def test_another_service_that_uses_the_same_list(analyst, reader):
    now = loaded(analyst, users(Female=700, Male=300))
    pools = loaded(analyst, users(Female=500, Male=500), service="Pools")
    by_faith = loaded(analyst, b"Ethnic group\n" + b"Indian\n" * 50, (ETHNICITY,), service="Museums")
    visits = loaded(analyst, users(Female=500, Male=500), service="Baths", row=Row.VISIT)
    assert reader.get(beside(now, pools)).status_code == 200
    assert [reader.get(beside(now, other)).status_code for other in (by_faith, visits, now)] == [404] * 3


def test_across_a_break_nothing_is_tested(analyst, reader):
    now = loaded(analyst, users(Female=700, Male=300))
    before = loaded(analyst, users(Female=600, Male=400), **LAST_YEAR)
    services.mark_break(
        now, characteristic="sex", kind="question", note="The form asked for gender", by=analyst.user
    )
    seen = page(reader.get(beside(now, before)))
    assert "Something changed between the two, so the difference is not tested." in seen.main
    assert "The form asked for gender" in seen.main
    assert list(seen.table("Share of those who answered")[0]) == [
        "Group",
        "Libraries, 2024/25",
        "Libraries, 2023/24",
    ]


def test_visits_beside_visits_are_not_tested(analyst, reader):
    now = loaded(analyst, users(Female=700, Male=300), row=Row.VISIT)
    before = loaded(analyst, users(Female=600, Male=400), row=Row.VISIT, **LAST_YEAR)
    seen = page(reader.get(beside(now, before)))
    assert "One person may be counted several times here: nothing is tested." in seen.main
    assert len(seen.table("Share of those who answered")[0]) == 3


# Breaks


def trend(dataset, deed=""):
    return f"/monitoring/datasets/{dataset.pk}/trend/sex/{deed}"


def test_the_analyst_marks_a_break_and_takes_it_back(analyst, reader):
    now = loaded(analyst, users(Female=700, Male=300))
    loaded(analyst, users(Female=600, Male=400), **LAST_YEAR)
    mark = trend(now, "mark-break/")
    assert page(analyst.get(trend(now))).links["Say whether something changed before 2024/25"] == mark
    assert page(analyst.post(mark, kind="system")).errors == ["Say in a sentence what changed."]
    analyst.post(mark, kind="system", note="A new booking system")
    seen = page(reader.get(trend(now)))
    assert "2024/25, after a break" in seen.table("Share of those who answered")[0]
    assert "The system, or the way that people are asked: A new booking system." in seen.main
    assert "What may be said" not in seen.main
    assert page(analyst.get(mark)).value("note") == "A new booking system"
    analyst.post(mark, kind="", note="")
    assert "What may be said" in page(reader.get(trend(now))).main
    assert reader.get(mark).status_code == 403


def test_periods_by_another_list_are_named_and_left_out(analyst, reader):
    people = b"Ethnic group\n" + b"White British\n" * 50 + b"Indian\n" * 30
    now = loaded(analyst, people, (ETHNICITY,))
    older = MappedColumn("Ethnic group", "ethnicity", "ethnic_group_census2011_ew")
    loaded(analyst, people, (older,), **LAST_YEAR)
    seen = page(reader.get(f"/monitoring/datasets/{now.pk}/trend/ethnicity/"))
    assert "Not set beside these, because another list of groups was used: 2023/24: " in seen.main
    assert "Only one period has been loaded" in seen.main


def test_a_steady_change_over_three_periods_is_said(analyst, reader):
    for year, women in ((2022, 500), (2023, 560), (2024, 620)):
        days = {"starts_on": date(year, 4, 1), "ends_on": date(year + 1, 3, 31)}
        now = loaded(analyst, users(Female=women, Male=1000 - women), **days)
    seen = page(reader.get(trend(now)))
    assert [row["Over all periods"] for row in seen.table("Share of those who answered")] == [
        "Rising",
        "Falling",
    ]
    services.mark_break(now, characteristic="sex", kind="people", note="Members only", by=analyst.user)
    assert "Over all periods" not in page(reader.get(trend(now))).main
