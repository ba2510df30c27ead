"""What is known already about people whom tables count: from our own releases, and from what went out by other ways."""

from dueregard.releases.reports.history import (
    agree,
    people_joined,
    published_about,
    told_apart,
    was_published,
)
from dueregard.releases.reports.outside import (
    GivenAway,
    PrintedTable,
    cells_of,
    counts,
    fit_together,
    given_away,
    outside_about,
    sheets_of,
)

__all__ = [
    "GivenAway",
    "PrintedTable",
    "agree",
    "cells_of",
    "counts",
    "fit_together",
    "given_away",
    "outside_about",
    "people_joined",
    "published_about",
    "sheets_of",
    "told_apart",
    "was_published",
]
