"""What people see of everything that was published, and of a paper before it is recorded."""

from dueregard.ledger.reports.finding import About, Finding, columns_of, finding, known_services
from dueregard.ledger.reports.history import LedgerRow, history, narrowed, whom_of
from dueregard.ledger.reports.policies import InForce, adopted_policies, example, in_force, in_words
from dueregard.ledger.reports.reading import (
    BASE,
    COUNT,
    OUT,
    PERCENT,
    Question,
    Sheet,
    described,
    guessed_columns,
    place_choice,
    printed,
    questions,
    read_sheet,
)

__all__ = [
    "BASE",
    "COUNT",
    "OUT",
    "PERCENT",
    "About",
    "Finding",
    "InForce",
    "LedgerRow",
    "Question",
    "Sheet",
    "adopted_policies",
    "columns_of",
    "described",
    "example",
    "finding",
    "guessed_columns",
    "history",
    "in_force",
    "in_words",
    "known_services",
    "narrowed",
    "place_choice",
    "printed",
    "questions",
    "read_sheet",
    "whom_of",
]
