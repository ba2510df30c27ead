import pytest

from dueregard.plans.models import columns
from dueregard.plans.models.words import (
    Saying,
    in_months,
    is_open,
    is_placeholder,
    is_to_be_mapped,
    saying,
)


@pytest.mark.parametrize(
    "text",
    [
        "To be determined",
        "To be agreed",
        "To be determined following approval of the strategy",
        "Measures will be introduced to address any issues identified",
        "Measures to be determined as part of an inquiry",
        "TBC",
        "tbd.",
    ],
)
def test_words_for_what_is_still_open(text):
    assert is_open(text)
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["n/a", "N/A", "-", "None", ""])
def test_words_for_nothing_are_placeholders_and_not_open(text):
    assert is_placeholder(text)
    assert not is_open(text)


@pytest.mark.parametrize(
    "text", ["Council framework agreed", "Number of homes", "TBCs", "Nonesuch House manager"]
)
def test_a_real_entry_is_no_placeholder(text):
    assert not is_placeholder(text)


def test_to_be_mapped_is_found_in_a_longer_text():
    assert is_to_be_mapped("EFLG: to be mapped")
    assert not is_to_be_mapped("mapped")


@pytest.mark.parametrize(
    ("status", "reading"),
    [
        ("On target", Saying.WELL),
        ("Green", Saying.WELL),
        ("In progress", Saying.WELL),
        ("Complete", Saying.DONE),
        ("Done in March", Saying.DONE),
        ("Slightly behind", Saying.LATE),
        ("At risk", Saying.LATE),
        ("Off target", Saying.LATE),
        ("Not on target", Saying.LATE),
        ("Not yet complete", Saying.UNREAD),
        ("To be completed", Saying.UNREAD),
        ("Delayed, one part complete", Saying.UNREAD),
        ("Four of six open", Saying.UNREAD),
        ("", Saying.UNREAD),
    ],
)
def test_a_status_is_read_only_where_its_words_are_known(status, reading):
    assert saying(status) == reading


@pytest.mark.parametrize(
    ("days", "words"), [(1, "1 day"), (60, "60 days"), (61, "2 months"), (90, "3 months"), (400, "13 months")]
)
def test_days_become_months_after_two_months(days, words):
    assert in_months(days) == words


FIELDS = {
    "Action": "Do it",
    "Section": "Team A",
    "Directorate": "Services",
    "PC": "Age, Disability",
    "Arising from": "Audit",
    "CP Priority": "All",
    "Status": "On target",
}


def test_columns_that_the_library_has_no_field_for():
    assert columns.unit(FIELDS) == "Team A"
    assert columns.unit({"Directorate": " ", "Section": "Team A"}) == "Team A"
    assert columns.characteristics(FIELDS) == ["Age", "Disability"]
    assert columns.arising_from(FIELDS) == "Audit"
    assert columns.others({"fields": FIELDS}) == {
        "Section": "Team A",
        "Directorate": "Services",
        "CP Priority": "All",
    }
    assert columns.unit({}) == ""


def test_next_steps_that_are_the_action_are_not_kept_twice():
    fields = {"Next steps": "Train\nstaff", "What's happened": "Nothing"}
    assert columns.others({"fields": fields, "text": "Train staff"}) == {"What's happened": "Nothing"}
    assert columns.others({"fields": fields, "text": "Fit ramps"}) == fields


def test_dates_and_statuses_that_another_column_took_the_place_of_are_kept():
    fields = {
        "Start date": "2024-06-01",
        "Original due date": "2024-10-31",
        "Revised due date": "2025-03-31",
        "Actual completion": "2025-02-01",
        "Status": "Delayed",
        "% complete": "40%",
    }
    content = {"fields": fields, "timescale": {"phrase": "2025-03-31"}, "status": "Delayed"}
    assert columns.others(content) == {
        "Start date": "2024-06-01",
        "Original due date": "2024-10-31",
        "Actual completion": "2025-02-01",
        "% complete": "40%",
    }
    alone = {"fields": {"Timescale": "March 2025"}, "timescale": {"phrase": "corrected to May 2025"}}
    assert columns.others(alone) == {}
