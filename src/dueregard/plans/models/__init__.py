"""The register: plans, what they set out to do, and what has become of it."""

from dueregard.plans.models.deeds import Deed
from dueregard.plans.models.entries import Action, Entry, Objective, Plan
from dueregard.plans.models.history import Change, Import, Update
from dueregard.plans.models.parts import Label, Lead, Measure
from dueregard.plans.models.querysets import Gap, Standing
from dueregard.plans.models.reading import Heading, Original, Template
from dueregard.plans.models.returns import Return

__all__ = [
    "Action",
    "Change",
    "Deed",
    "Entry",
    "Gap",
    "Heading",
    "Import",
    "Label",
    "Lead",
    "Measure",
    "Objective",
    "Original",
    "Plan",
    "Return",
    "Standing",
    "Template",
    "Update",
]
