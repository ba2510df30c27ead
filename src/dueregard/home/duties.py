"""The duties of the law that bind an organisation, each with the day on which it is due and why it is that day."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.access.models import Organisation
from dueregard.kit.writing import date as day_in_words
from dueregard.publications.models import Version
from equalities.timescales import clock
from equalities.timescales.clock import Confirmation, Due, Publication


def duties(organisation: Organisation, today: date) -> Iterator[tuple[Due, str]]:
    """What binds it by the rules in force today, the soonest first; nothing until its kind of body is known."""
    if not organisation.body:
        return
    published, happened = _published(organisation), _happened(organisation)
    found = clock.due(
        organisation.body,
        today,
        headcount=organisation.headcount,
        publications={"information": published},
        events=happened,
        confirmations=_confirmations(organisation),
        lengths=_lengths(organisation),
    )
    last = clock.last_publication(published)
    since = happened | ({"information": last} if last else {})
    for one in filter(_is_its_own, found):
        remarks = _remarks(published) if one.duty.counts_from == "information" else ""
        chosen = _lengths(organisation).get(one.duty.id, "")
        why = _why(one, _rule(one, since.get(one.duty.counts_from), chosen))
        yield one, " ".join(filter(None, [why, remarks]))


def _is_its_own(one: Due) -> bool:
    """What some other council set itself on fixed days is no date of this one, whose own plan says when."""
    return not (one.duty.status == "local practice" and one.duty.rule == "fixed")


def duty_awaits_confirmation(duty: clock.Duty) -> bool:
    """Whether the data could not settle it, or its first day in force."""
    return not (duty.is_confirmed and duty.has_sure_first_day)


def when_in_words(duty: clock.Duty) -> str:
    """The days or the length of time that a duty names."""
    counted = duty.rule in ("rolling", "event") and duty.when and not duty.lengths
    return _length(duty.when) if counted else _(duty.when) if duty.when else ""


def duty_to_confirm(organisation: Organisation, key: str, today: date) -> clock.Duty | None:
    """A duty that binds the organisation and awaits confirmation, None where there is none such."""
    body = clock.bodies().get(organisation.body)
    bound = (duty for duty in clock.duties() if body and duty.binds(body, organisation.headcount, today))
    return next((duty for duty in bound if duty.id == key and duty_awaits_confirmation(duty)), None)


def _confirmations(organisation: Organisation) -> list[Confirmation]:
    said = organisation.confirmations.values_list("duty", "confirmed_by", "confirmed_on")
    return [Confirmation(*each) for each in said]


def _published(organisation: Organisation) -> list[Publication]:
    """Reports published here, and what the officer says was published elsewhere. A later version of a report only
    corrects it, unless its officer says that it restarts the clock; one that was withdrawn does not turn it back."""
    versions = Version.objects.filter(publication__organisation=organisation, published_at__isnull=False)
    rows = versions.values_list("published_at", "withdrawn_at", "number", "restarts_clock")
    found = [
        Publication(
            timezone.localdate(published),
            withdrawn_on=timezone.localdate(withdrawn) if withdrawn else None,
            corrects=number > 1,
            restarts=restarts,
        )
        for published, withdrawn, number, restarts in rows
    ]
    elsewhere = organisation.information_published_on
    return [*found, Publication(elsewhere)] if elsewhere else found


def _happened(organisation: Organisation) -> dict[str, date]:
    days = {
        "objectives": organisation.objectives_published_on,
        "plan-review": organisation.plan_reviewed_on,
        "staff-survey": organisation.staff_surveyed_on,
    }
    return {name: day for name, day in days.items() if day}


def _lengths(organisation: Organisation) -> dict[str, str]:
    chosen = organisation.staff_survey_every
    return {"staff_survey": chosen} if chosen else {}


def _remarks(published: Sequence[Publication]) -> str:
    """What a withdrawal and a correction do to the clock."""
    withdrawn = any(one.withdrawn_on for one in published)
    corrected = any(one.corrects and not one.restarts for one in published)
    remarks = [
        _("Withdrawing a report does not turn the clock back.") if withdrawn else "",
        _("Correcting a report does not restart the clock.") if corrected else "",
    ]
    return " ".join(filter(None, remarks))


def _why(one: Due, rule: str) -> str:
    """The rule by which it is that day, and the provision that has the rule."""
    duty = one.duty
    number = duty.least_headcount
    size = _("It binds from %(n)s employees.") % {"n": number} if number else ""
    status = _("to be confirmed") if one.status == "to be confirmed" else _(one.status)
    provision = _("%(rule)s By %(provision)s: %(status)s.") % {
        "rule": rule,
        "provision": _(duty.legal_basis),
        "status": status,
    }
    return " ".join(filter(None, [provision, _sure(one), size, _(duty.note) if duty.note else ""]))


def _sure(one: Due) -> str:
    """Who confirmed it and when; until then what of it is not certain beside its status."""
    if one.confirmed:
        words = {"who": one.confirmed.by, "day": day_in_words(one.confirmed.on)}
        return _("Confirmed by %(who)s on %(day)s.") % words
    first = one.duty.in_force_from
    if one.duty.has_sure_first_day or first is None:
        return ""
    return _("Its first day in force, %(day)s, is to be confirmed.") % {"day": day_in_words(first)}


def _rule(found: Due, since: date | None, chosen: str) -> str:
    duty = found.duty
    if duty.rule == "annual":
        return _("Every year, on no day that the law names.")
    if duty.rule == "awaited":
        return _("No day is set.")
    if duty.rule in ("fixed", "external"):
        return _named(found)
    if not duty.when:
        return _("Each time that it happens; no day is named.")
    if duty.lengths and not chosen:
        one_or_other = dict(zip(("one", "other"), map(_length, duty.lengths), strict=True))
        return _("Every %(one)s or %(other)s: say which on the page of the organisation.") % one_or_other
    if since is None and found.due:
        return _("The first is due by %(day)s.") % {"day": day_in_words(found.due)}
    words = {"time": _length(chosen or duty.when), "day": day_in_words(since) if since else ""}
    return _counted(duty.rule, known=since is not None) % words


def _named(one: Due) -> str:
    """A day that the law names, or others do."""
    words = {"when": _(one.duty.when)}
    if one.duty.rule == "external":
        said = (
            _("Others set the day: %(when)s.") if one.due else _("Others set the day; the last was %(when)s.")
        )
    else:
        said = _("The date is fixed: %(when)s.") if one.due else _("The date was fixed: %(when)s.")
    return said % words


def _counted(rule: str, *, known: bool) -> str:
    if rule == "rolling" and known:
        return _("At the latest %(time)s after the last time, of which %(day)s counts as the first day.")
    if rule == "rolling":
        return _("At the latest %(time)s after the last time, the day of which is not known.")
    if known:
        return _("Within %(time)s of %(day)s, when it happened.")
    return _("Within %(time)s of the day on which it happens.")


def _length(when: str) -> str:
    """ "P4Y" and "20 working days" in words."""
    if not when.startswith("P"):
        number = int(when.split()[0])
        return ngettext("%(n)s working day", "%(n)s working days", number) % {"n": number}
    number = int(when[1:-1])
    if when.endswith("Y"):
        return ngettext("%(n)s year", "%(n)s years", number) % {"n": number}
    return ngettext("%(n)s month", "%(n)s months", number) % {"n": number}
