import pytest

from dueregard.monitoring.models import Correction, Dataset, State
from dueregard.monitoring.tests.factories import mapped, users
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]

SLIPS = {"Female": 30, "Male": 20, "Femlae": 6, "": 2}


def url(dataset, deed="values/"):
    return f"/monitoring/datasets/{dataset.pk}/{deed}"


def test_what_was_understood_is_corrected_and_remembered(analyst):
    dataset = mapped(analyst, users(Female=30, Male=20))
    seen = page(analyst.get(url(dataset)))
    assert seen.all("//label[starts-with(@for, 'id_value')]") == ["“Female” in 30 rows", "“Male” in 20 rows"]
    assert seen.value("value_1") == "2"
    response = analyst.client.post(url(dataset), {"value_0": "1", "value_1": "not_recorded"}, follow=True)
    assert page(response).table("What was read")[0]["Answers"] == "30"
    assert (Correction.objects.get().value, Correction.objects.get().meaning) == ("Male", "not_recorded")


def test_a_guess_shows_its_rows_and_is_chosen_by_nobody_but_the_analyst(analyst):
    dataset = mapped(analyst, users(**SLIPS))
    seen = page(analyst.get(url(dataset, "check/")))
    assert "1 value looks like a slip of typing, and was guessed." in seen.main
    assert "“Femlae” in 6 rows" in seen.main
    assert seen.value("value_0") == ""
    assert seen.all("//select[@name='value_0']/option")[0] == "A guess: Female"


def test_nothing_is_loaded_while_a_guess_is_open(analyst):
    dataset = mapped(analyst, users(**SLIPS))
    seen = page(analyst.post(url(dataset, "load/")))
    assert seen.errors == ["Say that the guesses are right, or change them above first."]
    assert Dataset.objects.get().state is State.MAPPED
    analyst.post(url(dataset, "load/"), guesses="on")
    assert Dataset.objects.get().state is State.LOADED
    assert (Correction.objects.get().value, Correction.objects.get().meaning) == ("Femlae", "1")


def test_a_guess_that_was_decided_is_asked_about_no_more(analyst):
    dataset = mapped(analyst, users(**SLIPS))
    analyst.post(url(dataset, "check/"), value_0="not_recorded")
    seen = page(analyst.get(url(dataset, "check/")))
    assert seen.table("What was read")[0]["Answers"] == "50"
    assert not seen.root.xpath("//input[@name='guesses']")


def test_others_may_not_and_strangers_find_nothing(analyst, director, stranger):
    dataset = mapped(analyst)
    stranger.membership.role = "analyst"
    stranger.membership.save()
    assert director.get(url(dataset)).status_code == 403
    assert stranger.get(url(dataset)).status_code == 404
