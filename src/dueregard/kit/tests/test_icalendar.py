from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from dueregard.kit.icalendar import Event, calendar, escaped, folded

EVENT = Event(
    "duty-eng_info@council", date(2027, 1, 31), "Publish; all, of it", "One\nTwo", "https://x.example/"
)


def test_a_calendar_of_one_day():
    made = calendar("Fairshire", [EVENT], datetime(2026, 5, 1, 9, 30, tzinfo=UTC))
    assert made.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//dueregard//calendar//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Fairshire",
        "X-WR-CALNAME:Fairshire",
        "BEGIN:VEVENT",
        "UID:duty-eng_info@council",
        "DTSTAMP:20260501T093000Z",
        "DTSTART;VALUE=DATE:20270131",
        "DTEND;VALUE=DATE:20270201",
        r"SUMMARY:Publish\; all\, of it",
        r"DESCRIPTION:One\nTwo",
        "URL:https://x.example/",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_what_has_a_meaning_is_escaped_and_no_line_can_be_put_in():
    assert escaped("a\\b;c,d") == r"a\\b\;c\,d"
    assert escaped("end\r\nBEGIN:VEVENT") == r"end\nBEGIN:VEVENT"
    assert escaped("bell\x07\rnext") == r"bell\nnext"


def test_a_long_line_is_folded_at_75_octets():
    assert folded("x" * 75) == "x" * 75
    assert folded("x" * 76) == "x" * 75 + "\r\n x"
    assert folded("é" * 38) == "é" * 37 + "\r\n é"


@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])))
def test_folding_loses_nothing_and_keeps_the_measure(line):
    cut = folded(line)
    assert cut.replace("\r\n ", "") == line or "\r\n " in line
    assert all(len(piece.encode()) <= 75 for piece in cut.split("\r\n"))
