"""Who leads: posts and units as plans name them, and lists of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_POST = (
    r"(?:managers?|directors?|officers?|heads?|leads?|leaders?|chief (?:executives?|nurses?|constables?)|members?"
    r"|cllrs?|councillors?|co-?ordinators?|advis[eo]rs?|representatives?|deans?|chairs?|consultants?|secretary|treasurer"
    r"|champions?|governors?|headteachers?|owners?)"
)
_UNIT = (
    r"(?:office|departments?|directorates?|teams?|units?|sections?|groups?|boards?|committees?|panels?|services"
    r"|partnerships?|forums?)"
)
_HAS_POST = re.compile(rf"\b{_POST}\b", re.IGNORECASE)
_HAS_EITHER = re.compile(rf"\b(?:{_POST}|{_UNIT})\b", re.IGNORECASE)
_PLURALS = re.compile(r"(?:cllrs|councillors|directors|heads|managers|officers)\b", re.IGNORECASE)
_ALONE = re.compile(rf"(?:\b{_UNIT}|\b\w+s)$", re.IGNORECASE)
_JOINED = re.compile(r"\s+(?:&|and)\s+|\s*/\s*", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w'’-]+(?: [A-Z]\.?)? [A-Z][\w'’-]+")
_AND_OTHERS = re.compile(rf"\b(?:and|&) (?:all )?other\b.*{_POST}", re.IGNORECASE)
_CLOSED = re.compile(r"(?:\)|[a-z]{3}\.) (?=[A-Z])")


@dataclass(frozen=True)
class Leads:
    """The leads of a cell, and whether one of them may be several whose marks were lost."""

    names: tuple[str, ...]
    may_be_several: bool = False


def is_post(text: str) -> bool:
    """Whether a cell names a post or a unit and little else."""
    return len(text.split()) <= 10 and _HAS_EITHER.search(text) is not None


@lru_cache(maxsize=4096)  # the same few lead most of a plan
def leads(entries: tuple[str, ...], known: frozenset[str]) -> Leads:
    """The leads in the entries of a cell. `known` are leads that stand alone in other cells: only they tell
    that "Ann Lee & Bo Ray" are two people and "Health & Safety" is not."""
    names = tuple(name for entry in entries for name in _split(entry, known))
    return Leads(names, any(map(_may_be_several, names)))


def _split(entry: str, known: frozenset[str]) -> list[str]:
    parts = [part.strip() for part in entry.split(";") if part.strip()]
    if len(parts) == 1:
        parts = _series(entry, known)
    return [name for part in parts for name in _at_joins(part, known)]


def _series(entry: str, known: frozenset[str]) -> list[str]:
    """Posts with commas between them; of three or more with a last "and", also names, and what leads alone
    elsewhere: "Health, Safety & Wellbeing Team" and "Senior Manager, Equal Pay & Corporate Services" are one."""
    parts = [part.strip() for part in entry.split(",")]
    each = [*parts[:-1], *filter(None, _JOINED.split(parts[-1].removeprefix("and ")))]
    are_people = _are_names(each) and not any(map(_HAS_EITHER.search, each))
    if len(parts) > 1 and len(each) > 2 and (_are_posts(each) or are_people or known.issuperset(each)):
        return each
    return parts if _are_posts(parts) else [entry]


def _are_posts(parts: Sequence[str]) -> bool:
    return all(map(_HAS_POST.search, parts))


def _are_names(parts: Sequence[str]) -> bool:
    return all(map(_NAME.fullmatch, parts))


def _at_joins(entry: str, known: frozenset[str]) -> list[str]:
    """A slash parts two posts that are each said whole; an "and" only people who stand alone elsewhere."""
    slashed = [part.strip() for part in entry.split("/")]
    if len(slashed) > 1 and _are_posts(slashed) and all(" " in part for part in slashed):
        return slashed
    parts = [part.strip() for part in _JOINED.split(entry)]
    return parts if len(parts) > 1 and known.intersection(parts) and _are_names(parts) else [entry]


def _may_be_several(name: str) -> bool:
    return bool(_CLOSED.search(name) or _AND_OTHERS.search(name)) or _is_joined(name) or _runs_on(name)


def _is_joined(name: str) -> bool:
    """ "Cllrs Ash & Elm", "Head of X and Head of Y", or two people's names."""
    parts = [part for part in _JOINED.split(name) if part]
    if len(parts) < 2:
        return False
    everyone = _are_posts(parts) or _are_names(parts)
    return _PLURALS.match(name) is not None or (everyone and not any(map(_of_a_unit, parts)))


def _of_a_unit(part: str) -> bool:
    return _HAS_POST.search(part) is None and _HAS_EITHER.search(part) is not None


def _runs_on(name: str) -> bool:
    """Whether a post or unit ends and another begins without a mark: "Senior Managers Cabinet Member"."""
    for found in _HAS_EITHER.finditer(name):
        rest = name[found.end() :]
        is_title = re.match(r" (?!Chief)", rest) and _HAS_EITHER.match(rest.strip())  # "Team Leader"
        if not re.match(r" [A-Z]", rest) or (not found[0].endswith("s") and (found.start() == 0 or is_title)):
            continue
        if (_HAS_EITHER if _ALONE.search(found[0]) else _HAS_POST).search(rest):
            return True
    return False
