"""What people do with datasets and benchmarks: from the file to the tables that readers see, and on from a gap."""

from dueregard.monitoring.services.background import begin_loading, begin_reading, cancel_loading, carry_out
from dueregard.monitoring.services.benchmarks import choose_area, load_benchmark, remove_benchmark
from dueregard.monitoring.services.enquiries import (
    add_finding,
    change_owner,
    close_enquiry,
    name_action,
    open_enquiry,
    reopen_enquiry,
)
from dueregard.monitoring.services.files import delete_expired, delete_file, receive_file
from dueregard.monitoring.services.loading import load, make_again, remove
from dueregard.monitoring.services.mapping import confirm_guesses, correct_values, join_places, map_columns
from dueregard.monitoring.services.protecting import LEAST_LEFT
from dueregard.monitoring.services.retention import (
    change_retention,
    note_objection,
    purge,
    purge_due,
    take_back_objection,
)
from dueregard.monitoring.services.trends import mark_break

__all__ = [
    "LEAST_LEFT",
    "add_finding",
    "begin_loading",
    "begin_reading",
    "cancel_loading",
    "carry_out",
    "change_owner",
    "change_retention",
    "choose_area",
    "close_enquiry",
    "confirm_guesses",
    "correct_values",
    "delete_expired",
    "delete_file",
    "join_places",
    "load",
    "load_benchmark",
    "make_again",
    "map_columns",
    "mark_break",
    "name_action",
    "note_objection",
    "open_enquiry",
    "purge",
    "purge_due",
    "receive_file",
    "remove",
    "remove_benchmark",
    "reopen_enquiry",
    "take_back_objection",
]
