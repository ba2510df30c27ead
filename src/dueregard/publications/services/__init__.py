"""What people do with publications."""

from dueregard.publications.services.preparing import choose_design, correct, discard, prepare, revise
from dueregard.publications.services.publishing import publish, withdraw
from dueregard.publications.services.requests import TooMany, ask_for_format, close_request, forget_contacts

__all__ = [
    "TooMany",
    "ask_for_format",
    "choose_design",
    "close_request",
    "correct",
    "discard",
    "forget_contacts",
    "prepare",
    "publish",
    "revise",
    "withdraw",
]
