import base64
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from dueregard.access.models import Organisation
from dueregard.access.tests.factories import OrganisationFactory, UserFactory
from dueregard.evidence.models import Document
from dueregard.keeping import rows
from dueregard.plans.models import Action
from dueregard.plans.tests.factories import ActionFactory
from dueregard.publications.models import Version

KINDS = {
    *("BigAutoField", "AutoField", "BigIntegerField", "IntegerField", "PositiveIntegerField"),
    *("PositiveBigIntegerField", "PositiveSmallIntegerField", "SmallIntegerField", "BooleanField"),
    *("CharField", "TextField", "SlugField", "FileField", "DateField", "DateTimeField", "BinaryField"),
    *("JSONField", "ForeignKey", "OneToOneField", "FloatField", "DecimalField", "UUIDField"),
}


def test_every_model_is_kept_unless_somebody_said_why_not():
    managed = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    kept = {model._meta.label for model in rows.kept_models()}
    assert managed - kept == set(rows.LEFT_OUT) & managed
    assert {"audit.Event", "plans.Update_evidence", "publications.FrozenFile"} <= kept
    assert "monitoring.RawFile" not in kept


def test_every_kind_of_column_can_be_written_and_read():
    kinds = {
        field.get_internal_type() for model in rows.kept_models() for field in model._meta.concrete_fields
    }
    assert kinds - KINDS == set()


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (models.BinaryField(), b"\x00\xff", base64.b64encode(b"\x00\xff").decode()),
        (models.DateField(), date(2026, 2, 1), "2026-02-01"),
        (
            models.DateTimeField(),
            datetime(2026, 2, 1, 3, 4, 5, 678901, UTC),
            "2026-02-01T03:04:05.678901+00:00",
        ),
        (models.DecimalField(), Decimal("1.10"), "1.10"),
        (models.UUIDField(), UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (models.JSONField(), {"b": [{"d": 1, "c": "x"}], "a": None}, {"a": None, "b": [{"c": "x", "d": 1}]}),
        (models.CharField(), None, None),
        (models.CharField(), "", ""),
    ],
)
def test_values_are_written_as_json_and_read_back(field, value, text):
    field.set_attributes_from_name("any")
    written = rows.encoded(field, value)
    assert written == text
    assert json.dumps(written) == json.dumps(text)
    if not isinstance(field, models.JSONField | models.BinaryField):
        assert field.to_python(written) == value


def test_a_kind_that_nobody_thought_of_is_not_passed_over():
    field = models.DurationField()
    field.set_attributes_from_name("any")
    with pytest.raises(TypeError, match="timedelta"):
        rows.encoded(field, timezone.timedelta(1))


@pytest.mark.django_db
def test_columns_of_a_document_keep_their_order():
    ActionFactory(fields={"Ref": "1", "Action": "x", "By when": "May"})
    (line,) = rows.lines(Action._base_manager.all())
    assert list(json.loads(line)["fields"]) == ["Ref", "Action", "By when"]


@pytest.mark.django_db
def test_rows_go_back_with_their_keys_and_the_next_key_is_free():
    first, second = OrganisationFactory(logo=b"\x89PNG"), OrganisationFactory()
    kept = list(rows.lines(Organisation._base_manager.all()))
    Organisation.objects.all().delete()
    assert rows.load(Organisation, rows.parsed(b"".join(kept))) == 2
    rows.move_counters_on()
    assert list(rows.lines(Organisation._base_manager.all())) == kept
    assert bytes(Organisation.objects.get(pk=first.pk).logo) == b"\x89PNG"
    assert OrganisationFactory().pk > second.pk


@pytest.mark.django_db
def test_moments_that_the_model_would_set_are_as_they_were():
    organisation, by = OrganisationFactory(), UserFactory()
    document = Document.objects.create(organisation=organisation, added_by=by, link="https://example.org/")
    Document.objects.update(added_at=datetime(2020, 1, 2, 3, 4, 5, 6, UTC))
    kept = b"".join(rows.lines(Document._base_manager.all()))
    Document.objects.all().delete()
    rows.load(Document, rows.parsed(kept))
    assert Document.objects.get(pk=document.pk).added_at == datetime(2020, 1, 2, 3, 4, 5, 6, UTC)


def test_batches_hold_all_lines():
    found = list(rows.batches(b"%d\n" % number for number in range(rows.BATCH + 1)))
    assert [batch.count(b"\n") for batch in found] == [rows.BATCH, 1]


def test_versions_are_among_what_is_kept():
    assert Version in rows.kept_models()
