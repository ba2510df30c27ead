from datetime import date

import pytest

from dueregard.monitoring.models import Dataset
from dueregard.monitoring.tests.factories import DatasetFactory, loaded, mapped, receive, users
from dueregard.releases.services import adopt_policy
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]


def url(dataset, deed=""):
    return f"/monitoring/datasets/{dataset.pk}/{deed}"


def test_a_reader_sees_what_it_is_and_each_characteristic(analyst, reader):
    dataset = loaded(analyst)
    seen = page(reader.get(url(dataset)))
    assert seen.h1 == "Library users"
    assert seen.summary["Service"] == "Libraries"
    assert seen.summary["One row is"] == "A person"
    assert seen.summary["What it is for"] == "To see who uses the libraries."
    assert seen.table("What people said about themselves") == [
        {"Characteristic": "Sex", "List of groups": "Sex", "Answered": "100", "Declaration rate": "90.9%"}
    ]
    assert seen.links["Sex"] == url(dataset, "representation/sex/")
    assert "Counts of 1 to 4 are withheld" in seen.main
    assert "which nobody has signed off yet" in seen.main
    assert "Remove this dataset" not in seen.links


def test_the_policy_says_who_answers_for_it(analyst, council):
    adopt_policy(
        council, preset="under5", signed_off_by="Data Owner", starts_on=date(2020, 1, 1), by=analyst.user
    )
    assert "signed off by: Data Owner" in page(analyst.get(url(loaded(analyst)))).main


def test_what_rests_on_a_withheld_count_is_withheld(analyst, reader):
    dataset = loaded(analyst, users(Female=60, Male=40, **{"Prefer not to say": 3}))
    (row,) = page(reader.get(url(dataset))).table("What people said about themselves")
    assert (row["Answered"], row["Declaration rate"]) == ("100", "withheld")


def test_a_waiting_file_goes_on_where_it_stopped(analyst):
    waiting, checked = receive(analyst), mapped(analyst)
    assert page(analyst.get(url(waiting))).links["Continue"] == url(waiting, "columns/")
    assert page(analyst.get(url(checked))).links["Continue"] == url(checked, "check/")
    lapsed = DatasetFactory(organisation=analyst.membership.organisation)
    assert page(analyst.get(url(lapsed))).links["Upload it again"] == "/monitoring/datasets/upload/"


def test_a_reader_finds_only_what_is_loaded_and_a_stranger_nothing(analyst, reader, stranger):
    assert reader.get(url(receive(analyst))).status_code == 404
    assert stranger.get(url(loaded(analyst))).status_code == 404


def test_it_is_removed_after_being_asked(analyst, reader):
    dataset = loaded(analyst)
    assert page(analyst.get(url(dataset, "remove/"))).h1 == "Remove this dataset?"
    assert Dataset.objects.current().exists()
    assert reader.post(url(dataset, "remove/")).status_code == 403
    response = analyst.client.post(url(dataset, "remove/"), follow=True)
    assert "The dataset is removed" in page(response).messages[0]
    assert analyst.get(url(dataset)).status_code == analyst.post(url(dataset, "remove/")).status_code == 404
