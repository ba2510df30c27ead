"""What people do with datasets and benchmarks: from the file to the tables that readers see."""

from dueregard.monitoring.services.benchmarks import choose_area, load_benchmark, remove_benchmark
from dueregard.monitoring.services.files import delete_expired, delete_file, receive_file
from dueregard.monitoring.services.loading import load, remove
from dueregard.monitoring.services.mapping import correct_values, map_columns

__all__ = [
    "choose_area",
    "correct_values",
    "delete_expired",
    "delete_file",
    "load",
    "load_benchmark",
    "map_columns",
    "receive_file",
    "remove",
    "remove_benchmark",
]
