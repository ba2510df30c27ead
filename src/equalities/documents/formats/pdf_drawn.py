"""What a PDF draws round its words: rules across the page, and shades, as levels."""

from collections.abc import Iterator, Sequence
from typing import Any

from equalities.documents.formats.pdf_aligned import Across

THIN = 2.0  # points: a higher rectangle is a box
_NEXT = 4.0  # points between two pieces of a rule that is drawn cell by cell
_SAME = 1.0  # points within which two pieces are on one level


def levels(page: Any) -> list[Across]:
    """The levels at which a pdfplumber page has a rule across, or at which a shade begins or ends."""
    pieces = sorted(_pieces(page), key=lambda piece: (round(piece.y), piece.x0))
    merged: list[Across] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last and abs(last.y - piece.y) <= _SAME and piece.x0 <= last.x1 + _NEXT:
            merged[-1] = Across(last.x0, max(last.x1, piece.x1), last.y)
        else:
            merged.append(piece)
    return merged


def _pieces(page: Any) -> Iterator[Across]:
    for drawn in (*page.lines, *page.rects, *page.curves):
        x0, x1, top, bottom = (float(drawn[side]) for side in ("x0", "x1", "top", "bottom"))
        if x1 - x0 <= THIN:
            continue
        if bottom - top < THIN:
            yield Across(x0, x1, top)
        elif is_shade(drawn):
            yield Across(x0, x1, top)
            yield Across(x0, x1, bottom)


def is_shade(drawn: dict[str, Any]) -> bool:
    """Whether a box is filled with a colour that can be seen, and has no border drawn."""
    return (
        bool(drawn.get("fill")) and not drawn.get("stroke") and not _is_white(drawn.get("non_stroking_color"))
    )


def _is_white(colour: Any) -> bool:
    parts = colour if isinstance(colour, Sequence) else (colour,)
    return len(parts) in (1, 3) and all(part == 1 for part in parts)
