"""The one Jinja environment of the service."""

from collections.abc import MutableMapping
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, Undefined

from dueregard.kit import govuk, tables, writing
from dueregard.kit.remembering import RememberingTemplate

FILTERS = {
    "date": writing.date,
    "moment": writing.moment,
    "number": writing.number,
    "capitalised": writing.capitalised,
    "error_list": govuk.error_list,
    "field_groups": govuk.field_groups,
    "table_params": tables.table_params,
}


class KitEnvironment(Environment):
    template_class = RememberingTemplate

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """No template here has globals of its own, and those of all are looked through sooner alone: each import asks
        for the difference of the two."""
        return super().make_globals(d) if d else self.globals


def environment(**options: Any) -> Environment:
    """What Django's Jinja backend calls, once, with its own options."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    # The components test keys that may be absent: neither a strict nor a chainable Undefined will do.
    options |= {
        "loader": ChoiceLoader([options["loader"], components]),
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
        "undefined": Undefined,
    }
    jinja = KitEnvironment(**options)  # Django's backend passes autoescape=True
    jinja.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    jinja.globals |= {"url": url, "static": static, "language": get_language}
    jinja.filters |= FILTERS
    return jinja


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)
