"""What a few words in a plan mean: placeholders, and whether a lead says that it goes well."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

STATUSES = [_("On target"), _("At risk"), _("Late"), _("Complete")]
"""What a lead is offered to say; words of their own are taken as well."""

_OPEN = re.compile(
    r"\bto be (determined|agreed|confirmed|decided|added|advised|defined|developed|identified|set)\b"
    r"|\bwill be (determined|agreed|confirmed|decided|added|defined|developed|identified|introduced|set)\b"
    r"|^\W*(tbc|tbd|tba|t\.b\.c\.?|not known|vacant)\b",
    re.IGNORECASE,
)
_NONE = re.compile(r"^\W*(n/?a|none|not applicable|-|–|—)?\W*$", re.IGNORECASE)
_MAPPED = re.compile(r"\bto be mapped\b", re.IGNORECASE)

_DONE = re.compile(r"\b(completed?|done|achieved|finished|delivered|closed|blue)\b", re.IGNORECASE)
_LATE = re.compile(
    r"\b(late|behind|delay(ed)?|overdue|slipp(ed|ing)|off (track|target)|at risk|not (started|on)|red"
    r"|stalled)\b",
    re.IGNORECASE,
)
_WELL = re.compile(
    r"\b(on[ -](target|track|schedule|course|time)|green|in progress|progressing|under ?way|going well"
    r"|ahead)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(not|no longer|never|in|yet to be|to be|partly|partially|nearly) (yet )?\w+$", re.IGNORECASE
)


class Saying(models.TextChoices):
    """What a status says, as far as its words are known. The words themselves are never replaced by it."""

    WELL = "well", _("going well")
    DONE = "done", _("done")
    LATE = "late", _("late or at risk")
    UNREAD = "unread", _("in words of its own")


def is_open(text: str) -> bool:
    """A placeholder: "To be determined", TBC, "measures will be introduced ..."."""
    return bool(_OPEN.search(text))


def is_placeholder(text: str) -> bool:
    """Nothing that anyone could be asked about: open, "n/a", or a dash."""
    return is_open(text) or bool(_NONE.match(text))


def is_to_be_mapped(text: str) -> bool:
    return bool(_MAPPED.search(text))


def saying(status: str) -> Saying:
    """The reading of a status as written. Where its words could be read both ways, it stays unread."""
    done = _DONE.search(status)
    if done and _NOT.search(status[: done.end()]):
        done = None
    found = [Saying.LATE] * bool(_LATE.search(status)) + [Saying.DONE] * bool(done)
    found = found or [Saying.WELL] * bool(_WELL.search(status))
    return found[0] if len(found) == 1 else Saying.UNREAD


def in_months(days: int) -> str:
    """Days up to two months, then whole months."""
    if days < 61:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    months = days // 30
    return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
