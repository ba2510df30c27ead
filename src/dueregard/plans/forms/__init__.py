"""What is typed about plans."""

from dueregard.plans.forms.bulk import ManyChangeForm, UpdateManyForm
from dueregard.plans.forms.by_hand import CompareForm, MergeForm, MoveForm, OtherForm, SplitForm
from dueregard.plans.forms.entries import (
    ActionFilterForm,
    ActionForm,
    CloseForm,
    ConfirmForm,
    CorrectForm,
    CorrectUpdateForm,
    EventForm,
    ImportForm,
    ObjectiveForm,
    PlanForm,
    RedateForm,
    ReopenForm,
    UpdateForm,
    initial_of_update,
)
from dueregard.plans.forms.headings import HeadingsForm
from dueregard.plans.forms.leaving import LeaverForm
from dueregard.plans.forms.returns import RecordReturnForm, ReturnForm
from dueregard.plans.forms.rolling import RollForwardForm

__all__ = [
    "ActionFilterForm",
    "ActionForm",
    "CloseForm",
    "CompareForm",
    "ConfirmForm",
    "CorrectForm",
    "CorrectUpdateForm",
    "EventForm",
    "HeadingsForm",
    "ImportForm",
    "LeaverForm",
    "ManyChangeForm",
    "MergeForm",
    "MoveForm",
    "ObjectiveForm",
    "OtherForm",
    "PlanForm",
    "RecordReturnForm",
    "RedateForm",
    "ReopenForm",
    "ReturnForm",
    "RollForwardForm",
    "SplitForm",
    "UpdateForm",
    "UpdateManyForm",
    "initial_of_update",
]
