"""What people see of who did what, and of who may."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.access.permissions import Permission
from dueregard.access.roles import ROLES, Role
from dueregard.audit.models import Event
from equalities.documents.writers import ExportTable, write_csv

PERSON, PROCESS = User._meta.label + ":", "process:"


@dataclass(frozen=True)
class LogLine:
    """One event in words: `who` is a person's name, or that of a process; `kind` and `about` as the log has them."""

    number: int
    at: datetime
    who: str
    kind: str
    about: str
    payload: str


def events_within(organisation: Organisation, *, who: User | None = None) -> QuerySet[Any]:
    """The events of the organisation and of those under it, the newest first."""
    keys = [str(key) for key in Organisation.objects.within(organisation).values_list("pk", flat=True)]
    found = Event.objects.filter(organisation__in=keys).order_by("-number")
    return found.filter(by=f"{PERSON}{who.pk}") if who else found


def log_lines(events: Iterable[Event]) -> Iterator[LogLine]:
    """Two queries at most, however many events."""
    kept = list(events)
    keys = {event.by.removeprefix(PERSON) for event in kept if event.by.startswith(PERSON)}
    names = dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))
    for event in kept:
        yield LogLine(
            event.number,
            datetime.fromisoformat(event.at),
            _who(event.by, names),
            event.kind,
            event.target,
            event.payload,
        )


def _who(by: str, names: dict[int, str]) -> str:
    if by.startswith(PERSON):
        return names.get(int(by.removeprefix(PERSON)), by)
    return _("by itself: %(name)s") % {"name": by.removeprefix(PROCESS)}


def allowed() -> list[tuple[str, list[bool]]]:
    """A line a permission: what it is called, and for each role in order whether it holds it."""
    return [
        (str(permission.words), [permission in ROLES[role].permissions for role in Role])
        for permission in Permission
    ]


def log_as_csv(organisation: Organisation) -> bytes:
    """The whole log of the organisation, the oldest first, with the hashes that anybody can check."""
    names = ("number", "at", "kind", "by", "target", "payload", "digest", "previous", "hash")
    events = events_within(organisation).order_by("number").values_list(*names)
    rows = tuple(tuple(str(cell) for cell in event) for event in events.iterator(chunk_size=2000))
    out = BytesIO()
    write_csv(ExportTable(_("Log"), "", names, rows), out)
    return out.getvalue()
