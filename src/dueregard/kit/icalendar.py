"""Days as a calendar that other programs subscribe to (RFC 5545)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"
OCTETS = 75  # of a line, without its end (section 3.1)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Event:
    """Something on a whole day. `uid` stays the same when the day or the words change."""

    uid: str
    day: date
    summary: str
    description: str
    url: str


def calendar(name: str, events: Iterable[Event], made_at: datetime) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//dueregard//calendar//EN", "CALSCALE:GREGORIAN"]
    lines += [f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}"]
    for event in events:
        lines += _event(event, made_at)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(event: Event, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"  # the day after (section 3.6.1)
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"DESCRIPTION:{escaped(event.description)}"
    yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Text as a value: what has a meaning in the format is marked, what it cannot hold is left out (section 3.3.11)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    marked = re.sub(r"([\\;,])", r"\\\1", CONTROLS.sub("", lines))
    return marked.replace("\n", r"\n")


def folded(line: str) -> str:
    """A line cut into pieces of at most 75 octets, never within a character; each but the first begins with a blank."""
    pieces, room = [""], OCTETS
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append("")
            room = OCTETS - 1
        pieces[-1] += letter
        room -= size
    return "\r\n ".join(pieces)
