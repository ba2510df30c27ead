"""A plan in any layout as a PlanDocument, each cell with where it came from."""

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
