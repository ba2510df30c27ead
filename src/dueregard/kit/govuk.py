"""Ordinary Django forms, drawn with the GOV.UK Design System.

`FORM_RENDERER = "dueregard.kit.govuk.GovukRenderer"` is all a project needs: fields and widgets stay
Django's own. What Django has no word for stands on the form: `options` (by field name) and `groups` (fields
under one legend).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext

from dueregard.kit import components


@dataclass(frozen=True)
class FieldOptions:
    """How one field is drawn, beyond what its label, help text and widget say."""

    width: int | str = ""  # characters (2, 3, 4, 5, 10, 20, 30) or a part of the column ("one-half")
    choice_hints: Mapping[str, str] = field(default_factory=dict)  # value of a choice: its hint
    reveals: Mapping[str, str] = field(default_factory=dict)  # value of a choice: the field it uncovers


@dataclass(frozen=True)
class FieldGroup:
    """Fields of a form that belong under one legend."""

    legend: str
    fields: tuple[str, ...]
    hint: str = ""


@dataclass(frozen=True)
class DrawnGroup:
    """Bound fields to draw together; a field outside every group stands alone with no legend."""

    legend: str
    hint: str
    fields: tuple["GovukBoundField", ...]


class GovukBoundField(BoundField):
    """A bound field that knows which component draws it, and with which parameters."""

    @property
    def options(self) -> FieldOptions:
        declared: Mapping[str, FieldOptions] = getattr(self.form, "options", {})
        return declared.get(self.name, FieldOptions())

    @property
    def component(self) -> str:
        return components.name(self)

    @property
    def macro(self) -> str:
        return "govuk" + self.component.title().replace("-", "")

    @property
    def params(self) -> dict[str, Any]:
        return components.params(self)

    @property
    def title(self) -> str:
        """The label, marked where an answer may be left out."""
        label = str(self.label or "")
        may_be_blank = not (self.field.required or isinstance(self.field.widget, forms.CheckboxInput))
        if (
            may_be_blank
            and getattr(self.form, "marks_optional", True)
            and self.name not in revealed(self.form)
        ):
            return gettext("%(label)s (optional)") % {"label": label}
        return label

    @property
    def focus_id(self) -> str:
        """The id of the control that a link in the error summary leads to."""
        return components.focus_id(self)


class GovukRenderer(TemplatesSetting):
    form_template_name = "kit/form.html"
    field_template_name = "kit/field.html"
    bound_field_class = GovukBoundField


class FilterForm(forms.Form):
    """The base of forms that narrow a list: sent by GET, every field may be left blank."""

    marks_optional = False

    @property
    def active(self) -> list[str]:
        """Names of the fields that narrow the list now."""
        return [name for name, value in self.cleaned_data.items() if value] if self.is_valid() else []


def revealed(form: forms.BaseForm) -> set[str]:
    """Names of the fields that are drawn under a choice of another field."""
    declared: Mapping[str, FieldOptions] = getattr(form, "options", {})
    return {name for options in declared.values() for name in options.reveals.values()}


def field_groups(form: forms.BaseForm) -> list[DrawnGroup]:
    """The visible fields in order; a group is drawn where its first field stands."""
    groups: list[FieldGroup] = getattr(form, "groups", [])
    group_of = {name: group for group in groups for name in group.fields}
    drawn: dict[str, DrawnGroup] = {}
    for bound in form.visible_fields():
        if bound.name in revealed(form):
            continue
        group = group_of.get(bound.name, FieldGroup("", (bound.name,)))
        fields = tuple(form[name] for name in group.fields)
        drawn.setdefault(group.fields[0], DrawnGroup(group.legend, group.hint, fields))  # type: ignore[arg-type]
    return list(drawn.values())


def error_list(form: forms.BaseForm) -> list[dict[str, str]]:
    """What the error summary lists: the form's own errors, then each field's in the order of the page."""
    summary = [{"text": str(error)} for error in form.non_field_errors()]
    for name in form.fields:
        bound = form[name]
        for error in bound.errors:
            link = {} if bound.is_hidden else {"href": f"#{bound.focus_id}"}  # type: ignore[attr-defined]
            summary.append({"text": str(error), **link})
    return summary
