"""How Excel shows a number or a date: the words on the screen, not the number beneath them."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

# The formats that every workbook knows by number only (ECMA-376 part 1, 18.8.30): dates and shares.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "dd/mm/yyyy hh:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss", 49: "@",
}  # fmt: skip
EPOCH = datetime(
    1899, 12, 30, tzinfo=UTC
)  # spreadsheets know no time zones; one must be named, and is not shown
EPOCH_1904 = datetime(1904, 1, 1, tzinfo=UTC)
LAST_DAY = 2_958_465  # 31 December 9999, the last that Excel knows
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def displayed(number: float, pattern: str, *, from_1904: bool = False) -> str:
    """What a cell with this number and number format shows, near enough to read.

    A whole date is ISO text. One shown without its day ("Mar-25") is "March 2025": the day beneath it was never meant.
    """
    bare, is_date = _bare(pattern)
    if is_date:
        return _date(number, bare, EPOCH_1904 if from_1904 else EPOCH)
    return _number(number, bare, pattern.split(";")[0])


@lru_cache(maxsize=1024)  # a workbook has a few, and numbers by the thousand
def _bare(pattern: str) -> tuple[str, bool]:
    """A pattern without what it prints as it is, and whether it is one of dates."""
    bare = re.sub(r'"[^"]*"|\\.|_.|\[[^hms\]][^\]]*\]', "", pattern.split(";")[0]).lower()
    return bare, re.search(r"[ymdhs]", bare) is not None and "general" not in bare


def _date(number: float, pattern: str, epoch: datetime) -> str:
    if not 0 <= number <= LAST_DAY:
        return plain(number)
    moment = epoch + timedelta(seconds=round(number * 86_400))
    has_day, has_year, has_time = "d" in pattern, "y" in pattern, bool(re.search("[hs]", pattern))
    if has_time and not (has_day or has_year):
        return f"{moment:%H:%M}"
    if has_day:
        return f"{moment:%Y-%m-%d %H:%M}" if has_time and number % 1 else f"{moment:%Y-%m-%d}"
    month = MONTHS[moment.month - 1] if "m" in pattern else ""
    return f"{month} {moment.year if has_year else ''}".strip()


def _number(number: float, bare: str, pattern: str) -> str:
    share = "%" in bare
    decimals = re.search(r"\.(0+)", bare)
    if "e+" in bare or not re.search(r"[0#]", bare):
        return plain(number)
    places = len(decimals[1]) if decimals else 0
    if "#.#" in bare or ".#" in bare:
        return plain(number)
    grouped = "," if "," in bare else ""
    currency = re.search(r"[£€$]", re.sub(r"\[\$([£€$]?)[^\]]*\]", r"\1", pattern))
    shown = f"{abs(number) * (100 if share else 1):{grouped}.{places}f}"
    return f"{'-' if number < 0 else ''}{currency[0] if currency else ''}{shown}{'%' if share else ''}"


def plain(number: float) -> str:
    """A number without the noise of binary arithmetic: 3.0 is "3", 0.1 + 0.2 is "0.3"."""
    return f"{number:.0f}" if number == int(number) and abs(number) < 1e15 else f"{number:.15g}"
