"""What is kept of the people who use a service: protected tables, and sealed counts and rows."""

from dueregard.monitoring.models.benchmarks import EVERYWHERE, Benchmark
from dueregard.monitoring.models.breaks import Break
from dueregard.monitoring.models.corrections import Correction
from dueregard.monitoring.models.datasets import PLACE, Basis, Dataset, MappedColumn, Row, State
from dueregard.monitoring.models.enquiries import Enquiry, Finding, Outcome, Step
from dueregard.monitoring.models.kept_rows import KeptRows
from dueregard.monitoring.models.loadings import Loading
from dueregard.monitoring.models.objections import Objection
from dueregard.monitoring.models.raw_files import RawFile

__all__ = [
    "EVERYWHERE",
    "PLACE",
    "Basis",
    "Benchmark",
    "Break",
    "Correction",
    "Dataset",
    "Enquiry",
    "Finding",
    "KeptRows",
    "Loading",
    "MappedColumn",
    "Objection",
    "Outcome",
    "RawFile",
    "Row",
    "State",
    "Step",
]
