"""Two questions together in a report, and one by place beside the people who live there."""

import csv
import io

import pytest

from dueregard.monitoring.models import Row
from dueregard.monitoring.tests.factories import branch_users, branches, census, census_file, of
from dueregard.publications import reports
from dueregard.publications.tests.factories import prepared, published
from tests.pages import page

URL = "/published/fairshire/annual-equality-report-2025/"
TITLE = "Sex by Branch, of people who used Libraries"


@pytest.fixture
def by_branch(analyst):
    """Of North 60 in 100 users are women, of South 90 in 100; of either half the people are."""
    census(*of(analyst), census_file(areas=("North", "South"), Female=500, Male=500))
    return branches(analyst, branch_users(North=(300, 200), South=(90, 10)))


def rows(client, name):
    content = client.get(URL + name).content.decode("utf-8-sig")
    return {(row["Branch"], row["Group"]): row for row in csv.DictReader(io.StringIO(content))}


def test_a_pair_is_chosen_by_its_name(by_branch, officer):
    offered = page(officer.get("/publications/prepare/"))
    labels = offered.root.xpath("//label[contains(., 'Sex by Branch')]")
    assert [" ".join(label.text_content().split()) for label in labels] == [
        "Libraries, 1 April 2024 to 31 March 2025: Sex by Branch"
    ]
    values = {"starts_on_0": "1", "starts_on_1": "4", "starts_on_2": "2024"}
    values |= {"ends_on_0": "31", "ends_on_1": "3", "ends_on_2": "2025", "title": "Report"}
    officer.post("/publications/prepare/", choice=[f"{by_branch.pk}:sex+place"], **values)
    assert reports.publications(officer.membership.organisation)[0].newest.chosen == [
        (by_branch.pk, "sex+place")
    ]


def test_table_pictures_and_file_come_from_one_table(by_branch, officer, director, client):
    published(officer, director, choice=[(by_branch.pk, "sex+place")])
    seen = page(client.get(URL))
    assert seen.table(TITLE) == [
        {"Sex": "Female", "North": "300 (60.0%)", "South": "90 (90.0%)", "Everybody": "390"},
        {"Sex": "Male", "North": "200 (40.0%)", "South": "10 (10.0%)", "Everybody": "210"},
        {"Sex": "All who answered “Sex”", "North": "500", "South": "100", "Everybody": "600"},
    ]
    titles = [figure.findtext("figcaption") for figure in seen.root.xpath("//figure")]
    assert titles == [f"Sex of people in “{place}” who used Libraries" for place in ("North", "South")]
    found = rows(client, "table-1-sex-by-place.csv")
    assert found["South", "Female"]["Share of those who answered, per cent"] == "90.0"
    assert found["South", "Female"]["Share of population, per cent"] == "50.0"
    assert found["Everybody", "Female"]["People"] == "390"
    assert found["North", "Everybody"]["People"] == "500"


def test_each_place_stands_beside_its_own_people_and_all_places_are_tested_together(
    by_branch, officer, director, client
):
    published(officer, director, choice=[(by_branch.pk, "sex+place")])
    seen = page(client.get(URL))
    (women, men) = seen.table("Sex of people in “South” who used Libraries")
    assert (women["Share of population"], women["What may be said"]) == ("50.0%", "More than expected")
    assert men["What may be said"] == "Fewer than expected"
    assert (
        "South: Fewer than the population would lead one to expect: Male. More than expected: Female."
        in seen.main
    )
    assert "4 groups were tested. What may be said allows for that (Holm's method)." in seen.main


def test_a_pair_without_a_population_says_so(analyst, officer, director, client):
    dataset = branches(analyst)
    published(officer, director, choice=[(dataset.pk, "sex+place")])
    seen = page(client.get(URL))
    assert "It counts people by both; these are not compared with a population." in seen.main
    assert "What may be said" not in seen.main


def test_places_alone_are_counted_and_compared_with_nothing(by_branch, officer, director, client):
    published(officer, director, choice=[(by_branch.pk, "place")])
    seen = page(client.get(URL))
    assert [row["People"] for row in seen.table("Branch of people who used Libraries")] == ["500", "100"]
    assert "How many people are counted in each." in seen.main


def test_small_cells_of_a_pair_are_withheld_in_table_picture_and_file(analyst, officer, director, client):
    dataset = branches(analyst, branch_users(North=(300, 200), South=(90, 2)))
    version = published(officer, director, choice=[(dataset.pk, "sex"), (dataset.pk, "sex+place")])
    seen = page(client.get(URL))
    female, male, _base = seen.table(TITLE)
    assert male["South"] == female["South"] == "[c]"
    found = rows(client, "table-2-sex-by-place.csv")
    assert found["South", "Male"]["People"] == "[c]"
    (release,) = reports.releases_of(version.taken)
    assert (release.receipt.exposed, len(release.tables)) == ((), 2)
    assert release.receipt.withheld >= 2


def test_visits_by_place_have_no_verdict(analyst, officer, director, client):
    census(*of(analyst), census_file(areas=("North", "South")))
    dataset = branches(analyst, row=Row.VISIT)
    published(officer, director, choice=[(dataset.pk, "sex+place")])
    seen = page(client.get(URL)).main
    assert "Nothing can be said of a difference from the population of any place." in seen
    assert "More than expected" not in seen


def test_what_other_ways_keep_is_measured_by_place(by_branch, officer):
    version = prepared(officer, choice=[(by_branch.pk, "sex+place")])
    plain = reports.alternatives(version).rows[0]
    assert (plain.kept, plain.found) == (4, 4)


def test_a_table_that_is_no_more_is_refused_in_a_sentence(by_branch, officer):
    answer = officer.post("/publications/prepare/", title="x", choice=[f"{by_branch.pk}:sex+age"])
    assert answer.status_code == 200
    assert reports.publications(officer.membership.organisation).count() == 0
