"""From headings and rows to what the table of a page draws."""

from collections.abc import Mapping
from typing import Any

from dueregard.kit.writing import number

Params = dict[str, Any]


def table_params(params: Mapping[str, Any]) -> Params:
    """What `data_table` draws; numbers are written with their thousands marked."""
    formats = ["numeric" if column.get("numeric") else "" for column in params["columns"]]
    return {
        "caption": params["caption"],
        "captionClasses": "govuk-visually-hidden"
        if params.get("captionHidden")
        else "govuk-table__caption--m",
        "head": [
            {"text": column["text"], "format": format_, "classes": column.get("classes", "")}
            for column, format_ in zip(params["columns"], formats, strict=True)
        ],
        "rows": [
            [cell_params(cell, format_) for cell, format_ in zip(row, formats, strict=True)]
            for row in params["rows"]
        ],
    }


def cell_params(cell: object, format_: str) -> Params:
    if isinstance(cell, Mapping):
        return {"format": format_, **cell}
    return {"text": written(cell), "format": format_}


def written(cell: object) -> object:
    if cell is None:
        return ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return number(cell)
    return cell
