"""One function per page."""

from dueregard.monitoring.views.benchmarks import (
    benchmark,
    benchmarks,
    choose_area,
    load_benchmark,
    remove_benchmark,
)
from dueregard.monitoring.views.datasets import dataset, datasets, remove, representation, trend
from dueregard.monitoring.views.files import check, columns, delete_file, example, load, upload

__all__ = [
    "benchmark",
    "benchmarks",
    "check",
    "choose_area",
    "columns",
    "dataset",
    "datasets",
    "delete_file",
    "example",
    "load",
    "load_benchmark",
    "remove",
    "remove_benchmark",
    "representation",
    "trend",
    "upload",
]
