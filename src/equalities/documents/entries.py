"""What one cell lists: by the marks of its file, else by its lines; never by guessing where a mark was lost."""

import re
from dataclasses import dataclass
from functools import lru_cache

from equalities.documents.blocks import Cell
from equalities.documents.formats.markup import BULLETS

_CONNECTORS = (
    "a all an and are as at be between by each early end for from in into is its late of on or our per that "
    "the their this to under using via when where which who with within"
)
_OPEN_END = re.compile(rf"(?:\b(?:{_CONNECTORS.replace(' ', '|')})|[,&/–-])$", re.IGNORECASE)
_STOPPED = re.compile(r"[.:;!?)\"”’]$")
_GOES_ON = re.compile(r"[a-z,;)]")
UNDER = "– "  # before an entry of a list inside a list
_MARK = re.compile(rf"^(?:[-–*{BULLETS}]\s+|\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})[.)]\s+)")
_PROPER = (
    "Black|Asian|African|Caribbean|White|European|British|English|Welsh|Scottish|Irish|Gyps|Roma|Travell|Muslim|"
    "Christian|Jewish|Sikh|Hindu|Polish|Arab"
)
_CAPITAL = re.compile(
    "[a-z0-9%)] [A-Z][a-z]"
)  # without which nothing is run on, looked for in a tenth of the time
# A capital word after a small one or a number, going on in small letters: a sentence that starts without a stop.
_RUN_ON = re.compile(
    rf"(?<![\w&'’])(?P<before>(?![A-Z][a-z'’]+ )[\w&'’%)-]*[a-z0-9%)])"
    rf" (?!{_PROPER})[A-Z][a-z]+['’]?(?: [A-Z][a-z]+)* [a-z]"
)

_ENDING = 200  # letters in which the end of a text is looked for, so that a cell of any length is read in its own time


@dataclass(frozen=True)
class Entries:
    """The entries of a cell; `may_be_several`: one of them may be several whose marks were lost."""

    texts: tuple[str, ...]

    @property
    def may_be_several(self) -> bool:
        return any(map(_is_run_on, self.texts))


def entries(cell: Cell) -> Entries:
    """The list in a cell: entries that its file marks, else lines that start afresh, else the whole text.

    Words before a marked list are an entry of their own unless they only lead up to it ("... by:").
    """
    return Entries((*_before(cell), *_listed(cell)) if cell.items else _lines(cell.text))


def marked(cell: Cell) -> tuple[str, ...]:
    """The entries of a cell that is nothing but a list: each has a mark, and no words lead up to them."""
    if cell.items:
        opens = _flat(cell.text).lstrip(f" -{BULLETS}").startswith(_flat(cell.items[0]))
        return _listed(cell) if opens else ()
    lines = [line for line in map(str.strip, cell.text.split("\n")) if line]
    found = _lines(cell.text)
    marks = sum(_MARK.match(line) is not None for line in lines)
    return found if lines and _MARK.match(lines[0]) and marks == len(found) else ()


def sentence(cell: Cell) -> tuple[str, ...]:
    """The statements in a cell of prose: its entries, or the whole where words lead up to a list."""
    before = cell.text.split(cell.items[0])[0] if cell.items else ""
    if before.strip(" \n•-").endswith(":"):
        return (_flat(cell.text),)
    return entries(cell).texts


def is_unfinished(text: str, following: str) -> bool:
    """Whether `following` goes on where `text` breaks off: after a word that cannot end a statement, or in
    small letters (or a number) after one without a stop."""
    if _OPEN_END.search(text):
        return True
    return not _STOPPED.search(text) and re.match(r"[a-z\d]", following) is not None


def ends_open(text: str) -> bool:
    """Whether a text ends with a word that cannot end a statement, such as "with"."""
    return _OPEN_END.search(text[-_ENDING:]) is not None


def starts_afresh(text: str, line: str) -> bool:
    """Whether a line under `text` is an entry of its own: it has a mark, or neither breaks off nor goes on."""
    return bool(_MARK.match(line)) or not (_OPEN_END.search(text[-_ENDING:]) or _GOES_ON.match(line))


def _before(cell: Cell) -> tuple[str, ...]:
    before = _flat(cell.text.split(cell.items[0])[0]).strip(f" -{BULLETS}")
    return (before,) if before and not before.endswith(":") and before not in cell.items else ()


def _listed(cell: Cell) -> tuple[str, ...]:
    """The items of a cell, each with the smaller list under it."""
    waiting, found = list(map(_flat, cell.items)), list[str]()
    for line in map(_flat, cell.text.split("\n")):
        if waiting and line == waiting[0]:
            found.append(waiting.pop(0))
        elif found and line.startswith(UNDER):
            found[-1] = f"{found[-1]} {line}"
    return tuple(map(_flat, cell.items)) if waiting else tuple(found)


@lru_cache(maxsize=4096)  # a cell is asked about in several places, and many say the same
def _lines(text: str) -> tuple[str, ...]:
    if "\n" not in text:
        return (text.strip(),) if text.strip() else ()
    joined: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if joined and not starts_afresh(joined[-1], line):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    if len(joined) > 1:
        joined = [_MARK.sub("", line) for line in joined]
    return tuple(joined)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _is_run_on(text: str) -> bool:
    return _CAPITAL.search(text) is not None and any(
        _OPEN_END.search(found["before"]) is None for found in _RUN_ON.finditer(text)
    )
