"""Columns that plans have and the library keeps under their heading alone: unit, characteristics, origin."""

import re
from collections.abc import Mapping
from typing import Any

from equalities.documents.vocabulary import field_of

Fields = Mapping[str, str]

_PLACELESS = (None, "other", "start", "finished", "next_step")

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


def others(content: Mapping[str, Any]) -> dict[str, str]:
    """Columns that have no place of their own, such as the priority, the day a thing starts, the date that a revised
    one took the place of, or a second status. `content` is an objective or action as the library read it."""
    fields: Fields = content["fields"]
    return {
        heading: text
        for heading, text in fields.items()
        if _is_placeless(heading, content) or _is_second(heading, content)
    }


def _is_placeless(heading: str, content: Mapping[str, Any]) -> bool:
    """Whether nothing else of the register holds a column; next steps may have been read as the action itself."""
    if any(pattern.search(heading) for pattern in (_CHARACTERISTICS, _ARISING)):
        return False
    field = field_of(heading)
    is_action = field == "next_step" and content["fields"][heading].split() == content["text"].split()
    return field in _PLACELESS and not is_action


def _is_second(heading: str, content: Mapping[str, Any]) -> bool:
    """Whether a column says when, or how far a thing is, and another was read as its timescale or status."""
    field, fields = field_of(heading), content["fields"]
    if field not in ("timescale", "status") or not fields[heading]:
        return False
    same = [each for each in fields if field_of(each) == field and fields[each]]
    taken = (content.get("timescale") or {}).get("phrase") if field == "timescale" else content.get("status")
    return len(same) > 1 and fields[heading].split() != (taken or "").split()


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
