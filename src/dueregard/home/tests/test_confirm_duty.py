"""A duty that our data mark "to be confirmed": somebody says who looked it up, and the calendar shows it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from dueregard.access.models import Confirmation
from dueregard.audit.models import Event
from dueregard.home.reports import DueList
from tests.pages import page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 1)
URL = "/calendar/duties/wres_submit/"


@pytest.fixture
def trust(council):
    council.body, council.headcount = "nhs-trust", 8000
    council.save()
    return council


def confirm(officer, by="Head of Legal", day=TODAY):
    parts = {f"confirmed_on_{place}": part for place, part in enumerate((day.day, day.month, day.year))}
    return officer.post(f"{URL}confirm/", confirmed_by=by, **parts)


def found(organisation, name="wres_submit"):
    return next(item for item in DueList(organisation, TODAY)[:] if item.name == name)


def test_until_then_it_is_to_be_confirmed(trust):
    item = found(trust)
    assert item.why.startswith(
        "The date is fixed: 31 May each year. By NHS Standard Contract: to be confirmed."
    )
    assert (item.duty, item.is_confirmed) == ("wres_submit", False)


def test_the_calendar_says_who_confirmed_it_and_when(officer, trust):
    assert confirm(officer).url == "/calendar/"
    kept = Confirmation.objects.get()
    assert (kept.organisation, kept.duty, kept.confirmed_by) == (trust, "wres_submit", "Head of Legal")
    assert (kept.confirmed_on, kept.recorded_by) == (TODAY, officer.user)
    event = Event.objects.get(kind="access.duty_confirmed")
    assert '"confirmed_by": "Head of Legal"' in event.payload
    seen = page(officer.get("/calendar/"))
    assert "By NHS Standard Contract: in force. Confirmed by Head of Legal on 1 May 2026." in seen.main
    assert seen.messages == ["The calendar says from now on who confirmed it"]


def test_the_page_shows_what_is_to_be_looked_up(officer, trust):
    seen = page(officer.get(f"{URL}confirm/"))
    assert seen.h1 == "Say that a duty is confirmed"
    assert seen.summary["Provision"] == "NHS Standard Contract"
    assert seen.summary["Where it was read"] == "from memory"
    assert seen.summary["When"] == "31 May each year"
    assert page(officer.get("/calendar/duties/foi/confirm/")).summary["When"] == "20 working days"
    assert page(officer.get("/calendar/duties/web_statement/confirm/")).summary["When"] == "1 year"
    assert not Confirmation.objects.exists()


def test_a_first_day_from_memory_is_confirmed_too(officer, council):
    council.body = "ni-council"
    council.save()
    item = found(council, "ni_apr")
    assert (item.duty, item.is_confirmed) == ("ni_apr", False)
    said = "Its first day in force, 1 January 2000, is to be confirmed."
    assert said in item.why
    seen = page(officer.get("/calendar/duties/ni_apr/confirm/"))
    assert seen.summary["First day in force"] == "1 January 2000"
    parts = {"confirmed_on_0": "1", "confirmed_on_1": "5", "confirmed_on_2": "2026"}
    officer.post("/calendar/duties/ni_apr/confirm/", confirmed_by="Head of Legal", **parts)
    assert said not in found(council, "ni_apr").why
    assert "Confirmed by Head of Legal on 1 May 2026." in found(council, "ni_apr").why


def test_it_is_changed_and_taken_back(officer, trust):
    confirm(officer)
    seen = page(officer.get(f"{URL}confirm/"))
    assert seen.value("confirmed_by") == "Head of Legal"
    confirm(officer, by="Monitoring Officer")
    assert Confirmation.objects.get().confirmed_by == "Monitoring Officer"
    assert officer.get(f"{URL}take-back/").status_code == 405
    assert officer.post(f"{URL}take-back/").url == "/calendar/"
    assert "to be confirmed" in found(trust).why
    assert Event.objects.latest("number").kind == "access.confirmation_taken_back"
    assert officer.post(f"{URL}take-back/").status_code == 404


def test_who_and_when_are_asked_for(officer, trust):
    assert page(officer.post(f"{URL}confirm/")).errors == [
        "Say who confirmed it.",
        "Enter the day on which it was confirmed.",
    ]
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert page(confirm(officer, day=tomorrow)).errors == ["Choose today or a day before it."]
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("duty", ["eng_info", "wal_sep", "nothing", "wres-submit"])
def test_what_is_certain_or_binds_nobody_here_is_not_confirmed(officer, trust, duty):
    assert officer.get(f"/calendar/duties/{duty}/confirm/").status_code == 404


def test_one_organisation_confirms_for_itself(officer, stranger, trust):
    other = stranger.membership.organisation
    other.body = "nhs-trust"
    other.save()
    confirm(officer)
    assert "to be confirmed" in found(other).why
    assert stranger.post(f"{URL}take-back/").status_code in (403, 404)
    assert Confirmation.objects.count() == 1


def test_who_may_not_say_so_is_not_asked(reader, lead, trust):
    for person in (reader, lead):
        assert confirm(person).status_code == 403
        assert person.post(f"{URL}take-back/").status_code == 403
    assert "Say that it is confirmed" not in page(reader.get("/calendar/")).main
    assert not Confirmation.objects.exists()


def test_only_what_is_to_be_confirmed_has_the_link(officer, trust):
    links = page(officer.get("/calendar/")).root.xpath("//main//a[contains(., 'Say that it is confirmed')]")
    addresses = {link.get("href") for link in links}
    assert f"{URL}confirm/" in addresses
    assert "/calendar/duties/eng_info/confirm/" not in addresses
