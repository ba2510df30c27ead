"""Asking that words be removed, confirming it, and removing them again from a copy restored from a backup."""

from dueregard.redactions.services.attached import choose_files, search_files
from dueregard.redactions.services.remembering import AGAIN, make_again, remembered
from dueregard.redactions.services.requests import ask, cancel, confirm

__all__ = [
    "AGAIN",
    "ask",
    "cancel",
    "choose_files",
    "confirm",
    "make_again",
    "remembered",
    "search_files",
]
