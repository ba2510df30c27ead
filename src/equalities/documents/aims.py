"""The three aims of the equality duty, Equality Act 2010 section 149(1), as plans word them."""

import re
from functools import lru_cache

_AIMS = {
    "a_eliminate": r"eliminat\w*[^.;]{0,40}?(?:discriminat|harassment|victimisation)|prohibited conduct",
    "b_advance": r"advanc\w*[^.;]{0,30}?equality|equality of opportunity",
    "c_foster": r"foster\w*[^.;]{0,30}?relations|good (?:community )?relations",
}
CODES = tuple(_AIMS)
_PATTERNS = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in _AIMS.items()}
_IN_A_COLUMN = {
    code: re.compile(rf"\b{stem}", re.IGNORECASE)
    for code, stem in zip(CODES, ("eliminat", "advanc", "foster"), strict=True)
}
_ALL = re.compile(r"all (?:three|3)(?: aims?| limbs?)?(?: of the duty)?\.?", re.IGNORECASE)
_TICK = re.compile(r"[√✓✔☑☒🗸x×●•■▪◼⬤*\uf0fc\uf0fe]|yes|y", re.IGNORECASE)


def named(text: str) -> tuple[str, ...]:
    """The codes of the aims that a text names ("a_eliminate", "b_advance", "c_foster"), in the Act's order."""
    return tuple(code for code, pattern in _PATTERNS.items() if pattern.search(text))


@lru_cache(maxsize=1024)  # a column of aims says the same few again and again
def as_written(text: str) -> tuple[str, ...]:
    """The aims in a column of aims, where a word such as "Advance" is enough, or "all three": codes, else the value
    itself."""
    text = " ".join(text.split())
    if _ALL.fullmatch(text):
        return CODES
    found = {*named(text), *(code for code, word in _IN_A_COLUMN.items() if word.search(text))}
    return tuple(code for code in CODES if code in found) or ((text,) if text else ())


def is_ticked(text: str) -> bool:
    """Whether a cell is ticked, as in a column for one aim, or for one year."""
    return _TICK.fullmatch(text.strip()) is not None
