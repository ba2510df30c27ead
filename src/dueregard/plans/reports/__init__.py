"""What people see of plans that is more than one row."""

from dueregard.plans.reports.counts import Count, MyAction, home_counts, my_actions
from dueregard.plans.reports.entries import SourceWords, UndoEffect, now, source_words, undo_effect
from dueregard.plans.reports.example import example_table
from dueregard.plans.reports.filters import Choices, Filter, Group, action_list, choices, grouped, whole_list
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
    "Group",
    "HistoryLine",
    "MyAction",
    "ObjectiveProgress",
    "PlanProgress",
    "Preview",
    "PreviewEntry",
    "Remit",
    "RemitLine",
    "SourceWords",
    "UndoEffect",
    "action_list",
    "action_table",
    "choices",
    "example_table",
    "grouped",
    "history",
    "home_counts",
    "my_actions",
    "now",
    "place",
    "preview",
    "progress",
    "remit",
    "source_words",
    "title",
    "undo_effect",
    "walk",
    "whole_list",
]
