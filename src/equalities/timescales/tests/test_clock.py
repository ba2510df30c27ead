"""The statutory clock. A test of a rule carries the rule's number."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from equalities.refusals import Refused
from equalities.timescales import clock, read
from equalities.timescales.clock import Confirmation, Due, Publication

TODAY = date(2026, 11, 22)


def duty(name: str, body: str = "english-council", on: date = TODAY, **known: object) -> Due:
    return next(one for one in clock.due(body, on, **known) if one.duty.id == name)


def ids(body: str, on: date = TODAY, headcount: int | None = None) -> set[str]:
    return {one.duty.id for one in clock.due(body, on, headcount=headcount)}


def information(*publications: Publication) -> dict[str, tuple[Publication, ...]]:
    return {"information": publications}


def test_uksi_2017_353_reg_4_a_year_that_begins_with_the_last_publication() -> None:
    due = duty("eng_info", publications=information(Publication(date(2026, 2, 1))))
    assert due.due == date(2027, 1, 31)
    assert "1 February 2026 counts as the first day (SI 2017/353 reg 4)" in due.reading
    assert due.status == "in force"


@pytest.mark.parametrize(
    ("published", "due"),
    [
        (date(2026, 3, 30), date(2027, 3, 29)),
        (date(2024, 2, 29), date(2025, 2, 27)),
        (date(2023, 3, 1), date(2024, 2, 29)),
    ],
)
def test_uksi_2017_353_reg_4_the_safe_last_day(published: date, due: date) -> None:
    assert duty("eng_info", publications=information(Publication(published))).due == due


def test_uksi_2017_353_reg_4_employees_are_left_out_under_150() -> None:
    assert "eng_info_staff" not in ids("english-council", headcount=149)
    assert "eng_info_staff" in ids("english-council", headcount=150)
    assert "It binds from 150 employees." in duty("eng_info_staff").reading
    assert "It binds" not in duty("eng_info_staff", headcount=150).reading


def test_uksi_2017_353_reg_5_objectives_every_four_years() -> None:
    assert duty("eng_objectives", events={"objectives": date(2024, 4, 1)}).due == date(2028, 3, 31)
    unknown = duty("eng_objectives")
    assert unknown.due is None
    assert "the day of the last one is not given" in unknown.reading


def test_uksi_2011_2260_reg_2_explains_the_31_january_of_a_plan_of_2013() -> None:
    due = duty("eng_info_2011", on=date(2013, 6, 1), publications=information(Publication(date(2013, 1, 31))))
    assert due.due == date(2014, 1, 30)
    assert due.status == "revoked"
    assert "31 January 2012, which is why plans of those years name 31 January" in due.reading


def test_uksi_2017_353_reg_9_the_rules_of_2011_end_where_those_of_2017_begin() -> None:
    assert "eng_info_2011" in ids("english-council", date(2017, 3, 30))
    assert "eng_info" not in ids("english-council", date(2017, 3, 30))
    assert "eng_info_2011" not in ids("english-council", date(2017, 3, 31))
    assert "eng_info" in ids("english-council", date(2017, 3, 31))


def test_uksi_2017_353_schedule_1_gender_pay_gap_dates_are_fixed() -> None:
    assert duty("gpg_public_publish", headcount=250).due == date(2027, 3, 30)
    assert duty("gpg_public_snapshot", headcount=250, on=date(2026, 3, 31)).due == date(2026, 3, 31)
    assert "gpg_public_publish" not in ids("english-council", headcount=249)


def test_uksi_2017_172_reg_2_other_employers_have_five_days_more() -> None:
    assert duty("gpg_private_publish", "private-employer", headcount=300).due == date(2027, 4, 4)
    assert "eng_info" not in ids("private-employer")


@pytest.mark.parametrize(("approved", "due"), [(2026, date(2026, 2, 28)), (2024, date(2024, 2, 29))])
def test_an_assessment_approved_on_31_january_is_due_by_the_end_of_february(approved: int, due: date) -> None:
    found = duty("esia_publish", events={"assessment-approved": date(approved, 1, 31)})
    assert found.due == due
    assert "That day has passed." in found.reading
    assert duty("esia_publish").due is None


def test_a_withdrawal_does_not_turn_the_clock_back() -> None:
    published = [Publication(date(2025, 2, 1)), Publication(date(2026, 2, 1), withdrawn_on=date(2026, 2, 3))]
    due = duty("eng_info", publications={"information": published})
    assert due.due == date(2027, 1, 31)
    assert "Withdrawing it does not turn the clock back." in due.reading


def test_a_correction_restarts_the_clock_only_when_the_officer_says_so() -> None:
    first = Publication(date(2026, 2, 1))
    corrected = duty(
        "eng_info", publications=information(first, Publication(date(2026, 5, 1), corrects=True))
    )
    assert corrected.due == date(2027, 1, 31)
    assert "Correcting it does not restart the clock." in corrected.reading
    again = Publication(date(2026, 5, 1), corrects=True, restarts=True)
    assert duty("eng_info", publications=information(first, again)).due == date(2027, 4, 30)


def test_ssi_2012_162_regs_3_4_7_and_8() -> None:
    events = {
        "information": date(2025, 4, 30),
        "objectives": date(2025, 4, 30),
        "progress": date(2025, 4, 30),
    }
    days = {one.duty.id: one.due for one in clock.due("scottish-council", TODAY, headcount=20, events=events)}
    assert days["sco_mainstreaming"] == date(2027, 4, 29)
    assert days["sco_outcomes"] == date(2029, 4, 29)
    assert days["sco_outcomes_progress"] == date(2027, 4, 29)
    assert days["sco_gpg"] == date(2027, 4, 30)
    assert days["sco_equal_pay"] == date(2029, 4, 30)
    assert days["sco_staff"] is None
    assert "eng_info" not in days


def test_ssi_2016_159_lowered_150_employees_to_20() -> None:
    assert "sco_gpg_2012" in ids("scottish-council", date(2016, 3, 17), headcount=150)
    assert not {"sco_gpg", "sco_gpg_2012"} & ids("scottish-council", date(2016, 3, 17), headcount=149)
    assert "sco_gpg" in ids("scottish-council", date(2016, 3, 18), headcount=20)
    assert "sco_gpg" not in ids("scottish-council", date(2016, 3, 18), headcount=19)


def test_wsi_2011_1064_regs_8_9_and_16() -> None:
    assert duty("wal_annual", "welsh-council").due == date(2027, 3, 31)
    assert duty("wal_staff", "welsh-council").due == date(2027, 3, 31)
    assert duty("wal_eia", "welsh-council").due is None
    assert duty("wal_sep", "welsh-council", events={"objectives": date(2024, 4, 1)}).due == date(2028, 3, 31)


def test_northern_ireland_act_1998_schedule_9() -> None:
    assert duty("ni_apr", "ni-council").due == date(2027, 8, 31)
    assert duty("ni_scheme", "ni-council", events={"scheme": date(2023, 5, 1)}).due == date(2028, 4, 30)


def test_nhs_and_schools_have_their_own() -> None:
    assert duty("wres_publish", "nhs-trust").due == date(2027, 10, 31)
    assert duty("ais_self", "nhs-trust").due == date(2027, 3, 31)
    assert "eng_info_2011_schools" in ids("english-school", date(2012, 1, 1))
    assert "wres_publish" not in ids("english-school")


@pytest.mark.parametrize(
    ("name", "body", "first"),
    [
        ("ais_self", "nhs-trust", date(2025, 7, 1)),
        ("ethnicity_disability_pay", "english-council", date(2026, 3, 25)),
        ("subject_access", "welsh-council", date(2018, 5, 25)),
        ("foi", "ni-council", date(2005, 1, 1)),
        ("ni_apr", "ni-council", date(2000, 1, 1)),
    ],
)
def test_a_past_day_lists_no_rule_that_came_later(name: str, body: str, first: date) -> None:
    assert name in ids(body, first)
    assert name not in ids(body, first - timedelta(days=1))


def test_a_date_that_comes_once_is_not_due_after_it() -> None:
    assert duty("eap_voluntary", headcount=300, on=date(2027, 3, 30)).due == date(2027, 3, 30)
    passed = duty("eap_voluntary", headcount=300, on=date(2028, 2, 29))
    assert passed.due is None
    assert passed.reading.startswith("The date was fixed: 30 March 2027, and no later one is named (")
    assert all(
        one.due is None or one.due >= date(2028, 2, 29) for one in clock.due("nhs-trust", date(2028, 2, 29))
    )


def test_what_is_partly_from_memory_is_to_be_confirmed() -> None:
    assert duty("wal_sep", "welsh-council").status == "to be confirmed"


def test_the_socio_economic_duty_of_section_1_is_not_in_force_in_england() -> None:
    assert (duty("eng_sed").status, duty("eng_sed").due) == ("not in force", None)
    assert duty("wal_sed", "welsh-council").status == "in force"


def test_what_is_from_memory_is_to_be_confirmed_until_somebody_confirms_it() -> None:
    assert duty("wres_submit", "nhs-trust").status == "to be confirmed"
    said = Confirmation("wres_submit", "Head of Workforce", date(2026, 5, 1))
    confirmed = duty("wres_submit", "nhs-trust", confirmations=[said])
    assert confirmed.status == "in force"
    assert confirmed.confirmed == said
    assert confirmed.reading.endswith(" Confirmed by Head of Workforce on 1 May 2026.")


def test_a_duty_as_json() -> None:
    kept = duty("eng_info", publications=information(Publication(date(2026, 2, 1)))).as_dict()
    reading = kept.pop("reading")
    assert kept == {
        "id": "eng_info",
        "title": "Publish information that shows compliance with the equality duty",
        "due": "2027-01-31",
        "rule": "rolling P1Y",
        "legal_basis": "SI 2017/353 reg 4",
        "status": "in force",
    }
    assert str(reading).startswith(
        "Every year at the latest, of which 1 February 2026 counts as the first day"
    )


def test_the_soonest_stands_first_and_what_has_no_day_last() -> None:
    days = [one.due for one in clock.due("english-council", TODAY)]
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days[: len(dated)] == dated


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(Refused, match="'parish' is not a kind of body"):
        clock.due("parish", TODAY)
    with pytest.raises(Refused, match="'birthday' is not something a duty counts from"):
        clock.due("english-council", TODAY, events={"birthday": TODAY})


def test_every_duty_can_be_reckoned_and_every_body_has_one() -> None:
    kinds = {kind for body in clock.bodies().values() for kind in body.kinds}
    places = {place for body in clock.bodies().values() for place in body.jurisdictions}
    for one in clock.duties():
        assert set(one.who) <= kinds, one.id
        assert one.jurisdiction in places, one.id
        assert one.rule in ("rolling", "event", "fixed", "external", "annual", "awaited"), one.id
        assert one.holidays in ("", "own", "any"), one.id
        assert all((one.title, one.legal_basis, one.source)), one.id
        if one.rule in ("fixed", "external"):
            assert read(one.when).next_due(date(2015, 1, 1)), one.id
    for body in clock.bodies():
        assert clock.due(body, TODAY)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2025, 12, 5), date(2026, 1, 8)),  # over Christmas and the Scottish 2 January
        (date(2014, 12, 2), date(2015, 1, 5)),  # confirmordeny.org.uk, 23 November 2014
        (date(2026, 5, 29), date(2026, 6, 29)),  # over the Scottish holiday of 15 June 2026
        (date(2026, 6, 20), date(2026, 7, 20)),  # received on a Saturday; over 13 July in Northern Ireland
    ],
)
def test_foia_2000_s10_twenty_working_days_by_the_holidays_of_any_nation(received: date, due: date) -> None:
    for body in ("english-council", "welsh-school", "ni-body"):
        assert duty("foi", body, events={"information-request": received}).due == due


def test_asp_2002_13_s73_counts_the_holidays_of_scotland_alone() -> None:
    received = {"information-request": date(2026, 6, 20)}
    assert duty("foi_scotland", "scottish-council", events=received).due == date(2026, 7, 17)
    assert "foi" not in ids("scottish-council")
    assert "foi_scotland" not in ids("english-council")


@pytest.mark.parametrize(
    ("body", "received", "due"),
    [
        ("english-council", date(2026, 9, 3), date(2026, 10, 5)),  # 3 October 2026 is a Saturday
        ("english-council", date(2026, 1, 31), date(2026, 3, 2)),  # 28 February 2026 is a Saturday
        ("english-council", date(2026, 3, 3), date(2026, 4, 7)),  # Good Friday to Easter Monday
        ("scottish-council", date(2026, 3, 3), date(2026, 4, 6)),  # Easter Monday is none in Scotland
        ("ni-body", date(2026, 2, 17), date(2026, 3, 18)),  # St Patrick's Day
        ("welsh-council", date(2026, 2, 17), date(2026, 3, 17)),
        ("private-employer", date(2026, 2, 17), date(2026, 3, 17)),  # of whichever nation: the safe day
        ("english-council", date(2024, 1, 30), date(2024, 2, 29)),
    ],
)
def test_uk_gdpr_art_12_a_month_that_ends_on_a_working_day(body: str, received: date, due: date) -> None:
    assert duty("subject_access", body, events={"request-received": received}).due == due


def test_what_others_do_is_external() -> None:
    found = duty("hate_week", on=date(2026, 9, 1))
    assert (found.due, found.status) == (date(2026, 10, 10), "to be confirmed")
    assert found.reading.startswith("Others set the day: second Saturday of October each year (campaign")
    assert duty("hate_stats").due == date(2027, 10, 31)
    assert duty("census", on=date(2020, 1, 1)).due == date(2021, 3, 21)
    assert duty("census_scotland", "scottish-council", on=date(2020, 1, 1)).due == date(2022, 3, 20)
    assert (duty("census").due, duty("census").status) == (None, "external")
    assert "and no later one is named" in duty("census").reading


def test_what_is_only_expected_has_no_day() -> None:
    for name, body in (("eap_mandatory", "english-council"), ("eap_mandatory_private", "private-employer")):
        assert (duty(name, body).due, duty(name, body).status) == (None, "expected")
        assert name not in ids(body, headcount=249)


def test_the_bonus_period_ends_with_the_snapshot() -> None:
    assert duty("gpg_public_bonus").due == duty("gpg_public_snapshot").due
    assert duty("gpg_private_bonus", "private-employer").due == date(2027, 4, 5)


def test_a_plan_is_reviewed_each_quarter() -> None:
    assert duty("plan_quarter").due == date(2026, 12, 31)
    assert duty("plan_quarter", on=date(2027, 1, 1)).due == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("on", "public", "private"),
    [
        (date(2020, 3, 30), date(2020, 3, 30), date(2020, 4, 4)),
        (date(2020, 12, 1), date(2021, 10, 5), date(2021, 10, 5)),
        (date(2021, 3, 31), date(2021, 10, 5), date(2021, 10, 5)),
        (date(2021, 10, 6), date(2022, 3, 30), date(2022, 4, 4)),
    ],
)
def test_the_figures_of_the_2020_snapshot_had_until_5_october_2021(
    on: date, public: date, private: date
) -> None:
    assert duty("gpg_public_publish", on=on).due == public
    assert duty("gpg_private_publish", "private-employer", on=on).due == private


def test_pay_gap_figures_go_by_biological_sex_from_21_may_2026() -> None:
    assert "gpg_sex_basis" in ids("english-council", on=date(2026, 5, 21))
    assert "gpg_sex_basis" not in ids("english-council", on=date(2026, 5, 20))
    assert "gpg_sex_basis" not in ids("scottish-council")
    assert duty("gpg_sex_basis_private", "private-employer").due is None


# Rows of the calendar of facts that are two duties here, for public authorities and for other employers.
SPLIT = {"gpg_bonus_period": "gpg_public_bonus", "gpg_keep_web": "gpg_keep_public"}


def test_every_row_of_the_statutory_calendar_is_a_duty(shared: Path) -> None:
    with (shared / "facts" / "frameworks" / "statutory_calendar.csv").open(encoding="utf-8") as rows:
        facts = {SPLIT.get(row["id"], row["id"]): row for row in csv.DictReader(rows)}
    known = {one.id: one for one in clock.duties()}
    assert facts.keys() <= known.keys()
    unsure = {name for name, row in facts.items() if "from_memory" in row["confidence"]}
    assert {name for name in unsure if known[name].is_confirmed} == set()
    revoked = {name for name, row in facts.items() if row["status"].startswith("revoked")}
    assert {name for name in facts if known[name].status == "revoked"} == revoked


def test_how_often_the_staff_are_asked_is_for_the_body_to_say() -> None:
    asked = {"staff-survey": date(2025, 10, 1)}
    open_to_choice = duty("staff_survey", events=asked)
    assert open_to_choice.due is None
    assert open_to_choice.reading.startswith(
        "Every 6 months or every 2 years: which of them has not been said"
    )
    assert duty("staff_survey", events=asked, lengths={"staff_survey": "P2Y"}).due == date(2027, 9, 30)
    assert duty("staff_survey", events=asked, lengths={"staff_survey": "P6M"}).due == date(2026, 3, 31)
    with pytest.raises(Refused, match="'P3Y' is not a length of time for staff_survey; use P6M or P2Y"):
        clock.due("english-council", TODAY, lengths={"staff_survey": "P3Y"})
    with pytest.raises(Refused, match="'eng_info' has no length of time to choose"):
        clock.due("english-council", TODAY, lengths={"eng_info": "P2Y"})


@pytest.mark.parametrize(
    ("name", "body", "on", "first"),
    [
        ("eng_info", "english-council", date(2017, 6, 1), date(2018, 3, 30)),
        ("eng_info_2011_schools", "english-school", date(2012, 1, 1), date(2012, 4, 6)),
        ("sco_outcomes_progress", "scottish-council", date(2015, 4, 30), date(2015, 4, 30)),
    ],
)
def test_until_its_day_the_first_is_due_where_none_was_published(
    name: str, body: str, on: date, first: date
) -> None:
    found = duty(name, body, on=on)
    assert found.due == first
    assert found.reading.startswith(f"The first is due by {first:%-d %B %Y} (")
    assert duty(name, body, on=first + timedelta(days=1)).due is None


def test_a_first_day_from_memory_is_to_be_confirmed() -> None:
    said = "Its first day in force, 1 January 2000, is to be confirmed."
    assert said in duty("ni_apr", "ni-council").reading
    known = Confirmation("ni_apr", "Head of Legal", date(2026, 5, 1))
    assert said not in duty("ni_apr", "ni-council", confirmations=[known]).reading
    unsure = {one.id for one in clock.duties() if not one.has_sure_first_day}
    assert {
        "ni_scheme",
        "ni_fetr",
        "wres_submit",
        "wres_publish",
        "foi",
        "subject_access",
        "sc_wres",
    } <= unsure
    assert "sc_wres" not in ids("english-council", date(2021, 3, 31))


def test_the_social_care_wres_is_for_councils_and_the_nhs_has_its_own() -> None:
    assert {"sc_wres", "ais_self"} <= ids("english-council")
    assert {"wres_submit", "wres_publish", "ais_self"} <= ids("nhs-trust")
    assert "sc_wres" not in ids("nhs-trust")


EDGES = [date.min, date(2013, 3, 1), date(2024, 2, 29), TODAY, date(2100, 12, 31)]
KEYS = ["id", "title", "due", "rule", "legal_basis", "status", "reading"]


@pytest.mark.parametrize("body", clock.bodies())
def test_every_body_on_every_edge_of_the_calendar_keeps_the_contract(body: str) -> None:
    happened = [dict.fromkeys(clock.counted_from(), day) for day in (date.min, date(2024, 2, 29), date.max)]
    for on in EDGES:
        for events in ({}, *happened):
            found = clock.due(body, on, events=events)
            assert all(list(one.as_dict()) == KEYS for one in found)
            assert all(one.reading.endswith(".") for one in found)
            assert len({one.duty.id for one in found}) == len(found)


@pytest.mark.parametrize("body", clock.bodies())
@pytest.mark.parametrize("size", [20, 150, 250])
def test_every_duty_begins_at_its_number_of_employees(body: str, size: int) -> None:
    begins = {
        one.id
        for one in clock.duties()
        if one.least_headcount == size and one.binds(clock.bodies()[body], None, TODAY)
    }
    assert ids(body, headcount=size) - ids(body, headcount=size - 1) == begins
    assert ids(body, headcount=10**9) == ids(body)


def test_the_last_day_of_the_calendar_has_no_later_one() -> None:
    assert duty("gpg_public_publish", on=date.max).due is None
    after = duty("eng_info", publications=information(Publication(date(9999, 6, 1))))
    assert after.due is None
    assert after.reading.startswith("It would be due on a day that no calendar has (SI 2017/353 reg 4)")
