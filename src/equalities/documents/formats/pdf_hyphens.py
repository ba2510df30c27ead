"""Words that a PDF breaks at the end of a line: the rest of the document tells whether a hyphen is their own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from equalities.documents.blocks import Cell, Paragraph, Problem, Table
from equalities.documents.formats.pdf_layout import BROKEN_HERE, SOFT_HYPHENS

BROKEN = "“{read}” is broken at the end of a line here, and may be “{other}”"

_HYPHENS = "-" + "".join(SOFT_HYPHENS)
_BROKEN = re.compile(rf"(?P<start>[\w'’-]*\w)(?P<hyphen>[{_HYPHENS}]){BROKEN_HERE}(?P<end>\w*)")
_WORD = re.compile(r"[\w'’]+(?:-[\w'’]+)*")
_LETTERS = re.compile(r"[^\W\d_]{2,}")

_Block = Paragraph | Table


def mended(blocks: Sequence[_Block]) -> tuple[list[_Block], list[Problem]]:
    """The blocks with their broken words put together. A word that stands elsewhere in the document is written as
    there; of others a hyphen that is only drawn where a line ends is left out, and that is said."""
    known = {word.casefold() for text in _texts(blocks) for word in _WORD.findall(_BROKEN.sub(" ", text))}
    problems: list[Problem] = []
    return [_block(block, known, problems) for block in blocks], problems


def _texts(blocks: Iterable[_Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row)


def _block(block: _Block, known: set[str], problems: list[Problem]) -> _Block:
    if isinstance(block, Table):
        return replace(
            block, rows=tuple(tuple(_piece(cell, known, problems) for cell in row) for row in block.rows)
        )
    if BROKEN_HERE not in block.text:
        return block
    problems += [Problem(what, block.source) for what in _doubts(block.text, known)]
    return replace(block, text=_whole(block.text, known))


def _piece(cell: Cell, known: set[str], problems: list[Problem]) -> Cell:
    if BROKEN_HERE not in cell.text:
        return cell
    problems += [Problem(what, cell.source) for what in _doubts(cell.text, known)]
    return cell._replace(
        text=_whole(cell.text, known), items=tuple(_whole(item, known) for item in cell.items)
    )


def _whole(text: str, known: set[str]) -> str:
    return _BROKEN.sub(lambda found: _ways(found, known)[0], text)


def _doubts(text: str, known: set[str]) -> Iterator[str]:
    for found in _BROKEN.finditer(text):
        read, other = _ways(found, known)
        is_word = _LETTERS.search(found["start"]) and _LETTERS.match(found["end"])
        if is_word and not {read.casefold(), other.casefold()} & known:
            yield BROKEN.format(read=read, other=other)


def _ways(found: re.Match[str], known: set[str]) -> tuple[str, str]:
    """How a broken word is read, and how it might be."""
    whole, parted = found["start"] + found["end"], f"{found['start']}-{found['end']}"
    if (whole.casefold() in known) != (parted.casefold() in known):
        return (whole, parted) if whole.casefold() in known else (parted, whole)
    return (whole, parted) if found["hyphen"] in SOFT_HYPHENS else (parted, whole)
