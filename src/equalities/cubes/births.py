"""Dates of birth are never kept: a file's become ages, in whole years on one day, while it is read."""

from datetime import date

from equalities.codelists.recognition import BIRTH
from equalities.codelists.standardise import plain

OLDEST = 120
NOT_READ = "a date of birth that was not understood"
NOT_POSSIBLE = "a date of birth that cannot be"
NO_CENTURY = "a date of birth without its century: write its year in four figures"
"""What stands for a date that is none, for one of nobody who lives, and for one of the years 0 to 99, as which 1936
leaves a spreadsheet: none of them says which date it was."""

STRANGE_BIRTHS = frozenset({NOT_READ, NOT_POSSIBLE, NO_CENTURY})

FORMATS = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %m %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%Y/%m/%d",
    "%Y%m%d",
)
"""How dates are written in Britain and by programs: the day before the month, the year in four figures. Two figures
would put somebody born in 1924 beside somebody born in 2024."""


def is_of_births(heading: str) -> bool:
    """Whether a column is headed as one of dates of birth: "DOB", "Date of birth (dd/mm/yyyy)"."""
    words = f" {plain(heading)} "
    return any(f" {phrase} " in words for phrase in BIRTH - {"born"}) or words.strip() == "born"


def ages_heading(heading: str, day: date) -> str:
    """ "Age on 1 April 2024 (from DOB)"."""
    return f"Age on {day.day} {day:%B %Y} (from {heading})"


def age_in_sql(text: str, day: date) -> str:
    """DuckDB's SQL for the age in whole years on a day of somebody born on the date that `text` (SQL) is: a birthday
    on 29 February comes on 1 March in other years. What has no figure in it stays ("Prefer not to say"); any other that
    is no date is NOT_READ, one whose year is under 100 is NO_CENTURY, and an age below 0 or over OLDEST is
    NOT_POSSIBLE."""
    formats = ", ".join(f"'{each}'" for each in FORMATS)
    said = f"trim(coalesce({text}, ''))"
    born = f"try_strptime({said}, [{formats}])::DATE"
    before = f"({100 * day.month + day.day} < 100 * month({born}) + day({born}))::INTEGER"
    age = f"({day.year} - year({born}) - {before})"
    return (
        f"CASE WHEN NOT regexp_matches({said}, '[0-9]') THEN {said} "
        f"WHEN {born} IS NULL THEN '{NOT_READ}' "
        f"WHEN year({born}) < 100 THEN '{NO_CENTURY}' "
        f"WHEN {age} BETWEEN 0 AND {OLDEST} THEN {age}::VARCHAR ELSE '{NOT_POSSIBLE}' END"
    )
