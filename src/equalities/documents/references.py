"""Numbers and labels in front of texts: "1.1.1", "9. All services ...", "Theme: Objective 3: To ensure ..."."""

import re
from dataclasses import dataclass

_REFERENCE = re.compile(r"\(?(?:[A-Za-z]{1,4}[ -]?)?\d{1,3}(?:\.\d{1,3})*[a-z]?[.):]?|\(?[a-z][.)]")
_NUMBERED = re.compile(
    r"(?P<ref>(?:[A-Z]{1,4}[ -]?)?\d{1,3}(?:(?:\.\d{1,3})+|(?=\s*[.):–]\s))|[A-Z]{1,3}\d{1,3}(?=\s))"
    r"\s*[.):–-]?\s+(?P<text>\S.*)",
    re.DOTALL,
)
_LABELLED = re.compile(
    r"(?:(?P<theme>[^:]{2,80}?)\s*[:–-]\s*)?"
    r"(?:(?:equality|equalities|strategic|key|corporate|council|our)\s+)*"
    r"(?P<label>objective|obj\.?|outcome|goal|commitment|aim|priority|strategy|theme|strand|workstream|domain|pillar"
    r"|amcan(?: cydraddoldeb| strategol)?)"
    r"\s+(?:no\.?\s*|#)?(?P<ref>\d{1,2}(?:\.\d{1,2})*|[A-Z](?![a-z])|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"\s*(?:(?P<mark>[:.–—-])\s*|\s(?=[A-Z‘'\"“]))(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_UNNUMBERED = re.compile(
    r"(?:(?:equality|equalities|strategic|key|corporate|our)\s+)*"
    r"(?:objective|goal|amcan(?: cydraddoldeb)?)\s*:\s*(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_CODED = re.compile(
    r"(?P<ref>S?EO ?\d{1,2}[a-z]?)\s*[.):–—-]?\s+(?P<text>[^\W\d].+)", re.DOTALL
)  # an equality objective
_BARE = re.compile(
    r"(?:(?:equality|equalities|strategic|key|our)\s+)*(?:objective|obj\.?|outcome|aim|goal|priority|amcan)\s+(?:no\.?\s*)?\d{1,2}\s*[:.–—-]?"
    r"|S?EO ?\d{1,2}",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"(?:(?:key|priority) )?(?:action|strategy|step|cam gweithredu)\s+(?P<ref>\d{1,2}(?:\.\d{1,2})+)"
    r"\s*[:.–—-]?\s+(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_THEMES = frozenset({"theme", "strand", "workstream", "domain", "pillar"})
_SPELT = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
}  # fmt: skip


@dataclass(frozen=True)
class Label:
    """A text that says what it is: `kind` "objective" or "theme", its number if it has one, what comes before
    (`theme`) and after it (`text`), and whether a mark such as a colon divides these (`is_divided`)."""

    kind: str
    ref: str | None
    text: str
    theme: str | None = None
    is_divided: bool = True


def is_reference(text: str) -> bool:
    """Whether a cell holds nothing but a number or letter such as "1.", "2.3" or "EO4"."""
    return _REFERENCE.fullmatch(text.strip()) is not None


def bare(reference: str) -> str:
    """A reference without its brackets and closing stop."""
    return reference.strip().strip("().: ")


def number_alone(text: str) -> str | None:
    """The number of a text that is nothing but one, or but "Objective 1"; None for any other."""
    if is_bare_label(text) and not is_reference(text):
        return re.sub(r"[^\d.]", "", text).strip(".")
    return bare(text) if is_reference(text) else None


def depth(reference: str) -> int:
    """How many levels a reference has: 3 for "1.1.1"."""
    return bare(reference).count(".") + 1


def numbered(text: str) -> tuple[str | None, str]:
    """The number in front of a text, and the text without it; None and the text where it has none."""
    match = _NUMBERED.fullmatch(text.strip())
    return (bare(match["ref"]), match["text"].strip()) if match else (None, text)


def is_bare_label(text: str) -> bool:
    """Whether a line says "Objective 1" and no more: the objective itself is the line under it."""
    return _BARE.fullmatch(text.strip()) is not None


def label(text: str) -> Label | None:
    """A text that opens with "Objective 3:" or the like, with or without a theme before it, or "Objective:"."""
    match = _LABELLED.fullmatch(text.strip())
    if not match:
        unnumbered = _UNNUMBERED.fullmatch(text.strip())
        coded = _CODED.fullmatch(text.strip())
        if coded:
            return Label("objective", re.sub(r"\s", "", coded["ref"]), coded["text"].strip())
        return Label("objective", None, unnumbered["text"].strip()) if unnumbered else None
    kind = "theme" if match["label"].casefold() in _THEMES else "objective"
    ref = _SPELT.get(match["ref"].casefold(), match["ref"])
    theme = match["theme"].strip() if match["theme"] else None
    return Label(kind, ref, match["text"].strip(), theme, match["mark"] is not None)


def step(text: str) -> Label | None:
    """A text that opens with "Action 1.2" or "Strategy 1.2:", what is to be done under objective 1."""
    match = _STEP.fullmatch(text.strip())
    return Label("action", match["ref"], match["text"].strip()) if match else None
