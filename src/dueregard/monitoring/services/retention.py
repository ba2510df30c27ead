"""How long data are kept, what a purge removes, and whose rows are not to be used."""

from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.audit.services import Process, record
from dueregard.monitoring import reports
from dueregard.monitoring.models import Basis, Dataset, KeptRows, Objection
from dueregard.monitoring.models.encryption import keyed_hash
from dueregard.monitoring.services.files import HOUSEKEEPING, lock
from equalities.refusals import Refused


@transaction.atomic
def change_retention(
    dataset: Dataset, *, lawful_basis: str, owner: str, keep_until: date, by: User
) -> Dataset:
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    if dataset.purged_at:
        raise ValidationError(_("This dataset was purged: there is nothing left to keep or remove."))
    if lawful_basis not in Basis.values:
        raise ValidationError(_("Choose a lawful basis."))
    before = {name: getattr(dataset, name) for name in ("lawful_basis", "owner", "keep_until")}
    dataset.lawful_basis, dataset.owner, dataset.keep_until = lawful_basis, owner, keep_until
    dataset.save()
    after = {"lawful_basis": lawful_basis, "owner": owner, "keep_until": keep_until}
    place = dataset.organisation
    record(
        "monitoring.retention_changed", by=by, organisation=place, target=dataset, before=before, after=after
    )
    return dataset


@transaction.atomic
def purge(dataset: Dataset, *, by: User | Process) -> Dataset:
    """Reduce a dataset to its protected tables. What was removed is kept as amounts and hashes: who finds an old copy
    can tell that it is one. Refused where there is nothing to remove."""
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    if dataset.loaded_at is None:
        raise Refused(_("Nothing of this dataset is loaded: delete its file instead."))
    if dataset.purged_at:
        raise Refused(_("This dataset was purged already."))
    removed = [asdict(each) for each in reports.removable(dataset)]
    KeptRows.objects.filter(dataset=dataset).delete()
    dataset.counts_sealed, dataset.reference = None, ""
    dataset.purged_at, dataset.removed_kept = timezone.now(), removed
    dataset.save()
    place = dataset.organisation
    record("monitoring.dataset_purged", by=by, organisation=place, target=dataset, removed=removed)
    return dataset


def purge_due(today: date) -> int:
    """Purge what nobody said is to be kept any longer; how many datasets. Safe to run twice."""
    due = list(Dataset.objects.due_for_purge(today))
    for dataset in due:
        purge(dataset, by=HOUSEKEEPING)
    return len(due)


@dataclass(frozen=True)
class Noted:
    """`is_missed`: that it is new, and none of the rows that are kept of the service has the reference, which may be
    written in another way there. Of one that was noted before, nobody can tell whether any row ever had it."""

    objection: Objection
    is_new: bool
    is_missed: bool


def note_objection(organisation: Organisation, *, service: str, reference: str, by: User) -> Noted:
    """From now on the rows with this reference are left out of every file of the service, and the rows that are kept
    of its datasets are without them. Said twice, it is noted once. Neither the reference nor its hash stands in the
    log."""
    if not reference.strip():
        raise ValidationError(_("Enter the reference."))
    objection, is_new = _note(organisation, service, reference, by)
    of_service = KeptRows.objects.filter(dataset__organisation=organisation, dataset__service__iexact=service)
    searched = list(of_service.exclude(dataset__reference="").values_list("pk", flat=True))
    found = [_forget(pk, reference, by=by) for pk in searched]
    if is_new:
        Objection.objects.filter(pk=objection.pk).update(had_rows=any(found))
    return Noted(objection, is_new=is_new, is_missed=is_new and bool(searched) and not any(found))


@transaction.atomic
def _forget(pk: int, reference: str, *, by: User) -> bool:
    """Somebody's rows are gone from those that are kept; whether there were any. Nobody else can write while it lasts,
    a second for a million rows: of two who objected at once neither is brought back."""
    kept = KeptRows.objects.select_for_update().select_related("dataset__organisation").filter(pk=pk).first()
    if kept is None:
        return False
    before, dataset = kept.number, kept.dataset
    kept.keep(*reports.parquet_without(kept, reference))
    if kept.number == before:
        return False
    kept.save()
    # not how many: that is how often one person came
    record("monitoring.rows_forgotten", by=by, organisation=dataset.organisation, target=dataset)
    return True


@transaction.atomic
def _note(organisation: Organisation, service: str, reference: str, by: User) -> tuple[Objection, bool]:
    lock(organisation)
    objection, is_new = Objection.objects.standing().get_or_create(
        organisation=organisation,
        service=service,
        reference_hash=keyed_hash(reference),
        defaults={"noted_by": by, "noted_at": timezone.now()},
    )
    if is_new:
        record(
            "monitoring.objection_noted", by=by, organisation=organisation, target=objection, service=service
        )
    return objection, is_new


@transaction.atomic
def take_back_objection(organisation: Organisation, *, service: str, reference: str, by: User) -> Objection:
    """Whoever has this reference is counted again: in files of periods of which no tables were shown without them.
    Their rows that were removed are not brought back by it, but by the next file. ValidationError where no objection
    with the reference stands."""
    lock(organisation)
    standing = Objection.objects.of(organisation, service).standing().select_for_update()
    objection = standing.filter(reference_hash=keyed_hash(reference)).first()
    if objection is None:
        raise ValidationError(
            _("No objection with this reference is noted for this service: check how it is written.")
        )
    objection.taken_back_by, objection.taken_back_at = by, timezone.now()
    objection.save()
    record(
        "monitoring.objection_taken_back",
        by=by,
        organisation=organisation,
        target=objection,
        service=objection.service,
    )
    return objection
