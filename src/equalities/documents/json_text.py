"""A plan as JSON text, as `json.dumps` writes `PlanDocument.as_dict`: of a long plan most is places, 100,000 of them,
which share all but their last three values."""

import json
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any

from equalities.documents.blocks import Source
from equalities.documents.plan import PlanDocument
from equalities.timescales import Timescale


def plan_as_json(plan: PlanDocument) -> str:
    """The text of a plan; letters outside ASCII stay as they are."""
    return _record(plan)


def _record(record: Any) -> str:
    return "{" + ", ".join([f'"{name}": {_text(value)}' for name, value in vars(record).items()]) + "}"


def _text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Source):
        return _place(value)
    if isinstance(value, tuple):
        return "[" + ", ".join([_text(each) for each in value]) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join([_pair(key, each) for key, each in value.items()]) + "}"
    if isinstance(value, int):
        return json.dumps(value)
    return json.dumps(value.as_dict(), ensure_ascii=False) if isinstance(value, Timescale) else _record(value)


def _pair(key: str, value: Any) -> str:
    return f"{quoted(key)}: {_place(value) if isinstance(value, Source) else _text(value)}"


def _place(source: Source) -> str:
    file, page, sheet, table, row, column, line = source
    ending = f'"row": {row}, "column": {column}, "line": {"null" if line is None else line}}}'
    whole = ending if row and column else ending.replace("None", "null")
    return _opening(file, page, sheet, table) + whole


@lru_cache(maxsize=1024)
def _opening(file: str | None, page: int | None, sheet: str | None, table: int | None) -> str:
    values = {"file": file, "page": page, "sheet": sheet, "table": table}
    return json.dumps(values, ensure_ascii=False)[:-1] + ", "
