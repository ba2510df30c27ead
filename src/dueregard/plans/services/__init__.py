"""What people do with plans: one function per deed."""

from dueregard.plans.services.bulk import RowsRefused, change_many, update_many, would_change
from dueregard.plans.services.by_hand import check_can_merge, merge, move, move_by, split
from dueregard.plans.services.changes import ChangedMeanwhile
from dueregard.plans.services.contents import all_in_words, contents
from dueregard.plans.services.deeds import InTheWay, Undoing, check_can_undo_deed, undo_deed, undoing
from dueregard.plans.services.entries import (
    add_action,
    add_objective,
    add_plan,
    change_plan,
    close,
    record_event,
    redate,
    reopen,
    reword,
)
from dueregard.plans.services.headings import delete_originals, forget_heading, say_headings
from dueregard.plans.services.imports import (
    can_undo,
    check_can_undo,
    confirm,
    correct,
    discard,
    lacks_template,
    period,
    read_again,
    read_plan,
    undo,
)
from dueregard.plans.services.layout import in_own_layout
from dueregard.plans.services.leaving import leave
from dueregard.plans.services.reading import LONGEST
from dueregard.plans.services.returns import discard_return, read_return, record_return
from dueregard.plans.services.rolling import roll_forward
from dueregard.plans.services.updates import (
    check_may_update,
    correct_update,
    may_update,
    move_due_days,
    record_update,
    status_without,
)

__all__ = [
    "LONGEST",
    "ChangedMeanwhile",
    "InTheWay",
    "RowsRefused",
    "Undoing",
    "add_action",
    "add_objective",
    "add_plan",
    "all_in_words",
    "can_undo",
    "change_many",
    "change_plan",
    "check_can_merge",
    "check_can_undo",
    "check_can_undo_deed",
    "check_may_update",
    "close",
    "confirm",
    "contents",
    "correct",
    "correct_update",
    "delete_originals",
    "discard",
    "discard_return",
    "forget_heading",
    "in_own_layout",
    "lacks_template",
    "leave",
    "may_update",
    "merge",
    "move",
    "move_by",
    "move_due_days",
    "period",
    "read_again",
    "read_plan",
    "read_return",
    "record_event",
    "record_return",
    "record_update",
    "redate",
    "reopen",
    "reword",
    "roll_forward",
    "say_headings",
    "split",
    "status_without",
    "undo",
    "undo_deed",
    "undoing",
    "update_many",
    "would_change",
]
