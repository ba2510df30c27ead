"""The one Jinja environment of the service."""

import datetime
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, Undefined

from dueregard.kit import govuk, tables


def environment(**options: Any) -> Environment:
    """What Django's Jinja backend calls, once, with its own options."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    # The components test keys that may be absent: neither a strict nor a chainable Undefined will do.
    options |= {
        "loader": ChoiceLoader([options["loader"], components]),
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
        "undefined": Undefined,
    }
    jinja = Environment(**options)  # noqa: S701  (Django's backend passes autoescape=True)
    jinja.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    jinja.globals |= {"url": url, "static": static, "language": get_language}
    jinja.filters |= {
        "date": date,
        "moment": moment,
        "number": number,
        "error_list": govuk.error_list,
        "field_groups": govuk.field_groups,
        "table_params": tables.table_params,
    }
    return jinja


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


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
