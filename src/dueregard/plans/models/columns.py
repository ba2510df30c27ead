"""Columns that plans have and the library keeps under their heading alone: unit, characteristics, origin."""

import re
from collections.abc import Mapping

from equalities.documents.vocabulary import field_of

Fields = Mapping[str, str]

_UNIT = re.compile(r"^(directorate|department|division|service( area)?|team|section|unit)$", re.IGNORECASE)
_CHARACTERISTICS = re.compile(r"^pcs?$|protected char|equality strand|protected group", re.IGNORECASE)
_ARISING = re.compile(r"^arising from$", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s*[,;\n]\s*")


def unit(fields: Fields) -> str:
    """The widest unit that is named: a directorate stands before its section."""
    return _first(fields, _UNIT)


def arising_from(fields: Fields) -> str:
    return _first(fields, _ARISING)


def characteristics(fields: Fields) -> list[str]:
    return [value[:200] for value in _SEPARATORS.split(_first(fields, _CHARACTERISTICS)) if value]


def others(fields: Fields) -> dict[str, str]:
    """Columns that have no field of their own, such as the priority or the criteria of a framework."""
    own = (_CHARACTERISTICS, _ARISING)
    return {
        heading: text
        for heading, text in fields.items()
        if field_of(heading) in (None, "other") and not any(pattern.search(heading) for pattern in own)
    }


def _first(fields: Fields, pattern: re.Pattern[str]) -> str:
    found = (text.strip() for heading, text in fields.items() if pattern.search(heading.strip()))
    return next((text for text in found if text), "")


_NAMES = {
    "ref": ("ref",),
    "theme": ("theme",),
    "action": ("text", "ref"),
    "measure": ("measures",),
    "lead": ("leads",),
    "timescale": ("timescale",),
    "status": ("status",),
    "output": ("outputs",),
    "outcome": ("outcomes",),
}


def names_of(heading: str, kind: str) -> tuple[str, ...]:
    """What a column of the document fills in an "objective" or an "action" of the register."""
    field = field_of(heading) or "other"
    if field in _NAMES:
        return _NAMES[field]
    if field == "objective":
        return ("objective",) if kind == "action" else ("text", "ref")
    if field.startswith("aim"):
        return ("aims",)
    patterns = {"characteristics": _CHARACTERISTICS, "arising_from": _ARISING, "unit": _UNIT}
    found = [name for name, pattern in patterns.items() if pattern.search(heading.strip())]
    return (*found, "others") if not found or found == ["unit"] else tuple(found)
