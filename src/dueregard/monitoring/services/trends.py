"""Periods that cannot be compared are marked."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import User
from dueregard.audit.services import record
from dueregard.monitoring.models import Break, Dataset


@transaction.atomic
def mark_break(dataset: Dataset, *, characteristic: str, kind: str, note: str, by: User) -> None:
    """Say what changed before this period, or with an empty kind that nothing did."""
    if kind and kind not in Break.Kind.values:
        raise ValidationError(_("Choose what changed."))
    if kind:
        said = {"kind": kind, "note": note, "marked_by": by, "marked_at": timezone.now()}
        dataset.breaks.update_or_create(characteristic=characteristic, defaults=said)
    else:
        dataset.breaks.filter(characteristic=characteristic).delete()
    record(
        "monitoring.break_marked",
        by=by,
        organisation=dataset.organisation,
        target=dataset,
        characteristic=characteristic,
        what=kind,
        note=note,
    )
