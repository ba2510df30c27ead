from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.access.models import Organisation
from dueregard.monitoring.models import Dataset
from dueregard.monitoring.reports import files
from dueregard.monitoring.tests.factories import everything_in, loaded, users
from equalities.refusals import Refused
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]

URL = "/monitoring/datasets/upload/"


def send(person, content=None, name="users.csv", **changes):
    typed = {
        "file": SimpleUploadedFile(name, users() if content is None else content),
        "title": "Library users",
        "service": "Libraries",
        "row": "person",
        "purpose": "To see who uses the libraries.",
        "lawful_basis": "public_task",
        "owner": "Head of Libraries",
    }
    typed |= {"keep_until_0": "31", "keep_until_1": "3", "keep_until_2": "2099"}
    typed |= {"starts_on_0": "1", "starts_on_1": "4", "starts_on_2": "2024"}
    typed |= {"ends_on_0": "31", "ends_on_1": "3", "ends_on_2": "2025"}
    return person.post(URL, **(typed | changes))


def test_the_page_asks(analyst):
    seen = page(analyst.get(URL))
    assert seen.h1 == "Upload a dataset"
    assert seen.links["Download an example"] == "/monitoring/datasets/example.csv"
    assert "Is it about real people?" not in seen.main
    assert not Dataset.objects.exists()


def test_a_file_is_received_and_its_columns_are_asked_for(analyst, data_dir):
    response = send(analyst)
    dataset = Dataset.objects.get()
    assert response.url == f"/monitoring/datasets/{dataset.pk}/columns/"
    assert (dataset.title, dataset.service, dataset.row) == ("Library users", "Libraries", "person")
    assert dataset.uploaded_by == analyst.user
    assert (dataset.owner, dataset.keep_until) == ("Head of Libraries", date(2099, 3, 31))
    assert b"secret" not in everything_in(data_dir)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"file": ""}, "Choose a file."),
        ({"content": b""}, "This file is empty: choose the one that holds something."),
        (
            {"name": "users.xls"},
            "Files that end in .xls are not taken: save it as one of .csv, .ods, .xlsx and try again.",
        ),
        (
            {"name": "users.xlsx"},
            "This file is not what its name says (.xlsx): save it again in that format.",
        ),
        ({"title": ""}, "Enter a title."),
        ({"service": ""}, "Enter the service whose users these are."),
        ({"row": ""}, "Say what one row of the file is."),
        ({"purpose": ""}, "Say what the figures are for."),
        ({"owner": ""}, "Enter the post that answers for the data."),
        ({"keep_until_2": "2001"}, "The day until which the counts are kept is over: enter a later one."),
        (
            {"content": b"Sex,Trade union member\nF,Yes\nM,No\n"},
            "The column “Trade union member” cannot be taken. Trade union membership is not among the four kinds of "
            "data that the equality monitoring condition (Data Protection Act 2018, Schedule 1, paragraph 8) covers, so "
            "it may not be collected for monitoring. Take it out of the file and upload it again; if it holds something "
            "else, give it another heading.",
        ),
        (
            {"starts_on_1": "31", "starts_on_0": "31"},
            "The first day of the period is not a date: enter it as 1 4 2024.",
        ),
        (
            {"ends_on_0": "31", "ends_on_1": "2"},
            "The last day of the period is not a date: enter it as 31 3 2025.",
        ),
        ({"ends_on_2": "2023"}, "The last day of the period is before its first."),
    ],
)
def test_what_is_wrong_is_said(changes, sentence, analyst):
    response = send(analyst, **changes)
    seen = page(response)
    assert seen.errors == [sentence]
    assert seen.title.startswith("Error: ")
    assert not Dataset.objects.exists()


def test_a_file_over_the_limit_is_refused(analyst, monkeypatch):
    from dueregard.monitoring.forms import UploadForm

    monkeypatch.setattr(UploadForm.base_fields["file"], "megabytes", 0)
    assert page(send(analyst)).errors == [
        "This file has more than 0 MB: choose a smaller one, without pictures."
    ]


def test_a_period_that_overlaps_is_refused(analyst):
    loaded(analyst)
    response = send(analyst, ends_on_0="30", ends_on_1="6", ends_on_2="2024")
    assert "The period overlaps with that of “Library users”" in page(response).errors[0]


def test_which_periods_are_taken_is_said_before_anything_is_typed(analyst, council):
    assert "Periods that are loaded already" not in page(analyst.get(URL)).main
    loaded(analyst)
    seen = page(analyst.get(URL))
    assert "Libraries: 1 April 2024 to 31 March 2025" in seen.all("//li")
    assert "A quarter of a year that is loaded is not taken" in seen.main


@pytest.mark.parametrize(("answer", "is_taken"), [("no", True), ("yes", False), ("", False)])
def test_a_demonstration_takes_nobody_real(answer, is_taken, analyst):
    Organisation.objects.update(is_live=False)
    assert "Is it about real people?" in page(analyst.get(URL)).main
    assert (send(analyst, real_people=answer).status_code == 302) == is_taken
    assert Dataset.objects.exists() == is_taken


def test_others_may_not(reader, officer):
    assert send(reader).status_code == send(officer).status_code == 403
    assert not Dataset.objects.exists()


def test_the_example_is_a_file_that_can_be_uploaded(analyst, reader):
    response = analyst.get("/monitoring/datasets/example.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="example-library-users.csv"'
    assert send(analyst, response.content).status_code == 302
    assert reader.get("/monitoring/datasets/example.csv").status_code == 403


@pytest.mark.parametrize(("name", "only_rows"), [("users.csv", True), ("users.ods", False)])
def test_only_of_a_workbook_are_pictures_to_be_removed(name, only_rows, analyst, monkeypatch):
    asked = []

    def killed(*_arguments, only_rows, **_limits):
        asked.append(only_rows)
        raise Refused("This file needs more than 4,096 MB to read.")

    monkeypatch.setattr(files, "run_limited", killed)
    assert "needs more than 4,096 MB" in page(send(analyst, name=name)).main
    assert asked == [only_rows]
