from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.monitoring import services
from dueregard.monitoring.tests.factories import DatasetFactory, RawFileFactory, loaded, mapped, receive
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]


def test_an_empty_list_says_to_the_analyst_what_to_do(analyst):
    seen = page(analyst.get("/monitoring/"))
    assert seen.h1 == "Monitoring: who uses our services"
    assert "There is no dataset yet." in seen.main
    assert seen.links["Upload a dataset"] == "/monitoring/datasets/upload/"
    words = "Download an example file to try it with (.csv, people who are made up)"
    assert seen.links[words] == "/monitoring/datasets/example.csv"


def test_an_empty_list_says_to_the_reader_who_fills_it(reader):
    seen = page(reader.get("/monitoring/"))
    assert "An analyst uploads them" in seen.main
    assert "Upload a dataset" not in seen.links


def test_the_analyst_sees_every_state(analyst):
    loaded(analyst, title="D")
    mapped(analyst, title="C", starts_on=date(2023, 4, 1), ends_on=date(2024, 3, 31))
    receive(analyst, title="B", starts_on=date(2022, 4, 1), ends_on=date(2023, 3, 31))
    DatasetFactory(
        organisation=analyst.membership.organisation,
        title="A",
        starts_on=date(2021, 4, 1),
        ends_on=date(2022, 3, 31),
    )
    rows = page(analyst.get("/monitoring/")).table("Datasets")
    states = [(row["Dataset"], row["State"]) for row in rows]
    assert states == [("D", "Loaded"), ("C", "To be checked"), ("B", "To be mapped"), ("A", "File deleted")]
    assert (rows[0]["Service"], rows[0]["Period"]) == ("Libraries", "1 April 2024 to 31 March 2025")


def test_the_reader_sees_what_is_loaded_and_not_removed(analyst, reader):
    loaded(analyst, title="Shown")
    receive(analyst, title="Waiting")
    services.remove(loaded(analyst, service="Leisure", title="Removed"), by=analyst.user)
    rows = page(reader.get("/monitoring/")).table("Datasets")
    assert [row["Dataset"] for row in rows] == ["Shown"]


def test_a_stranger_sees_nothing_of_it(analyst, stranger):
    loaded(analyst)
    assert "There is no dataset yet." in page(stranger.get("/monitoring/")).main


def test_the_list_takes_as_many_queries_for_a_thousand_rows_as_for_ten(analyst):
    def queries(rows):
        for _ in range(rows):
            dataset = DatasetFactory(organisation=analyst.membership.organisation, uploaded_by=analyst.user)
            RawFileFactory(dataset=dataset)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert analyst.get("/monitoring/").status_code == 200
        return len(captured)

    assert queries(10) == queries(990)
