"""Widgets that Django lacks."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.dates import MONTHS_3


class GovukDateInput(forms.DateInput):
    """A date typed in three boxes, handed on as one ISO string so that `DateField` does the checking.

    The boxes are `<name>_0` (day), `<name>_1` (month, a number or its name) and `<name>_2` (year).
    """

    def typed(self, data: Mapping[str, Any], name: str) -> list[str]:
        """The three boxes as they were filled in."""
        return [data.get(f"{name}_{box}", "") for box in range(3)]

    def boxes(self, value: Any) -> list[str]:
        """The three boxes for a date, or for an ISO string of one."""
        if not value:
            return ["", "", ""]
        return [part.lstrip("0") for part in reversed(str(value)[:10].split("-"))]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:  # noqa: ARG002  (Django's signature)
        day, month, year = (part.strip() for part in self.typed(data, name))
        if not (day or month or year):
            return data.get(name)
        numbers = {str(name): str(number) for number, name in MONTHS_3.items()}
        month = numbers.get(month[:3].lower(), month)
        return f"{year}-{month:0>2}-{day:0>2}"

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002
        return name not in data and not any(f"{name}_{box}" in data for box in range(3))
