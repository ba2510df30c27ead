from datetime import timedelta

import pytest

from dueregard.monitoring import services
from dueregard.monitoring.models import Correction, Dataset, MappedColumn, RawFile, State
from dueregard.monitoring.tests.factories import BRANCH, SEX, branch_users, mapped, receive, users
from equalities.codelists import load
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]

ODD = {"Female": 30, "Male": 20, "": 6, "Wumman": 2}


def url(dataset, deed="check"):
    return f"/monitoring/datasets/{dataset.pk}/{deed}/"


def test_what_was_read_and_what_was_not(analyst):
    seen = page(analyst.get(url(mapped(analyst, users(**ODD)))))
    assert seen.h1 == "Check what was read"
    assert seen.table("What was read") == [
        {"Column": "Sex", "Read as": "Sex", "Answers": "50", "No answer": "6", "Not understood": "2"}
    ]
    assert seen.table("Sex")[:2] == [
        {"Group": "Female", "Number": "30"},
        {"Group": "Male", "Number": "20"},
    ]
    assert "1 value was not understood." in seen.main
    assert "“Wumman” in 2 rows" in seen.main
    assert "secret" not in seen.main


def test_a_column_read_by_the_wrong_list_is_said(analyst):
    wrong = MappedColumn("Sex", "age", "age_census2021_8c")
    seen = page(analyst.get(url(mapped(analyst, columns=(wrong,)))))
    assert (
        "Nothing in the column “Sex” was understood as: Age, 8 bands. If that is the wrong list" in seen.main
    )
    assert "Nothing in the column" not in page(analyst.get(url(mapped(analyst)))).main


def test_who_stands_in_several_rows_is_told(analyst):
    people = b"Number,Sex\n1,Female\n1,Male\n2,Male\n"
    seen = page(analyst.get(url(mapped(analyst, people, reference="Number"))))
    assert "Whoever stands in several rows, by “Number”, is counted once, with the last answer" in seen.main
    assert "Sex, changed answers, the last is counted: 1" in seen.main
    assert "several rows" not in page(analyst.get(url(mapped(analyst)))).main
    assert "in several places" not in seen.main
    branches = page(analyst.get(url(mapped(analyst, branch_users(), (SEX, BRANCH), "Card")))).main
    assert "Whoever was in several places stands in the last of them alone." in branches


def test_a_band_across_those_of_the_list_is_asked_about(analyst):
    people = b"Age band\n" + b"16 to 24\n" * 20 + b"65 to 74\n" * 20 + b"50 to 70\n" * 3
    column = MappedColumn("Age band", "age", "age_census2021_3a")
    dataset = mapped(analyst, people, columns=(column,))
    words = "A band of ages that lies across those of the list is put into none of them"
    seen = page(analyst.get(url(dataset)))
    assert words in seen.main
    assert "A date of birth" not in seen.main
    assert "“50 to 70” in 3 rows" in seen.main
    seen = page(analyst.client.post(url(dataset), {"value_0": column_code("65 years")}, follow=True))
    assert words not in seen.main
    assert seen.table("What was read")[0]["Answers"] == "43"


def column_code(words):
    return next(code.code for code in load("age_census2021_3a").codes if words in code.label)


def test_dates_of_birth_are_ages_before_anybody_looks(analyst):
    people = b"DOB,Sex\n" + b"14/03/1961,Female\n" * 12 + b"30/06/2001,Male\n" * 11 + b"14/13/1999,Male\n"
    dataset = receive(analyst, people)
    offered = page(analyst.get(url(dataset, "columns")))
    heading = "Age on 1 April 2024 (from DOB)"
    assert heading in offered.main
    assert "1961" not in offered.main
    with dataset.raw_file.readable() as path:
        assert b"1961" not in path.read_bytes()
    columns = (MappedColumn(heading, "age", "age_census2021_3a"),)
    services.map_columns(dataset, columns=columns, by=analyst.user)
    seen = page(analyst.get(url(dataset)))
    assert seen.table("What was read")[0]["Answers"] == "23"
    assert "“a date of birth that was not understood” in 1 row" in seen.main
    assert "A date of birth that could not be read, or cannot be, gives no age." in seen.main
    assert "A band of ages" not in seen.main


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        (
            MappedColumn("Faith", "religion", "religion_census2021_ew"),
            "Condition for processing it: Equality monitoring (religious or philosophical beliefs).",
        ),
        (
            MappedColumn("Faith", "gender_identity", "gender_identity_census2021_4a"),
            "Ask your data protection officer whether it holds.",
        ),
    ],
)
def test_special_category_data_name_their_condition(column, sentence, analyst):
    seen = page(analyst.get(url(mapped(analyst, b"Faith\nHindu\nSikh\n", columns=(column,)))))
    assert sentence in seen.main
    assert "special category" not in page(analyst.get(url(mapped(analyst)))).main


def test_a_value_is_corrected_once(analyst):
    dataset = mapped(analyst, users(**ODD))
    response = analyst.client.post(url(dataset), {"value_0": "1"}, follow=True)
    seen = page(response)
    assert "What the values mean is remembered, also for the next file" in seen.messages[0]
    assert seen.table("What was read")[0]["Answers"] == "52"
    assert seen.value("value_0") == "1"
    assert Correction.objects.get().meaning == "1"


def test_what_is_left_as_it_was_is_not_remembered(analyst):
    dataset = mapped(analyst, users(**ODD))
    analyst.post(url(dataset), value_0="")
    assert not Correction.objects.exists()


def test_a_meaning_that_was_not_offered_is_refused(analyst):
    seen = page(analyst.post(url(mapped(analyst, users(**ODD))), value_0="77"))
    assert len(seen.errors) == 1
    assert not Correction.objects.exists()


def test_where_all_was_understood_nothing_is_asked(analyst):
    assert "Every value was understood." in page(analyst.get(url(mapped(analyst)))).main


def test_columns_come_first(analyst):
    dataset = receive(analyst)
    assert analyst.get(url(dataset)).url == url(dataset, "columns")


def test_it_is_loaded_and_the_file_is_gone(analyst):
    dataset = mapped(analyst)
    path = dataset.raw_file.path
    response = analyst.client.post(url(dataset, "load"), follow=True)
    assert "Loaded. The file itself is deleted" in page(response).messages[0]
    assert response.redirect_chain[0][0] == f"/monitoring/datasets/{dataset.pk}/"
    assert Dataset.objects.get().state is State.LOADED
    assert not path.exists()


def test_what_cannot_be_loaded_is_said(analyst):
    dataset = receive(analyst)
    assert (
        "Say what the columns are first." in page(analyst.client.post(url(dataset, "load"), follow=True)).main
    )
    assert Dataset.objects.get().state is State.WAITING


def test_loading_by_a_link_does_nothing(analyst):
    dataset = mapped(analyst)
    assert analyst.get(url(dataset, "load")).url == url(dataset)
    assert Dataset.objects.get().state is State.MAPPED


def test_a_file_whose_day_is_over_says_so(analyst):
    dataset = mapped(analyst)
    RawFile.objects.update(received_at=RawFile.objects.get().received_at - timedelta(hours=24))
    response = analyst.get(url(dataset))
    assert response.url == f"/monitoring/datasets/{dataset.pk}/"


@pytest.mark.parametrize("deed", ["check", "load", "delete-file"])
def test_others_may_not_and_strangers_find_nothing(deed, analyst, director, stranger):
    dataset = mapped(analyst)
    stranger.membership.role = "analyst"
    stranger.membership.save()
    assert director.post(url(dataset, deed)).status_code == 403
    assert stranger.post(url(dataset, deed)).status_code == 404
    assert Dataset.objects.get().state is State.MAPPED


def test_the_file_is_deleted_after_being_asked(analyst):
    dataset = mapped(analyst)
    path = dataset.raw_file.path
    assert page(analyst.get(url(dataset, "delete-file"))).h1 == "Delete the file now?"
    assert path.exists()
    response = analyst.client.post(url(dataset, "delete-file"), follow=True)
    assert "The file is deleted" in page(response).messages[0]
    assert not path.exists()
    assert not Dataset.objects.current().exists()
