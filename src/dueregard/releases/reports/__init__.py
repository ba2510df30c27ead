"""What is known already about people whom tables count: from our own releases, and from what went out by other ways."""

from dueregard.releases.reports.history import (
    agree,
    is_of_fewer,
    people_joined,
    published_about,
    told_apart,
    was_published,
)
from dueregard.releases.reports.narrowing import Narrowed, narrowed
from dueregard.releases.reports.outside import (
    GivenAway,
    PrintedTable,
    cells_of,
    counts,
    fit_together,
    given_away,
    outside_about,
    part_of,
    relations_of_papers,
    sheets_of,
)
from dueregard.releases.reports.told_before import ToldBefore, is_narrowed_before, told_before

__all__ = [
    "GivenAway",
    "Narrowed",
    "PrintedTable",
    "ToldBefore",
    "agree",
    "cells_of",
    "counts",
    "fit_together",
    "given_away",
    "is_narrowed_before",
    "is_of_fewer",
    "narrowed",
    "outside_about",
    "part_of",
    "people_joined",
    "published_about",
    "relations_of_papers",
    "sheets_of",
    "told_apart",
    "told_before",
    "was_published",
]
