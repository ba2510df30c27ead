"""What people see of plans that is more than one row."""

from dueregard.plans.reports.counts import Count, MyAction, home_counts, my_actions
from dueregard.plans.reports.filters import Choices, Filter, action_list, choices
from dueregard.plans.reports.history import HistoryLine, history
from dueregard.plans.reports.imports import Preview, PreviewEntry, place, preview, title, walk
from dueregard.plans.reports.progress import ActionProgress, ObjectiveProgress, PlanProgress, progress
from dueregard.plans.reports.remit import Remit, RemitLine, remit
from dueregard.plans.reports.tables import action_table

__all__ = [
    "ActionProgress",
    "Choices",
    "Count",
    "Filter",
    "HistoryLine",
    "MyAction",
    "ObjectiveProgress",
    "PlanProgress",
    "Preview",
    "PreviewEntry",
    "Remit",
    "RemitLine",
    "action_list",
    "action_table",
    "choices",
    "history",
    "home_counts",
    "my_actions",
    "place",
    "preview",
    "progress",
    "remit",
    "title",
    "walk",
]
