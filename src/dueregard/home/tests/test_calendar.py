"""The calendar of all that is due, as a page and as a feed."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dueregard.access import services as access
from dueregard.audit.models import Event
from dueregard.home.reports import DueItem, DueList, by_month
from dueregard.plans.models import Plan
from dueregard.plans.services import add_action, add_objective, add_plan, close
from dueregard.publications.models import Publication, Version
from tests.pages import page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 1)


@pytest.fixture
def english(council):
    council.body, council.headcount = "english-council", 1200
    council.information_published_on = date(2026, 2, 1)
    council.save()
    return council


@pytest.fixture
def plan(council, officer):
    return add_plan(council, title="Our plan", by=officer.user, ends_on=date(2029, 3, 31))


def found(organisation, name, today=TODAY):
    return next(item for item in DueList(organisation, today)[:] if item.name == name)


def publish(organisation, by, on, number=1, withdrawn_at=None, **more):
    publication, _ = Publication.objects.get_or_create(organisation=organisation, slug="report")
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    withdrawal = (
        {"withdrawn_at": withdrawn_at, "withdrawn_by": by, "withdrawn_for": "error"} if withdrawn_at else {}
    )
    return Version.objects.create(
        publication=publication,
        number=number,
        title="Report",
        starts_on=on,
        ends_on=on,
        taken={},
        what_changed="" if number == 1 else "A figure",
        prepared_by=by,
        prepared_at=at,
        published_by=by,
        published_at=at,
        audit_head="head",
        **withdrawal,
        **more,
    )


def test_information_is_due_a_year_less_a_day_after_it_was_published(english):
    item = found(english, "eng_info")
    assert item.day == date(2027, 1, 31)
    assert item.why.startswith(
        "At the latest 1 year after the last time, of which 1 February 2026 counts as the first day."
        " By SI 2017/353 reg 4: in force. The first was due by 30 March 2018;"
    )


def test_a_fixed_day_says_that_it_is_fixed(english):
    item = found(english, "gpg_public_publish")
    assert item.day == date(2027, 3, 30)
    assert item.why.startswith("The date is fixed: 30 March each year.")
    assert "It binds from 250 employees." in item.why


def test_what_another_council_set_itself_on_fixed_days_is_no_date_of_this_one(english):
    names = {item.name for item in DueList(english, TODAY)[:]}
    assert "plan_quarter" not in names
    assert {"plan_review", "esia_publish"} <= names


def test_what_has_no_day_says_why(english):
    objectives = found(english, "eng_objectives")
    assert objectives.day is None
    assert objectives.why.startswith(
        "At the latest 4 years after the last time, the day of which is not known."
    )
    assert found(english, "ethnicity_disability_pay").why.startswith("No day is set.")
    assert found(english, "eng_sed").why.startswith("No day is set.")
    assert found(english, "foi").why.startswith("Within 20 working days of the day on which it happens.")
    assert found(english, "esia_publish").why.startswith("Within 1 month of the day on which it happens.")


def test_what_others_do_is_in_the_calendar_with_who_says_so(english):
    week = found(english, "hate_week")
    assert (week.day, week.kind) == (date(2026, 10, 10), "By others")
    assert week.why.startswith(
        "Others set the day: second Saturday of October each year. By campaign of No To"
    )
    census = found(english, "census")
    assert census.day is None
    assert census.why.startswith("Others set the day; the last was 21 March 2021.")


def test_how_often_the_staff_are_asked_is_said_by_the_organisation(english):
    survey = found(english, "staff_survey")
    assert survey.day is None
    assert survey.why.startswith("Every 6 months or 2 years: say which on the page of the organisation.")
    english.staff_survey_every, english.staff_surveyed_on = "P2Y", date(2025, 10, 1)
    survey = found(english, "staff_survey")
    assert survey.day == date(2027, 9, 30)
    assert survey.why.startswith(
        "At the latest 2 years after the last time, of which 1 October 2025 counts as the first day."
    )


def test_the_staff_are_asked_twice_a_year_or_every_two(english):
    english.staff_survey_every = "P1Y"
    with pytest.raises(IntegrityError), transaction.atomic():
        english.save()


def test_the_first_is_due_by_its_own_day(council):
    council.body = "scottish-council"
    progress = found(council, "sco_outcomes_progress", date(2015, 1, 1))
    assert progress.day == date(2015, 4, 30)
    assert progress.why.startswith("The first is due by 30 April 2015. By SSI 2012/162 reg 4: in force.")


def test_the_plan_is_reviewed_after_three_years_and_objectives_after_four(english):
    english.plan_reviewed_on, english.objectives_published_on = date(2026, 4, 1), date(2024, 4, 1)
    assert found(english, "plan_review").day == date(2029, 3, 31)
    assert found(english, "eng_objectives").day == date(2028, 3, 31)


def test_a_report_published_here_restarts_the_clock_and_its_correction_does_not(english, officer):
    publish(english, officer.user, date(2026, 3, 15))
    publish(english, officer.user, date(2026, 4, 20), number=2)
    assert found(english, "eng_info").day == date(2027, 3, 14)


def test_a_correction_restarts_the_clock_where_its_officer_says_so(english, officer):
    publish(english, officer.user, date(2026, 3, 15))
    assert "Correcting a report" not in found(english, "eng_info").why
    publish(english, officer.user, date(2026, 4, 20), number=2)
    assert found(english, "eng_info").why.endswith("Correcting a report does not restart the clock.")
    gone = datetime(2026, 5, 20, tzinfo=UTC)
    publish(english, officer.user, date(2026, 5, 10), number=3, restarts_clock=True, withdrawn_at=gone)
    assert found(english, "eng_info").day == date(2027, 5, 9)


def test_a_first_version_cannot_be_a_correction_that_restarts(english, officer):
    with pytest.raises(IntegrityError), transaction.atomic():
        publish(english, officer.user, date(2026, 3, 15), restarts_clock=True)


def test_a_withdrawal_does_not_turn_the_clock_back(english, officer):
    publish(english, officer.user, date(2026, 3, 15), withdrawn_at=datetime(2026, 3, 20, tzinfo=UTC))
    item = found(english, "eng_info")
    assert item.day == date(2027, 3, 14)
    assert item.why.endswith("Withdrawing a report does not turn the clock back.")


def test_a_report_of_another_organisation_counts_nothing(english, stranger):
    publish(stranger.membership.organisation, stranger.user, date(2026, 3, 15))
    assert found(english, "eng_info").day == date(2027, 1, 31)


def test_a_small_body_is_not_bound_by_what_begins_at_a_number(english):
    english.headcount = 20
    assert not [item for item in DueList(english, TODAY)[:] if item.name.startswith("gpg")]


def test_actions_objectives_and_plans_are_due(council, plan, officer):
    action = add_action(plan, by=officer.user, text="Fit ramps", timescale="June 2027")
    objective = add_objective(plan, by=officer.user, text="Be open", timescale="quarterly from April 2026")
    closed = add_action(plan, by=officer.user, text="Gone", timescale="July 2027")
    close(closed, by=officer.user, version=1, closed_on=timezone.localdate(), reason="Done")
    items = {item.name: item for item in DueList(council, TODAY)[:]}
    due = items[f"action-{action.pk}-last"]
    assert (due.day, due.kind, due.url) == (date(2027, 6, 30), "Action", f"/actions/{action.pk}/")
    assert due.why.startswith("The last day by its timescale: “June 2027”. ")
    assert items[f"objective-{objective.pk}-next"].why.startswith(
        "The next due day by its timescale: “quarterly"
    )
    assert items[f"plan-{plan.pk}-ends"].day == date(2029, 3, 31)
    assert len(items) == 3


def test_months_come_in_order_with_what_has_passed_first():
    days = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 31), date(2027, 1, 1), None]
    items = [DueItem(str(number), day, "", "", "", "") for number, day in enumerate(days)]
    assert [(month.heading, len(month.items)) for month in by_month(items, TODAY)] == [
        ("The day has passed", 1),
        ("May 2026", 2),
        ("January 2027", 1),
        ("On no day that can be named", 1),
    ]


def test_the_page_shows_each_day_and_why(reader, english):
    seen = page(reader.get("/calendar/"))
    assert seen.h1 == "Calendar"
    assert "Publish information that shows compliance with the equality duty" in seen.main
    assert "By SI 2017/353 reg 4: in force." in seen.main


def test_who_may_say_it_is_asked_for_the_kind_of_body(officer, reader, council):
    assert page(officer.get("/calendar/")).links["Say what kind of body it is"] == "/organisation/"
    seen = page(reader.get("/calendar/"))
    assert "Nobody has said yet what kind of body this is" in seen.main
    assert "Say what kind of body it is" not in seen.links
    assert "Nothing is due: no plan has a date yet." in seen.main


def test_the_kind_of_body_is_said_on_the_page_of_the_organisation(officer, council):
    typed = {"name": council.name, "colour": council.colour, "body": "nhs-trust", "headcount": "800"}
    typed |= {f"information_published_on_{part}": value for part, value in enumerate(("1", "2", "2026"))}
    typed |= {f"staff_surveyed_on_{part}": value for part, value in enumerate(("1", "10", "2025"))}
    typed["staff_survey_every"] = "P2Y"
    officer.client.post("/organisation/", typed)
    council.refresh_from_db()
    assert (council.body, council.headcount) == ("nhs-trust", 800)
    assert council.information_published_on == date(2026, 2, 1)
    assert (council.staff_surveyed_on, council.staff_survey_every) == (date(2025, 10, 1), "P2Y")
    typed["body"] = "a club"
    assert page(officer.client.post("/organisation/", typed)).errors != []


def test_a_feed_is_opened_read_and_closed(reader, english, plan, officer):
    add_action(plan, by=officer.user, text="Fit ramps, and more", timescale="June 2027")
    assert reader.get("/calendar/open-feed/").status_code == 405
    reader.post("/calendar/open-feed/")
    assert Event.objects.latest("number").kind == "access.calendar_opened"
    reader.membership.refresh_from_db()
    key = reader.membership.calendar_key
    assert len(key) == 43
    assert key not in Event.objects.latest("number").payload
    assert f"http://testserver/calendar/{key}/due.ics" in page(reader.get("/calendar/")).main
    response = Client().get(f"/calendar/{key}/due.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    text = response.content.decode()
    assert "DTSTART;VALUE=DATE:20270131\r\n" in text
    assert "SUMMARY:Fit ramps\\, and more\r\n" in text
    reader.post("/calendar/close-feed/")
    assert Client().get(f"/calendar/{key}/due.ics").status_code == 404
    assert Event.objects.latest("number").kind == "access.calendar_closed"


def test_the_feed_says_why_each_day_and_who_confirmed_it(reader, officer, english):
    access.confirm_duty(
        english, duty="hate_week", by=officer.user, confirmed_by="Community team", confirmed_on=TODAY
    )
    key = access.make_calendar_key(reader.membership, by=reader.user)
    text = Client().get(f"/calendar/{key}/due.ics").content.decode().replace("\r\n ", "")
    event = next(one for one in text.split("BEGIN:VEVENT") if "Hate Crime Awareness Week" in one)
    assert "second Saturday of October each year" in event
    assert "Confirmed by Community team on 1 May 2026." in event
    assert "to be confirmed" not in event


def test_a_new_address_ends_the_one_before(reader):
    before = access.make_calendar_key(reader.membership, by=reader.user)
    after = access.make_calendar_key(reader.membership, by=reader.user)
    assert Client().get(f"/calendar/{before}/due.ics").status_code == 404
    assert Client().get(f"/calendar/{after}/due.ics").status_code == 200


def test_who_may_no_longer_sign_in_no_longer_reads_the_feed(reader, officer):
    key = access.make_calendar_key(reader.membership, by=reader.user)
    access.deactivate(reader.membership, by=officer.user)
    assert Client().get(f"/calendar/{key}/due.ics").status_code == 404


def test_a_feed_shows_its_own_organisation_alone(stranger, plan, officer):
    add_action(plan, by=officer.user, text="Fit ramps", timescale="June 2027")
    key = access.make_calendar_key(stranger.membership, by=stranger.user)
    assert b"Fit ramps" not in Client().get(f"/calendar/{key}/due.ics").content


def queries(person):
    with CaptureQueriesContext(connection) as made:
        assert person.get("/calendar/").status_code == 200
    return len(made)


def test_the_page_takes_the_same_queries_however_many_actions(reader, english, plan, officer):
    add_action(plan, by=officer.user, text="First", timescale="June 2027")
    few = queries(reader)
    for number in range(60):
        add_action(plan, by=officer.user, text=f"More {number}", timescale="June 2027")
    assert Plan.objects.get().actions.count() == 61
    assert queries(reader) <= few


def test_any_part_of_the_list_is_what_the_whole_has_there(english, plan, officer):
    for number in range(12):
        add_action(
            plan, by=officer.user, text=f"A {number}", timescale=f"{1 + number % 3} March {2026 + number % 4}"
        )
        add_objective(plan, by=officer.user, text=f"O {number}", timescale="quarterly from April 2026")
    listed = DueList(english, TODAY)
    whole = listed[:]
    days = [item.day or date.max for item in whole]
    assert days == sorted(days)
    assert len({item.name for item in whole}) == len(whole) == len(listed) > 30
    assert whole[0].name.startswith("action")
    assert whole[-1].day is None
    for size in (1, 4, 50):
        assert [item for at in range(0, len(listed), size) for item in listed[at : at + size]] == whole
    assert listed[3] == whole[3]


def test_on_one_day_the_duties_come_first(english, plan, officer):
    add_action(plan, by=officer.user, text="Fit ramps", timescale="31 January 2027")
    names = [item.name for item in DueList(english, TODAY) if item.day == date(2027, 1, 31)]
    assert [name.partition("-")[0] == "action" for name in names] == [False] * (len(names) - 1) + [True]
    assert "eng_info" in names
