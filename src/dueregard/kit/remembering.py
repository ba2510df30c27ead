"""Components of the design system that are drawn once and then used again.

Drawing them was most of what a page with a form cost, and a list has fifty tags of which five are different. Their
macros read nothing but their parameters, which hold words that are translated already, so that the same parameters make
the same markup in every request. A box with something typed in it is drawn each time: nobody types the same again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from jinja2 import Template, Undefined
from jinja2.environment import TemplateModule
from jinja2.runtime import Macro
from markupsafe import Markup

Params = Mapping[str, Any]

REMEMBERED = frozenset(
    {
        *("govukButton", "govukCharacterCount", "govukCheckboxes", "govukDateInput", "govukFileUpload"),
        *("govukGenericHeader", "govukInput", "govukRadios", "govukSelect", "govukSkipLink", "govukTag"),
        "govukTextarea",
    }
)
MOST = 256  # of each component
PLAIN = (Markup, SafeString, bool, int, float, type(None))


class RememberingTemplate(Template):
    """One whose macros, when another template imports them, remember what they drew."""

    def make_module(self, *args: Any, **kwargs: Any) -> TemplateModule:
        module = super().make_module(*args, **kwargs)
        for name in REMEMBERED & vars(module).keys():
            setattr(module, name, remembering(getattr(module, name)))
        return module


class Given:
    """Parameters of a macro as a key: equal where they are drawn the same."""

    def __init__(self, params: Params) -> None:
        self.params, self.frozen = params, frozen(params)

    def __hash__(self) -> int:
        return hash(self.frozen)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Given) and self.frozen == other.frozen


def remembering(macro: Macro) -> Callable[[Params], str]:
    @lru_cache(MOST)
    def drawn(given: Given) -> str:
        return macro(given.params)

    def draw(params: Params) -> str:
        try:
            return macro(params) if params.get("value") else drawn(Given(params))
        except Unfrozen:
            return macro(params)

    return draw


class Unfrozen(TypeError):
    """What a parameter says may differ from one time to the next."""


def frozen(value: Any) -> Hashable:
    """With their kinds: a text is escaped and markup is not, and 1 equals True."""
    kind = type(value)
    if kind is str:
        return str(value)
    if kind is dict:
        return dict, tuple((name, frozen(part)) for name, part in value.items())
    if kind is list:
        return list, tuple(map(frozen, value))
    if kind is Undefined:
        return (kind,)
    if kind in PLAIN:
        return kind, value
    raise Unfrozen
