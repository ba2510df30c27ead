"""How days, moments and numbers are written for people."""

import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext


def date(value: datetime.date | None) -> str:
    """30 June 2013; a moment gives its day where the organisation is. Nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return formats.date_format(value, "j F Y")


def moment(value: datetime.datetime | None) -> str:
    """30 June 2013 at 3:04pm, in words of the reader's language."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    clock = f"{local.hour % 12 or 12}:{local.minute:02}{'am' if local.hour < 12 else 'pm'}"
    return gettext("%(day)s at %(time)s") % {"day": date(local), "time": clock}


def number(value: float) -> str:
    """1,234 and 12.5: thousands marked, decimals as they are."""
    return f"{value:,}"


def capitalised(words: str) -> str:
    """The first letter as a capital, the others as they are: a name inside keeps its own."""
    return words[:1].upper() + words[1:]
