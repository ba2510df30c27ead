"""What every deed on an entry shares: whoever comes second is told, and what was there is kept."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import User
from dueregard.audit.services import record
from dueregard.plans.models import Action, Change, Entry


class ChangedMeanwhile(ValidationError):
    """Somebody else has changed the entry since the page was opened."""


def claim(entry: Entry, version: int) -> None:
    """Take the entry to its next version, if it still has the one that the page was opened with."""
    same = type(entry)._default_manager.filter(pk=entry.pk, version=version)
    if not same.update(version=F("version") + 1):
        raise ChangedMeanwhile(_meanwhile(entry))
    entry.version = version + 1


def _meanwhile(entry: Entry) -> str:
    deeds: list[Any] = [*entry.changes.select_related("made_by")[:1]]  # type: ignore[attr-defined]
    if isinstance(entry, Action):
        deeds += entry.updates.select_related("made_by")[:1]
    newest = max(deeds, key=lambda deed: deed.made_at, default=None)
    who = newest.made_by.name if newest else _("Somebody")
    at = timezone.localtime(newest.made_at if newest else None).strftime("%-I:%M%p").lower()
    return _(
        "%(who)s changed this at %(at)s, after you opened the page. What you typed is still here:"
        " compare it with what stands now, then save again."
    ) % {"who": who, "at": at}


def keep(
    entry: Entry,
    kind: Change.Kind,
    *,
    by: User,
    field: str = "",
    before: str = "",
    after: str = "",
    reason: str = "",
) -> Change:
    """The row that says what was there and what is there now."""
    return Change.objects.create(
        **{entry.kind: entry},
        kind=kind,
        field=field,
        before=before,
        after=after,
        reason=reason,
        made_by=by,
    )


def audit(entry: Entry, deed: str, *, by: User, **payload: Any) -> None:
    organisation = entry.plan.organisation  # type: ignore[attr-defined]
    record(f"plans.{entry.kind}_{deed}", by=by, organisation=organisation, target=entry, **payload)
