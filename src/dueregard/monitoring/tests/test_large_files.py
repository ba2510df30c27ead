"""A large file is read by a process of its own, once, for all pages that ask about it."""

import pytest

from dueregard.monitoring import reports, services
from dueregard.monitoring.models import Dataset, Loading, RawFile, State, raw_files
from dueregard.monitoring.reports import files
from dueregard.monitoring.services import background
from dueregard.monitoring.tests.factories import SEX, mapped, receive, users
from equalities.refusals import Refused
from tests.pages import page

pytestmark = pytest.mark.django_db

ODD = {"Female": 30, "Male": 20, "Wumman": 2}


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch):
    monkeypatch.setattr(raw_files, "LARGE", 0)


@pytest.fixture
def slow(monkeypatch):
    """Nothing is done before the test does it."""
    monkeypatch.setattr(background, "start", lambda _pk: None)
    monkeypatch.setattr(background, "PATIENCE", 0)


@pytest.fixture
def readings(monkeypatch):
    """How often a file was read for its answers."""
    done, run = [], files.run_limited

    def counted(function, *rest, **limits):
        if function == "equalities.cubes:read_apart_as_dict":
            done.append(function)
        return run(function, *rest, **limits)

    monkeypatch.setattr(files, "run_limited", counted)
    return done


def url(dataset, deed="check"):
    return f"/monitoring/datasets/{dataset.pk}/{deed}/"


def test_a_large_file_waits_to_be_read(analyst, readings):
    dataset = mapped(analyst, users(**ODD))
    seen = page(analyst.get(url(dataset)))
    assert (seen.h1, readings) == ("Read the file", [])
    assert analyst.get(url(dataset, "values")).url == url(dataset)
    assert analyst.post(url(dataset, "load")).url == url(dataset)
    assert Dataset.objects.get().state is State.MAPPED


def test_it_is_read_once_for_every_page(analyst, readings):
    dataset = mapped(analyst, users(**ODD))
    assert analyst.post(url(dataset, "read-file")).url == url(dataset)
    seen = page(analyst.get(url(dataset)))
    assert seen.table("What was read")[0]["Answers"] == "50"
    assert "“Wumman” in 2 rows" in seen.main
    assert "“Male” in 20 rows" in page(analyst.get(url(dataset, "values"))).main
    assert len(readings) == 1


def test_what_is_said_of_a_value_is_read_anew(analyst, readings):
    dataset = mapped(analyst, users(**ODD))
    services.begin_reading(dataset, by=analyst.user)
    assert analyst.post(url(dataset), value_0="1").url == url(dataset)
    assert page(analyst.get(url(dataset))).table("What was read")[0]["Answers"] == "52"
    assert len(readings) == 2


def test_other_columns_or_an_objection_are_read_anew(analyst):
    people = b"Card,Sex,Other\n" + b"".join(f"C{n},Female,Male\n".encode() for n in range(30))
    dataset = mapped(analyst, people, reference="Card")
    services.begin_reading(dataset, by=analyst.user)
    fresh = Dataset.objects.get()
    assert reports.has_reading(fresh)
    services.note_objection(dataset.organisation, service=dataset.service, reference="C3", by=analyst.user)
    assert not reports.has_reading(Dataset.objects.get())
    services.begin_reading(dataset, by=analyst.user)
    services.map_columns(dataset, columns=[SEX], by=analyst.user, reference="")
    with pytest.raises(Refused, match="have asked not to be counted"):
        reports.has_reading(Dataset.objects.get())


def test_it_is_loaded_as_any_other_and_nothing_of_the_reading_stays(analyst):
    dataset = mapped(analyst, users(Female=60, Male=40))
    analyst.post(url(dataset, "read-file"))
    response = analyst.client.post(url(dataset, "load"), {"keep_rows": "on"}, follow=True)
    assert "Loaded. The file itself is deleted" in page(response).messages[0]
    assert not RawFile.objects.exists()


@pytest.mark.usefixtures("slow")
def test_the_page_says_that_it_is_being_read_and_leads_on(analyst):
    dataset = receive(analyst, users(**ODD))
    services.map_columns(dataset, columns=[SEX], by=analyst.user)
    assert analyst.post(url(dataset, "read-file")).url == url(dataset, "loading")
    response = analyst.get(url(dataset, "loading"))
    assert (page(response).h1, response["Refresh"]) == ("The file is being read", "5")
    assert "It waits for its turn" in page(response).main
    Loading.objects.get().tells(step=Loading.Step.LOOK)
    assert "Each value is looked at." in page(analyst.get(url(dataset, "loading"))).main
    services.carry_out(Loading.objects.get())
    assert analyst.get(url(dataset, "loading")).url == url(dataset)
    assert page(analyst.get(url(dataset))).h1 == "Check what was read"


@pytest.mark.usefixtures("slow")
def test_reading_is_stopped_and_begun_again(analyst):
    dataset = mapped(analyst, users(**ODD))
    first = services.begin_reading(dataset, by=analyst.user)
    again = services.begin_reading(dataset, by=analyst.user)
    assert list(Loading.objects.all()) == [again]
    assert not first.is_wanted(), "the process that reads for nobody ends"
    analyst.post(url(dataset, "loading/cancel"))
    assert not Loading.objects.exists()
    assert page(analyst.get(url(dataset))).h1 == "Read the file"


def test_what_cannot_be_read_is_said_where_it_can_be_mended(analyst, monkeypatch):
    dataset = mapped(analyst, users(**ODD))

    def broken(_dataset):
        raise Refused("There is no column Sex in this file.")

    monkeypatch.setattr(reports, "keep_reading", broken)
    answer = analyst.client.post(url(dataset, "read-file"), follow=True)
    assert page(answer).messages == ["There is no column Sex in this file."]
    assert answer.redirect_chain[-1][0] == url(dataset, "columns")


def test_the_reading_is_sealed(analyst):
    dataset = mapped(analyst, users(**ODD))
    services.begin_reading(dataset, by=analyst.user)
    raw_file = RawFile.objects.get()
    assert b"Wumman" not in bytes(raw_file.reading_sealed)
    assert "Wumman" in str(raw_file.reading)


@pytest.mark.parametrize(("who", "status"), [("director", 403), ("stranger", 404)])
def test_others_may_not_and_strangers_find_nothing(who, status, request, analyst, stranger):
    stranger.membership.role = "analyst"
    stranger.membership.save()
    dataset = mapped(analyst, users(**ODD))
    assert request.getfixturevalue(who).post(url(dataset, "read-file")).status_code == status
    assert not Loading.objects.exists()
