"""A tagged PDF (PDF/UA-1), set by typst with the fonts that it brings."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

import typst
from django.utils.translation import gettext as _

from equalities.documents.blocks import Pages
from equalities.documents.writers.layout import Grid, Line, layout_of

TEMPLATE = Path(__file__).parent.parent / "typst" / "paper.typ"
# All but Latin, Greek, Cyrillic, punctuation, currency, arrows, mathematics, boxes and ticks, each in one piece: what
# typst's own fonts have.
UNSHOWN = re.compile(
    r"[^\n -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff"
    r"\u1e00-\u1eff\u2010-\u2027\u2030-\u2040\u20a0-\u20c0\u2190-\u23ff\u2500-\u2606\u2713\u2714]"
)
STAND_IN = "[?]"


def write_pdf(content: Pages, out: BinaryIO, *, language: str, made_at: datetime) -> None:
    """Write a document in landscape A4. `language` is such as "en-gb". Letters that no font here has become [?]."""
    layout = layout_of(content)
    blocks = list(_blocks(layout.blocks))
    if STAND_IN in json.dumps(blocks):
        blocks.append({"kind": "text", "text": _note()})
    paper = {"title": blocks[0]["text"], "language": language, "blocks": blocks}
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        sys_inputs={"paper": json.dumps(paper)},
        timestamp=made_at.replace(microsecond=0),
    )
    out.write(made)


def _note() -> str:
    words = _(
        "%(sign)s stands for a letter that this PDF cannot show; the web page and the Word document show it."
    )
    return words % {"sign": STAND_IN}


def _blocks(blocks: Iterable[Line | Grid]) -> Iterator[dict[str, Any]]:
    """As the template takes them: entries that follow one another are one list."""
    for is_item, group in groupby(blocks, lambda block: isinstance(block, Line) and block.is_item):
        if is_item:
            yield {"kind": "list", "items": [_shown(line.text) for line in group if isinstance(line, Line)]}
        else:
            yield from map(_block, group)


def _block(block: Line | Grid) -> dict[str, Any]:
    if isinstance(block, Line):
        kind = "text" if block.level is None else "heading"
        return {"kind": kind, "text": _shown(block.text), "level": block.level}
    head, *rows = [[_shown(piece.text) for piece in row] for row in block.rows]
    return {"kind": "table", "widths": block.widths, "head": head, "rows": rows}


def _shown(text: str) -> str:
    """The text without letters that no font here has: a PDF that everybody can use has no empty boxes, and typst
    refuses to make one."""
    return UNSHOWN.sub(_instead, unicodedata.normalize("NFC", text))


def _instead(found: re.Match[str]) -> str:
    """What has no look of its own goes: marks of direction, soft hyphens, accents that no letter takes."""
    return {"Cf": "", "Mn": "", "Me": "", "Zl": " ", "Zp": " "}.get(unicodedata.category(found[0]), STAND_IN)
