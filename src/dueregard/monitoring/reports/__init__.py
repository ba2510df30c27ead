"""What people see of datasets and benchmarks."""

from dueregard.monitoring.reports.beside import DIFFERENCES, Beside, Difference, beside, comparable
from dueregard.monitoring.reports.checking import Check, CheckedColumn, Meaning, check, understood
from dueregard.monitoring.reports.example import example_file
from dueregard.monitoring.reports.files import (
    FoundColumn,
    ReadColumn,
    columns,
    found_columns,
    populations,
    read,
    read_together,
)
from dueregard.monitoring.reports.gaps import BIG_ENOUGH, Gap, gaps
from dueregard.monitoring.reports.holdings import (
    Holding,
    Removed,
    RetentionRow,
    ServiceObjections,
    backups_until,
    conditions,
    holdings,
    objections,
    removable,
    retention,
)
from dueregard.monitoring.reports.pairs import Pair, PairLine, pair, pair_table
from dueregard.monitoring.reports.publication import (
    PublishableDataset,
    datasets_for_publication,
    seen_besides,
)
from dueregard.monitoring.reports.records import (
    DOCUMENTS,
    ProcessingRecord,
    document,
    privacy_notice,
    processing_record,
    record_file,
)
from dueregard.monitoring.reports.results import (
    VERDICTS,
    Result,
    benchmarks_for,
    period,
    result,
    ruling,
    tables,
)
from dueregard.monitoring.reports.trends import Trend, TrendRow, trend

__all__ = [
    "BIG_ENOUGH",
    "DIFFERENCES",
    "DOCUMENTS",
    "VERDICTS",
    "Beside",
    "Check",
    "CheckedColumn",
    "Difference",
    "FoundColumn",
    "Gap",
    "Holding",
    "Meaning",
    "Pair",
    "PairLine",
    "ProcessingRecord",
    "PublishableDataset",
    "ReadColumn",
    "Removed",
    "Result",
    "RetentionRow",
    "ServiceObjections",
    "Trend",
    "TrendRow",
    "backups_until",
    "benchmarks_for",
    "beside",
    "check",
    "columns",
    "comparable",
    "conditions",
    "datasets_for_publication",
    "document",
    "example_file",
    "found_columns",
    "gaps",
    "holdings",
    "objections",
    "pair",
    "pair_table",
    "period",
    "populations",
    "privacy_notice",
    "processing_record",
    "read",
    "read_together",
    "record_file",
    "removable",
    "result",
    "retention",
    "ruling",
    "seen_besides",
    "tables",
    "trend",
    "understood",
]
