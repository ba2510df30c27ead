"""What is kept of the people who use a service: protected tables, sealed counts, and no rows."""

from dueregard.monitoring.models.benchmarks import EVERYWHERE, Benchmark
from dueregard.monitoring.models.corrections import Correction
from dueregard.monitoring.models.datasets import Dataset, MappedColumn, Row, State
from dueregard.monitoring.models.raw_files import RawFile

__all__ = ["EVERYWHERE", "Benchmark", "Correction", "Dataset", "MappedColumn", "RawFile", "Row", "State"]
