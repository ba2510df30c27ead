"""What people see of plans that is more than one row."""

from dueregard.plans.reports.compare import ComparedRow, Version, compared, versions
from dueregard.plans.reports.counts import Count, MyAction, home_counts, my_actions
from dueregard.plans.reports.differences import Difference, Differences, as_read, key
from dueregard.plans.reports.entries import SourceWords, UndoEffect, now, source_words, undo_effect
from dueregard.plans.reports.example import example_table
from dueregard.plans.reports.filters import (
    Choices,
    Filter,
    Group,
    action_list,
    asked_for,
    choices,
    counted,
    grouped,
    whole_list,
)
from dueregard.plans.reports.headings import HeadingRead, headings_of
from dueregard.plans.reports.history import (
    FIELDS,
    HistoryLine,
    deeds,
    family,
    history,
    in_force,
    last_redaction,
    merged_within,
    newest_of,
    updates,
)
from dueregard.plans.reports.imports import Preview, PreviewEntry, place, preview, title, walk
from dueregard.plans.reports.keys import MARKER, column_names, to_fill_in
from dueregard.plans.reports.layout import own_layout
from dueregard.plans.reports.leaving import Leaving, PostToFill, leaving
from dueregard.plans.reports.many import (
    MOST_CHANGED,
    Chosen,
    ManyChange,
    OneChange,
    Row,
    chosen,
    chosen_to_update,
)
from dueregard.plans.reports.progress import ActionProgress, ObjectiveProgress, PlanProgress, progress
from dueregard.plans.reports.remit import Remit, RemitLine, remit
from dueregard.plans.reports.returns import Returned, ReturnedRow, returned
from dueregard.plans.reports.rolling import (
    MOST_ROLLED,
    Rolled,
    RolledPlan,
    open_actions,
    proposed,
    rolled_plan,
)
from dueregard.plans.reports.tables import action_table
from dueregard.plans.reports.template import filling_of

__all__ = [
    "FIELDS",
    "MARKER",
    "MOST_CHANGED",
    "MOST_ROLLED",
    "ActionProgress",
    "Choices",
    "Chosen",
    "ComparedRow",
    "Count",
    "Difference",
    "Differences",
    "Filter",
    "Group",
    "HeadingRead",
    "HistoryLine",
    "Leaving",
    "ManyChange",
    "MyAction",
    "ObjectiveProgress",
    "OneChange",
    "PlanProgress",
    "PostToFill",
    "Preview",
    "PreviewEntry",
    "Remit",
    "RemitLine",
    "Returned",
    "ReturnedRow",
    "Rolled",
    "RolledPlan",
    "Row",
    "SourceWords",
    "UndoEffect",
    "Version",
    "action_list",
    "action_table",
    "as_read",
    "asked_for",
    "choices",
    "chosen",
    "chosen_to_update",
    "column_names",
    "compared",
    "counted",
    "deeds",
    "example_table",
    "family",
    "filling_of",
    "grouped",
    "headings_of",
    "history",
    "home_counts",
    "in_force",
    "key",
    "last_redaction",
    "leaving",
    "merged_within",
    "my_actions",
    "newest_of",
    "now",
    "open_actions",
    "own_layout",
    "place",
    "preview",
    "progress",
    "proposed",
    "remit",
    "returned",
    "rolled_plan",
    "source_words",
    "title",
    "to_fill_in",
    "undo_effect",
    "updates",
    "versions",
    "walk",
    "whole_list",
]
