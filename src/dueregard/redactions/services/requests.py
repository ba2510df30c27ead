"""Asking that words be removed, and confirming it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.access.models import Organisation, User
from dueregard.access.ownership import foreign_keys, owned_rows
from dueregard.audit.services import record, redact
from dueregard.evidence import services as evidence
from dueregard.redactions import reports
from dueregard.redactions.models import Redaction
from dueregard.redactions.reports import Place
from dueregard.redactions.services.kept_files import blank_files
from dueregard.redactions.services.remembering import remember, said_without
from dueregard.redactions.words import SHORTEST, Words


@transaction.atomic
def ask(organisation: Organisation, *, words: str, reason: str, by: User) -> Redaction:
    """Nothing is removed yet. Refused where the words are so short that they would be found everywhere, or where the
    reason, which stays, says them again."""
    written = " ".join(words.split())
    if len(written) < SHORTEST:
        raise ValidationError(
            _("Enter at least %(number)s characters: fewer would be found everywhere.") % {"number": SHORTEST}
        )
    if Words(written).stand_in(reason):
        raise ValidationError(_("The reason stays for ever: write it without the words to remove."))
    found = Redaction.objects.create(
        organisation=organisation, words=written, reason=reason, asked_by=by, asked_at=timezone.now()
    )
    record("redactions.redaction_asked", by=by, organisation=organisation, target=found, reason=reason)
    return found


@transaction.atomic
def cancel(redaction: Redaction, *, by: User) -> None:
    """Nothing is removed, and the words are forgotten here."""
    found = Redaction.objects.select_for_update().get(pk=redaction.pk)
    found.check_is_waiting()
    found.words, found.cancelled_by, found.settled_at = "", by, timezone.now()
    found.save()
    found.searches.all().delete()
    record("redactions.redaction_cancelled", by=by, organisation=found.organisation, target=found)


@transaction.atomic
def confirm(redaction: Redaction, *, by: User) -> Redaction:
    """Remove the words from every row, from the log, from what waits to be saved, and from copies that were published
    and withdrawn; attached files that hold them go whole. Refused while a published version shows them, since everybody
    can read it there, and while an attached file has not been searched."""
    found = Redaction.objects.select_for_update().get(pk=redaction.pk)
    found.check_can_confirm(by)
    _check_nothing_stands_in_the_way(found)
    words, organisation = Words(found.words), found.organisation
    found_in = list(reports.places(words, organisation))
    kept = [_blank(place, words) for place in found_in]
    _move_on(found_in)
    gone, digests = _remove_attached(found)
    events = list(reports.events(words, organisation, digests))
    said = {event.number: said_without(words, event.payload, digests) for event in events}
    files = blank_files(words, organisation)
    drafts = [draft.delete() for draft in reports.drafts(words, organisation)]
    for model in packed():
        owned_rows(model, organisation).delete()
    found.places = len(kept) + len(gone) + len(said) + len(files) + len(drafts)
    found.words, found.confirmed_by, found.settled_at = "", by, timezone.now()
    found.save()
    found.searches.all().delete()
    told = {"asked_by": found.asked_by.pk, "places": found.places}
    redact(said, by=by, organisation=organisation, target=found, **told)
    heard = {event.number: {"hash": event.hash, "says": said[event.number]} for event in events}
    name = {"name": str(found.name), "at": found.settled_at, "reason": found.reason}
    line = {**name, **told, "rows": kept, "events": heard, "files": files, "documents": gone}
    transaction.on_commit(lambda: remember(line, words))
    return found


def _check_nothing_stands_in_the_way(redaction: Redaction) -> None:
    if left := reports.unsearched(redaction).count():
        raise ValidationError(
            ngettext(
                "%d attached file has not been searched yet: search it first.",
                "%d attached files have not been searched yet: search them first.",
                left,
            )
            % left
        )
    if titles := reports.still_public(redaction):
        raise ValidationError(
            _("Everybody can read these words in %(titles)s: withdraw it first.")
            % {"titles": "; ".join(titles)}
        )


def _remove_attached(redaction: Redaction) -> tuple[list[dict[str, Any]], list[str]]:
    """What is remembered of the files that go, and the digests that the log has of them."""
    attached = reports.going(redaction)
    gone = [{"key": each.pk, "before": reports.keyed_digest(each.sha256)} for each in attached]
    return gone, evidence.remove_files(attached)


def _blank(place: Place, words: Words) -> dict[str, Any]:
    """Write the tombstone, and say what was done without the words."""
    where = {"model": place.model._meta.label, "key": place.key, "field": place.field.name}
    return {
        **where,
        "before": reports.keyed_digest(repr(place.value)),
        "after": _write(place, _after(place, words)),
    }


def _after(place: Place, words: Words) -> Any:
    after = words.without(place.value)
    if isinstance(place.field, models.EmailField):
        return ""  # half an address is none
    return slugify(after) if isinstance(place.field, models.SlugField) else after


def _write(place: Place, after: Any) -> Any:
    """What is written: with a number where another row says the same now, and none may say it twice."""
    try:
        with transaction.atomic():
            return _put(place, after)
    except IntegrityError:
        return _put(place, after, ending=f" {place.key}")


def _put(place: Place, after: Any, ending: str = "") -> Any:
    if isinstance(place.field, models.SlugField):
        ending = ending.replace(" ", "-")
    if isinstance(after, str):
        longest = place.field.max_length
        after = after[: longest - len(ending) if longest else None] + ending
    place.model._base_manager.filter(pk=place.key).update(**{place.field.name: after})
    return after


def _move_on(places: Iterable[Place]) -> None:
    """A page that is open has the words in its fields still: to its next version with what was changed here, so that
    it is not saved over it without a word."""
    for model, key in {each for place in places for each in _opened(place)}:
        model._base_manager.filter(pk=key).update(version=models.F("version") + 1)


def _opened(place: Place) -> list[tuple[type[models.Model], Any]]:
    """Of which row a page has the version: this one, or those that it belongs to."""
    if _has_version(place.model):
        return [(place.model, place.key)]
    row = place.model._base_manager.filter(pk=place.key)
    parents = [field for field in foreign_keys(place.model) if _has_version(field.related_model)]
    return [(field.related_model, row.values_list(field.attname, flat=True).get()) for field in parents]


def _has_version(model: type[models.Model]) -> bool:
    fields = model._meta.concrete_fields
    return any(each.name == "version" and isinstance(each, models.IntegerField) for each in fields)


def packed() -> list[type[models.Model]]:
    """Files of plans, which wait to be checked or are the template of one: packed as they are, nobody can tell whether
    the words are in them."""
    return [apps.get_model("plans", name) for name in ("Original", "Template")]
