from datetime import timedelta

import pytest

from dueregard.audit.models import Event
from dueregard.monitoring.models import Dataset, MappedColumn, RawFile
from dueregard.monitoring.tests.factories import SEX, mapped, receive, users
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]

FILE = b"Number,Gender,Religion,Branch\n" + b"1,Female,Hindu,North\n2,Male,Sikh,South\n" * 20
RELIGION = "religion:religion_census2021_ew"
AS_SEX = "sex:sex_census2021"


def url(dataset):
    return f"/monitoring/datasets/{dataset.pk}/columns/"


def test_each_column_is_recognised_and_says_why(analyst):
    seen = page(analyst.get(url(receive(analyst, FILE))))
    assert seen.h1 == "What the columns are"
    assert seen.value("column_2") == RELIGION
    assert "Religion, Census 2021: 2 of its broad groups stand in the column." in seen.main
    assert seen.value("column_0") == ""
    assert Dataset.objects.get().mapping == []


def test_a_column_may_be_a_place(analyst):
    dataset = receive(analyst, FILE)
    assert analyst.post(url(dataset), column_2=RELIGION, column_3="place:as written").status_code == 302
    assert Dataset.objects.get().columns[1] == MappedColumn("Branch", "place", "as written")
    assert page(analyst.get(url(dataset))).value("column_3") == "place:as written"


def test_a_column_headed_as_a_place_is_offered_as_one_and_only_the_first(analyst):
    dataset = receive(analyst, FILE)
    seen = page(analyst.get(url(dataset)))
    assert (seen.value("column_3"), seen.value("column_0")) == ("place:as written", "")
    assert "The heading names an area, a team or a branch" in seen.main
    two = receive(
        analyst, b"Ward,Team,Postcode\n" + b"North,Red,AB1 2CD\nSouth,Blue,AB1 3CD\n" * 20, service="Pools"
    )
    seen = page(analyst.get(url(two)))
    assert [seen.value(f"column_{n}") for n in range(3)] == ["place:as written", "", ""]
    assert "A whole postcode tells households apart: give its district" in seen.main


def test_gender_is_neither_sex_nor_identity_until_somebody_rules(analyst):
    dataset = receive(analyst, FILE)
    seen = page(analyst.get(url(dataset)))
    assert seen.value("column_1") == ""
    offered = {
        value.partition(":")[0] for value in seen.root.xpath("//select[@name='column_1']/option/@value")
    }
    assert offered == {"", "sex", "gender_identity", "gender_recorded", "reference"}
    refused = page(analyst.post(url(dataset), column_1=AS_SEX))
    assert refused.errors == [
        "“Gender” may mean sex or gender identity: name the post that ruled which it is."
    ]
    assert analyst.post(url(dataset), column_1=AS_SEX, ruled_by_1="Head of Data").status_code == 302
    assert Dataset.objects.get().columns == (MappedColumn("Gender", "sex", "sex_census2021", "Head of Data"),)


def test_what_is_chosen_is_kept_and_shown_again(analyst):
    dataset = receive(analyst, FILE)
    response = analyst.post(url(dataset), column_0="reference", column_2=RELIGION)
    assert response.url == f"/monitoring/datasets/{dataset.pk}/check/"
    kept = Dataset.objects.get()
    assert kept.columns == (MappedColumn("Religion", "religion", "religion_census2021_ew"),)
    assert kept.reference == "Number"
    seen = page(analyst.get(url(dataset)))
    assert [seen.value(f"column_{place}") for place in range(3)] == ["reference", "", RELIGION]
    assert Event.objects.filter(kind="monitoring.columns_mapped").count() == 1


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({}, "Say what at least one column is: without that there is nothing to count."),
        (
            {"column_0": RELIGION, "column_2": RELIGION},
            "Religion or belief is chosen twice: choose it for one column.",
        ),
        ({"column_0": "reference", "column_2": "reference"}, "Only one column can tell people apart."),
    ],
)
def test_what_is_wrong_is_said(chosen, sentence, analyst):
    assert page(analyst.post(url(receive(analyst, FILE)), **chosen)).errors == [sentence]
    assert Dataset.objects.get().mapping == []


def test_a_choice_that_was_not_offered_is_refused(analyst):
    seen = page(analyst.post(url(receive(analyst, FILE)), column_2="trade_union:carer"))
    assert len(seen.errors) == 1
    assert Dataset.objects.get().mapping == []


def test_a_file_whose_day_is_over_says_so(analyst):
    dataset = receive(analyst)
    raw_file = RawFile.objects.get()
    RawFile.objects.update(received_at=raw_file.received_at - timedelta(hours=24))
    response = analyst.get(url(dataset))
    assert response.url == f"/monitoring/datasets/{dataset.pk}/"
    assert "deleted, as every file is after 24 hours" in page(analyst.get(response.url)).main


def test_others_may_not_and_strangers_find_nothing(analyst, reader, stranger):
    dataset = mapped(analyst, users(), columns=(SEX,))
    stranger.membership.role = "analyst"
    stranger.membership.save()
    assert reader.get(url(dataset)).status_code == 403
    assert stranger.get(url(dataset)).status_code == stranger.post(url(dataset)).status_code == 404
