"""What the columns of a file are, and what its values mean."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import User
from dueregard.audit.services import record
from dueregard.monitoring.models import Correction, Dataset, MappedColumn
from dueregard.monitoring.reports import Meaning
from equalities.codelists import characteristic, headed, load, state_labels
from equalities.cubes import AS_WRITTEN
from equalities.saying import say

UNSAID = "gender_recorded"
"""What a column headed "gender" holds while nobody has ruled what people were asked."""


@transaction.atomic
def map_columns(
    dataset: Dataset, *, columns: Sequence[MappedColumn], by: User, reference: str = ""
) -> Dataset:
    """Say which columns are read, as what. The others are never read and stand in no log. `reference` is the
    heading of a column that tells people apart, where one person may stand in several rows."""
    if not columns:
        raise ValidationError(_("Say what at least one column is: without that there is nothing to count."))
    for column in columns:
        _check(column)
    _check_once(columns)
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    if dataset.loaded_at:
        raise ValidationError(_("This dataset was loaded a moment ago: look at it again."))
    dataset.mapping = [asdict(column) for column in columns]
    dataset.reference, dataset.joined = reference, []
    dataset.save()
    record(
        "monitoring.columns_mapped",
        by=by,
        organisation=dataset.organisation,
        target=dataset,
        classifications={column.characteristic: column.classification for column in columns},
        rulings={column.characteristic: column.ruled_by for column in columns if column.ruled_by},
    )
    return dataset


@transaction.atomic
def join_places(dataset: Dataset, *, places: Sequence[str], by: User) -> Dataset:
    """Have these places put together with others when the file is loaded, and no line of their own. The log says how
    many they are, not which."""
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    if dataset.joined != sorted(places):
        dataset.joined = sorted(places)
        dataset.save()
        place = dataset.organisation
        record("monitoring.places_joined", by=by, organisation=place, target=dataset, places=len(places))
    return dataset


def _check(column: MappedColumn) -> None:
    named = headed(column.heading)
    if named and named.refused:
        raise ValidationError(say(named.refused))
    if column.is_place:
        _check_place(column)
        return
    refused = characteristic(column.characteristic).refused
    if refused:
        raise ValidationError(say(refused))
    if load(column.classification).characteristic != column.characteristic:
        raise ValidationError(
            _("%(list)s is a list of something else: choose another.") % {"list": column.classification}
        )
    if named and named.name == UNSAID and column.characteristic != UNSAID and not column.ruled_by:
        raise ValidationError(
            _("“%(heading)s” may mean sex or gender identity: name the post that ruled which it is.")
            % {"heading": column.heading}
        )


def _check_place(column: MappedColumn) -> None:
    """Else answers to a question would be taken as they stand, and go without its list and its condition."""
    if column.classification != AS_WRITTEN or headed(column.heading):
        raise ValidationError(
            _("“%(heading)s” is no area or team: choose the list that it uses.") % {"heading": column.heading}
        )


def _check_once(columns: Sequence[MappedColumn]) -> None:
    for attribute in ("characteristic", "heading"):
        counts = Counter(getattr(column, attribute) for column in columns)
        twice = next((each for each, count in counts.items() if count > 1), None)
        if twice:
            name = next(column.title for column in columns if getattr(column, attribute) == twice)
            name = twice if attribute == "heading" else name
            raise ValidationError(_("%(name)s is chosen twice: choose it for one column.") % {"name": name})


@transaction.atomic
def correct_values(dataset: Dataset, *, classification: str, meanings: Mapping[str, str], by: User) -> None:
    """Say what values mean in a column that uses this list: a code of the list or a missing state, or "" to forget
    what was said before. It is remembered for the organisation. The values themselves stay out of the log."""
    known = {code.code for code in load(classification).codes} | set(state_labels())
    said = Correction.objects.of(dataset.organisation, classification)
    for value, meaning in meanings.items():
        if meaning and meaning not in known:
            raise ValidationError(_("Choose a group of the list."))
        if meaning:
            fields = {"meaning": meaning, "made_by": by, "made_at": timezone.now()}
            said.update_or_create(
                organisation=dataset.organisation, classification=classification, value=value, defaults=fields
            )
        else:
            said.filter(value=value).delete()
    record(
        "monitoring.values_corrected",
        by=by,
        organisation=dataset.organisation,
        target=dataset,
        classification=classification,
        values=len(meanings),
    )


@transaction.atomic
def confirm_guesses(dataset: Dataset, *, guesses: Sequence[Meaning], by: User) -> None:
    """What looked like slips of typing was read right: it is remembered as if each had been chosen."""
    said: dict[str, dict[str, str]] = {}
    for guess in guesses:
        said.setdefault(guess.classification, {})[guess.value] = guess.guess
    for classification, meanings in said.items():
        correct_values(dataset, classification=classification, meanings=meanings, by=by)
