"""What every deed on an entry shares: whoever comes second is told, and what was there is kept."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.access.models import Organisation, User
from dueregard.audit.services import record
from dueregard.plans import reports
from dueregard.plans.models import Change, Deed, Entry, Plan
from dueregard.plans.services.contents import held, mark

SOMEBODY = gettext_lazy(
    "Somebody changed this after you opened the page. What you typed is still here:"
    " compare it with what stands now, then save again."
)


class ChangedMeanwhile(ValidationError):
    """Somebody else has changed the entry since the page was opened."""


def claim(entry: Entry | Plan, version: int) -> None:
    """Take the row to its next version, if it still has the one that the page was opened with."""
    same = type(entry)._base_manager.filter(pk=entry.pk, version=version)
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
    plan = entry if isinstance(entry, Plan) else entry.plan  # type: ignore[attr-defined]
    newest = reports.newest_of(deeds, reports.last_redaction(plan.organisation))
    if newest is None:
        return str(SOMEBODY)
    at = timezone.localtime(newest.made_at).strftime("%-I:%M%p").lower()
    return _(
        "%(who)s changed this at %(at)s, after you opened the page. What you typed is still here:"
        " compare it with what stands now, then save again."
    ) % {"who": newest.made_by.name, "at": at}


def begin(kind: Deed.Kind, entry: Entry, *, by: User) -> Deed:
    """A deed on an entry, or on several of which this is one."""
    return begin_in(entry.plan.organisation, kind, by=by)  # type: ignore[attr-defined]


def begin_in(organisation: Organisation, kind: Deed.Kind, *, by: User) -> Deed:
    return Deed.objects.create(organisation=organisation, kind=kind, made_by=by)


def begin_undoing(deed: Deed, *, by: User, is_whole: bool) -> Deed:
    """Not whole: on some entries of the deed."""
    kind = Deed.Kind.UNDONE
    return Deed.objects.create(
        organisation=deed.organisation, kind=kind, made_by=by, undoes=deed, is_whole=is_whole
    )


def keep(
    entry: Entry,
    kind: Change.Kind,
    *,
    deed: Deed,
    field: str = "",
    before: str = "",
    after: str = "",
    reason: str = "",
    values: tuple[Any, Any] | None = None,
) -> Change:
    """The row that says what was there and what is there now; `values` are the two as they can be put back."""
    return Change.objects.create(
        **{entry.kind: entry},
        kind=kind,
        field=field,
        before=before,
        after=after,
        reason=reason,
        values=values,
        deed=deed,
        made_by=deed.made_by,
    )


def alter(
    entry: Entry, kind: Change.Kind, values: Mapping[str, Any], *, deed: Deed, reason: str = ""
) -> list[str]:
    """Put plain values in place, each kept as a change of the deed; the names of those that were different. What was
    said is kept in any case: an update of an earlier day changes nothing, and yet is taken back."""
    different = [name for name, value in values.items() if name == "said" or held(name).read(entry) != value]
    for name in different:
        one = held(name)
        was, before = one.read(entry), one.words(entry)
        one.write(entry, values[name])
        both = (was, one.read(entry))
        keep(
            entry,
            kind,
            deed=deed,
            field=name,
            before=before,
            after=one.words(entry),
            reason=reason,
            values=both,
        )
    entry.save()
    mark(entry)
    return different


def audit(entry: Entry, deed: str, *, by: User, **payload: Any) -> None:
    organisation = entry.plan.organisation  # type: ignore[attr-defined]
    record(f"plans.{entry.kind}_{deed}", by=by, organisation=organisation, target=entry, **payload)
