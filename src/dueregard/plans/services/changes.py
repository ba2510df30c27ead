"""What every deed on an entry shares: whoever comes second is told, and what was there is kept."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.access.models import User
from dueregard.audit.services import record
from dueregard.plans.models import Change, Entry, Plan

SOMEBODY = gettext_lazy(
    "Somebody changed this after you opened the page. What you typed is still here:"
    " compare it with what stands now, then save again."
)


class ChangedMeanwhile(ValidationError):
    """Somebody else has changed the entry since the page was opened."""


def claim(entry: Entry | Plan, version: int) -> None:
    """Take the row to its next version, if it still has the one that the page was opened with."""
    same = type(entry)._default_manager.filter(pk=entry.pk, version=version)
    if not same.update(version=F("version") + 1):
        raise ChangedMeanwhile(_meanwhile(entry))
    entry.version = version + 1


def _meanwhile(entry: Entry | Plan) -> str:
    deeds = [
        deed
        for name in ("changes", "updates")
        if hasattr(entry, name)
        for deed in getattr(entry, name).select_related("made_by")[:1]
    ]
    if not deeds:
        return str(SOMEBODY)
    newest = max(deeds, key=lambda deed: deed.made_at)
    at = timezone.localtime(newest.made_at).strftime("%-I:%M%p").lower()
    return _(
        "%(who)s changed this at %(at)s, after you opened the page. What you typed is still here:"
        " compare it with what stands now, then save again."
    ) % {"who": newest.made_by.name, "at": at}


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
