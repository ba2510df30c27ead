"""Which GOV.UK component draws a bound field, and the parameters it takes.

One function per component; each adds to what all have in common. The words the browser says (character
count, show password) are parameters too, so that they are translated like any other.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from dueregard.kit.widgets import GovukDateInput

if TYPE_CHECKING:
    from dueregard.kit.govuk import GovukBoundField

Params = dict[str, Any]

# Attributes of a widget that have a parameter of their own.
NAMED = {
    "class",
    "rows",
    "cols",
    "inputmode",
    "autocomplete",
    "spellcheck",
    "maxlength",
    "min",
    "max",
    "step",
}


def name(bound: "GovukBoundField") -> str:
    component, _function = component_of(bound)
    return "character-count" if component == "textarea" and limit(bound) else component


def params(bound: "GovukBoundField") -> Params:
    _name, function = component_of(bound)
    return function(bound)


def component_of(bound: "GovukBoundField") -> tuple[str, Callable[["GovukBoundField"], Params]]:
    widget = bound.field.widget
    for widget_class, component, function in COMPONENTS:
        if isinstance(widget, widget_class):
            return component, function
    raise TypeError(f"{type(widget).__name__} of {bound.name} has no GOV.UK component; choose another widget")


def focus_id(bound: "GovukBoundField") -> str:
    """A date's first box must not share the id of the group."""
    return f"{bound.auto_id}_0" if isinstance(bound.field.widget, GovukDateInput) else bound.auto_id


def limit(bound: "GovukBoundField") -> int | None:
    return getattr(bound.field, "max_length", None)


def words(bound: "GovukBoundField") -> Params:
    """Hint and error message: the same in every component."""
    given: Params = {"name": bound.html_name}
    if bound.help_text:
        given["hint"] = {"text": str(bound.help_text)}
    if bound.errors:
        given["errorMessage"] = {"text": " ".join(map(str, bound.errors)), "visuallyHiddenText": _("Error")}
    return given


def control(bound: "GovukBoundField") -> Params:
    """What components with one control have in common."""
    attrs = bound.field.widget.attrs
    given = words(bound) | {
        "id": bound.auto_id,
        "label": {"text": bound.title, "classes": "govuk-label--s"},
        "classes": " ".join(filter(None, [attrs.get("class"), width(bound.options.width)])),
        "attributes": {key: value for key, value in attrs.items() if key not in NAMED},
    }
    passed = {key: attrs[key] for key in ("inputmode", "autocomplete", "spellcheck", "rows") if key in attrs}
    return given | passed | ({"disabled": True} if bound.field.disabled else {})


def width(size: int | str) -> str:
    if not size:
        return ""
    return f"govuk-input--width-{size}" if isinstance(size, int) else f"govuk-!-width-{size}"


def shown(bound: "GovukBoundField") -> str:
    """The value as its widget writes it; a password's is never written."""
    return bound.field.widget.format_value(bound.value()) or ""


def text_input(bound: "GovukBoundField") -> Params:
    widget = bound.field.widget
    given: Params = {"type": widget.input_type, "value": shown(bound)}
    if widget.input_type == "number":
        # A number box drops what it does not like and changes under the mouse wheel; a text box keeps it.
        fraction = isinstance(bound.field, forms.DecimalField | forms.FloatField)
        given |= {"type": "text", "inputmode": "decimal" if fraction else "numeric"}
    if widget.input_type == "email":
        given["spellcheck"] = False
    return given | control(bound)


def textarea(bound: "GovukBoundField") -> Params:
    given = control(bound) | {"value": shown(bound)}
    if limit(bound) is None:
        return given
    return given | {
        "maxlength": limit(bound),
        "textareaDescriptionText": _("You can enter up to %{count} characters"),
        "charactersUnderLimitText": {
            "one": _("You have %{count} character remaining"),
            "other": _("You have %{count} characters remaining"),
        },
        "charactersAtLimitText": _("You have 0 characters remaining"),
        "charactersOverLimitText": {
            "one": _("You have %{count} character too many"),
            "other": _("You have %{count} characters too many"),
        },
    }


def password(bound: "GovukBoundField") -> Params:
    return control(bound) | {
        "showPasswordText": _("Show"),
        "hidePasswordText": _("Hide"),
        "showPasswordAriaLabelText": _("Show password"),
        "hidePasswordAriaLabelText": _("Hide password"),
        "passwordShownAnnouncementText": _("Your password is visible"),
        "passwordHiddenAnnouncementText": _("Your password is hidden"),
    }


def file_upload(bound: "GovukBoundField") -> Params:
    return control(bound) | ({"multiple": True} if bound.field.widget.allow_multiple_selected else {})


def date_input(bound: "GovukBoundField") -> Params:
    widget = bound.field.widget
    values = widget.typed(bound.form.data, bound.html_name) if bound.form.is_bound else []
    if not any(values):
        values = widget.boxes(bound.value())
    names = [(_("Day"), 2), (_("Month"), 2), (_("Year"), 4)]
    error = "govuk-input--error " if bound.errors else ""
    boxes = [
        {
            "label": label,
            "name": f"{bound.html_name}_{box}",
            "id": f"{bound.auto_id}_{box}",
            "classes": f"{error}{width(size)}",
            "value": values[box],
        }
        for box, (label, size) in enumerate(names)
    ]
    return words(bound) | {"id": bound.auto_id, "fieldset": legend(bound), "items": boxes}


def legend(bound: "GovukBoundField") -> Params:
    return {"legend": {"text": bound.title, "classes": "govuk-fieldset__legend--s"}}


def select(bound: "GovukBoundField") -> Params:
    items = [
        {
            "value": value,
            "text": _("Choose one") if text.strip("-") == "" and not value else text,
            "selected": on,
        }
        for value, text, on in choices(bound)
    ]
    return control(bound) | {"items": items}


def choices(bound: "GovukBoundField") -> Iterator[tuple[str, str, bool]]:
    """Value, label and whether it is chosen, for each choice of the widget."""
    widget = bound.field.widget
    chosen = widget.format_value(bound.value())
    for option in widget.options(bound.html_name, chosen):
        yield str(option["value"]), str(option["label"]), bool(option["selected"])


def choice_items(bound: "GovukBoundField") -> list[Params]:
    """Radios and checkboxes; Django's blank choice is no answer, so it is not drawn."""
    return [
        {"value": value, "text": text, "checked": on, **extras(bound, value)}
        for value, text, on in choices(bound)
        if value
    ]


def extras(bound: "GovukBoundField", value: str) -> Params:
    """A choice's hint, and the field it uncovers."""
    given: Params = {"disabled": True} if bound.field.disabled else {}
    if value in bound.options.choice_hints:
        given["hint"] = {"text": bound.options.choice_hints[value]}
    if value in bound.options.reveals:
        given["conditional"] = {"html": bound.form[bound.options.reveals[value]].as_field_group()}
    return given


def choice_group(bound: "GovukBoundField") -> Params:
    return words(bound) | {"idPrefix": bound.auto_id, "fieldset": legend(bound), "items": choice_items(bound)}


def checkbox(bound: "GovukBoundField") -> Params:
    """One box to tick: its label is the question and its hint belongs to the box."""
    given = words(bound)
    item: Params = {"value": "on", "text": bound.title, "checked": bool(bound.value()), **extras(bound, "on")}
    if "hint" in given:
        item["hint"] = given.pop("hint")
    return given | {"idPrefix": bound.auto_id, "items": [item]}


# The first class that fits wins, so the narrower come first.
COMPONENTS: list[tuple[type[forms.Widget], str, Callable[["GovukBoundField"], Params]]] = [
    (GovukDateInput, "date-input", date_input),
    (forms.CheckboxSelectMultiple, "checkboxes", choice_group),
    (forms.RadioSelect, "radios", choice_group),
    (forms.SelectMultiple, "checkboxes", choice_group),  # a list one must hold Ctrl for loses people
    (forms.CheckboxInput, "checkboxes", checkbox),
    (forms.Select, "select", select),
    (forms.Textarea, "textarea", textarea),
    (forms.PasswordInput, "password-input", password),
    (forms.FileInput, "file-upload", file_upload),
    (forms.widgets.Input, "input", text_input),
]
