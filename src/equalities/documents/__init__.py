"""A plan in any layout as a PlanDocument, each cell with where it came from."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from equalities.documents.blocks import Pages, Problem, Source
    from equalities.documents.plan import Action, Objective, PlanDocument
    from equalities.documents.reading import plan_of, read_as_dict, read_as_json, read_plan

__all__ = [
    "Action",
    "Objective",
    "Pages",
    "PlanDocument",
    "Problem",
    "Source",
    "plan_of",
    "read_as_dict",
    "read_as_json",
    "read_plan",
]

_MODULES = {
    **dict.fromkeys(("Pages", "Problem", "Source"), "blocks"),
    **dict.fromkeys(("Action", "Objective", "PlanDocument"), "plan"),
    **dict.fromkeys(("plan_of", "read_as_dict", "read_as_json", "read_plan"), "reading"),
}


def __getattr__(name: str) -> Any:
    """Each when it is asked for: who has a child read the file need not load the readers as well."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
