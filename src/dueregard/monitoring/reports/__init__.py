"""What people see of datasets and benchmarks."""

from dueregard.monitoring.reports.checking import Check, CheckedColumn, Meaning, check
from dueregard.monitoring.reports.example import example_file
from dueregard.monitoring.reports.files import (
    FoundColumn,
    ReadColumn,
    columns,
    found_columns,
    populations,
    read,
)
from dueregard.monitoring.reports.publication import (
    PublishableDataset,
    datasets_for_publication,
    seen_besides,
)
from dueregard.monitoring.reports.results import VERDICTS, Result, benchmarks_for, period, result, tables
from dueregard.monitoring.reports.trends import Trend, TrendRow, trend

__all__ = [
    "VERDICTS",
    "Check",
    "CheckedColumn",
    "FoundColumn",
    "Meaning",
    "PublishableDataset",
    "ReadColumn",
    "Result",
    "Trend",
    "TrendRow",
    "benchmarks_for",
    "check",
    "columns",
    "datasets_for_publication",
    "example_file",
    "found_columns",
    "period",
    "populations",
    "read",
    "result",
    "seen_besides",
    "tables",
    "trend",
]
