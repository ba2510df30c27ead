"""What the text of a published cell says of a count: exactly, from-to, or as a share of another number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from equalities.disclosure.statements import NO_LIMIT

SHARES: Mapping[str, int] = {
    "percent": 100,
    "mean": 1,
    "per 1000": 1_000,
    "per 10000": 10_000,
    "per 100000": 100_000,
}
"""Column -> what the share is per: a percentage is per 100 of its base, a mean per 1."""

FINEST = 6
"""Decimals of a share that are used; the text of a number that a computer printed may have many more."""

MOST_PEOPLE = 10**10
"""In one cell: more than there are."""

NUMBER = r"(\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+|\d+)(?:\.0+)?"
BETWEEN_THOUSANDS = re.compile(r"[,\s]")
EXACT = re.compile(NUMBER)
BETWEEN = re.compile(rf"{NUMBER}\s*(?:-|\u2013|\u2014|to)\s*{NUMBER}", re.IGNORECASE)
BELOW = re.compile(rf"(?:<|under|below|fewer than|less than)\s*{NUMBER}", re.IGNORECASE)
UP_TO = re.compile(
    rf"(?:<=|\u2264|up to|at most|no more than)\s*{NUMBER}|{NUMBER}\s*or\s*(?:fewer|less|under|below)",
    re.IGNORECASE,
)
ABOVE = re.compile(rf"(?:>|over|above|more than)\s*{NUMBER}", re.IGNORECASE)
FROM = re.compile(
    rf"(?:>=|\u2265|at least|no fewer than|no less than)\s*{NUMBER}|{NUMBER}\s*(?:\+|or\s*(?:more|over|above))",
    re.IGNORECASE,
)
SHARE = re.compile(r"(\d{1,6})(?:\.(\d+))?\s*%?")


@dataclass(frozen=True)
class Said:
    """A count from `least` to `most`. withheld: whether that is said in place of the count. printed: whether it
    is said outright, not by a share: a count that only a share gives is not a count that was published."""

    least: int
    most: int
    withheld: bool
    printed: bool = True

    @property
    def exact(self) -> bool:
        return not self.withheld and self.least == self.most

    def both(self, other: "Said") -> "Said":
        """What follows when this and the other are said of one count."""
        withheld = self.withheld or (other.withheld and not self.exact)
        printed = (self.exact and self.printed) or (other.exact and other.printed)
        return Said(max(self.least, other.least), min(self.most, other.most), withheld, printed)


NOTHING = Said(0, NO_LIMIT, withheld=False, printed=False)
WITHHELD = Said(0, NO_LIMIT, withheld=True)


def read_count(text: str, marks: Sequence[str]) -> Said | None:
    """What a cell of a column of counts says: a number, one of the marks, or words such as "fewer than 5",
    "<5", "1-4", "5 or more"; None where it is none of these."""
    if text in marks:
        return WITHHELD
    said = _read(text)
    known = said and (said.least, said.most if said.most != NO_LIMIT else 0)
    return said if known and max(known) < MOST_PEOPLE else None


def _read(text: str) -> Said | None:
    if found := EXACT.fullmatch(text):
        return Said(_whole(found), _whole(found), withheld=False)
    if found := BETWEEN.fullmatch(text):
        least, most = (int(BETWEEN_THOUSANDS.sub("", digits)) for digits in found.groups())
        return Said(least, most, withheld=True) if least <= most else None
    for pattern, up, shift in ((BELOW, False, -1), (UP_TO, False, 0), (ABOVE, True, 1), (FROM, True, 0)):
        if found := pattern.fullmatch(text):
            end = max(0, _whole(found) + shift)
            return Said(end, NO_LIMIT, withheld=True) if up else Said(0, end, withheld=True)
    return None


def _whole(found: re.Match[str]) -> int:
    return next(int(BETWEEN_THOUSANDS.sub("", digits)) for digits in found.groups() if digits)


@dataclass(frozen=True)
class Share:
    """A rounded share: least * base <= scale * count <= most * base, both ends included, since who rounds may
    round a half up, down or to even."""

    scale: int
    least: int
    most: int

    def of(self, base: Said) -> Said:
        """The counts that it leaves, of a base from `base.least` to `base.most` (ends of whole people)."""
        least = max(0, -(-self.least * base.least // self.scale))
        most = NO_LIMIT if base.most >= NO_LIMIT else self.most * base.most // self.scale
        return Said(least, most, withheld=False, printed=False)


def read_share(text: str, per: int) -> Share | None:
    """The share in a text such as "12.5" or "12.5%", to as many decimals as it has; None where it is none."""
    found = SHARE.fullmatch(text.strip())
    if found is None:
        return None
    decimals = (found[2] or "")[:FINEST]
    twice = 2 * int(found[1] + decimals)
    cut = 2 if len(found[2] or "") > FINEST else 0
    return Share(2 * per * 10 ** len(decimals), twice - 1, twice + 1 + cut)
