"""What people see of publications, inside and outside."""

from dueregard.publications.reports.alternatives import (
    AlternativeRow,
    Alternatives,
    alternatives,
    design_names,
    given_away,
)
from dueregard.publications.reports.content import Content, content
from dueregard.publications.reports.crossed import PairSection
from dueregard.publications.reports.files import File, files
from dueregard.publications.reports.lists import Year, publications, published_by_year
from dueregard.publications.reports.report import Publisher, Report, publisher, report, section
from dueregard.publications.reports.tables import TableSection
from dueregard.publications.reports.taking import check_as_kept, has_moved, releases_of, take
from dueregard.publications.reports.words import FreeText, digest, free_texts

__all__ = [
    "AlternativeRow",
    "Alternatives",
    "Content",
    "File",
    "FreeText",
    "PairSection",
    "Publisher",
    "Report",
    "TableSection",
    "Year",
    "alternatives",
    "check_as_kept",
    "content",
    "design_names",
    "digest",
    "files",
    "free_texts",
    "given_away",
    "has_moved",
    "publications",
    "published_by_year",
    "publisher",
    "releases_of",
    "report",
    "section",
    "take",
]
