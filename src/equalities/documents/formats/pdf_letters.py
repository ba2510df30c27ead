"""Letters of a PDF that are no plain ones: turned, written across the page, in fonts of signs, or typed into a form."""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median
from typing import Any

from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from equalities.documents.formats.pdf_layout import Word
from equalities.saying import to_say

ACROSS = to_say("“{words}” is printed across the page, as a watermark is, and is no part of the plan")

_SLANT = 0.1  # of rise to width, up to which letters are level
_BLANK = 0.2  # letter heights between two words that stand upright
_LINE = 0.5  # letter heights by which upright lines lie apart
# Of the codes that Windows-1252 leaves free, PDF 32000-1:2008, annex D.2, note 3, says that they are bullets.
_FREE_CODES = re.compile(r"\(cid:(?:127|129|141|143|144|157)\)")
# What letters stand for in fonts of signs that give them no name: by the end of the font's name.
_SIGNS = {
    "dingbats": {
        "3": "✓",
        "4": "✔",
        "5": "✕",
        "6": "✖",
        "7": "✗",
        "8": "✘",
        "l": "●",
        "n": "■",
        "o": "❏",
        "q": "❑",
    },
    "wingdings2": {"P": "✓", "O": "✗", "R": "☑", "S": "☒", "T": "☒", "£": "☐"},
    "wingdings": {
        "ü": "✓",
        "û": "✗",
        "þ": "☑",
        "ý": "☒",
        "¨": "☐",
        "o": "☐",
        "l": "●",
        "n": "■",
        "§": "▪",
        "Ø": "➢",
    },
    "webdings": {"a": "✓", "r": "✗", "c": "☐", "n": "●", "g": "■"},
    "symbol": {"·": "•"},
}


def as_meant(text: str, font: str) -> str:
    """The text of a word as its font draws it: signs for letters in fonts of signs, bullets for free codes; what has
    no letter at all is "\N{REPLACEMENT CHARACTER}"."""
    name = re.sub(r"[^a-z0-9]", "", font.rpartition("+")[2].casefold())
    signs = next((signs for ending, signs in _SIGNS.items() if ending in name), {})
    if "+" not in font:
        text = _FREE_CODES.sub("•", text)
    return re.sub(
        r"\(cid:\d+\)", "\N{REPLACEMENT CHARACTER}", "".join(signs.get(letter, letter) for letter in text)
    )


def is_turned(letter: dict[str, Any]) -> bool:
    """Whether a letter does not stand level, or stands on its head."""
    along, up = map(float, letter["matrix"][:2])
    return abs(up) > _SLANT * abs(along) or along < 0


def quarter_turns(letter: dict[str, Any]) -> int | None:
    """How a letter is turned: 0 level, 1 reading upwards, -1 downwards, 2 upside down, None in between."""
    along, up = letter["matrix"][:2]
    turned = math.atan2(up, along) / (math.pi / 2)
    nearest = round(turned)
    return (2 if abs(nearest) == 2 else nearest) if abs(turned - nearest) < 0.1 else None


def across(letters: Sequence[dict[str, Any]]) -> str:
    """What is written across a page, in its order."""
    return " ".join("".join(letter["text"] for letter in letters).split())


def upright(letters: Sequence[dict[str, Any]]) -> list[Word]:
    """Words that read upwards or downwards, all that one cell or column of letters holds as one."""
    ordered = sorted(letters, key=lambda letter: (_group(letter), quarter_turns(letter) or 0))
    words = []
    for (_, turns), found in groupby(
        ordered, key=lambda letter: (_group(letter), quarter_turns(letter) or 0)
    ):
        words.append(_word(list(found), turns))
    return words


def _group(letter: dict[str, Any]) -> tuple[float, float]:
    """Letters of one ruled cell belong together; outside, those of one upright line."""
    cell = letter.get("cell")
    return (float(cell), 0.0) if cell is not None else (-1.0, round(letter["x0"] / 2))


def _word(letters: list[dict[str, Any]], turns: int) -> Word:
    size = max(float(letter["size"]) for letter in letters)
    lines: dict[int, list[dict[str, Any]]] = {}
    for letter in sorted(letters, key=lambda letter: turns * letter["x0"]):
        same = next((x for x in lines if abs(x - letter["x0"]) < _LINE * size), int(letter["x0"]))
        lines.setdefault(same, []).append(letter)
    text = " ".join(_line(line, turns, size) for line in lines.values())
    x0, top = (min(float(letter[side]) for letter in letters) for side in ("x0", "top"))
    x1, bottom = (max(float(letter[side]) for letter in letters) for side in ("x1", "bottom"))
    return Word(" ".join(text.split()), x0, x1, top, bottom, size, cell=letters[0].get("cell"))


def _line(letters: list[dict[str, Any]], turns: int, size: float) -> str:
    text, end = "", None
    for letter in sorted(letters, key=lambda letter: -turns * letter["top"]):
        start, finish = (letter["bottom"], letter["top"]) if turns > 0 else (letter["top"], letter["bottom"])
        text += (" " if end is not None and abs(start - end) > _BLANK * size else "") + letter["text"]
        end = finish
    return text


def filled_in(page: Any) -> Iterator[dict[str, Any]]:
    """What the fields of a form on a pdfplumber page hold, as a word in the middle of its field; a tick where a box is
    ticked."""
    size = median(float(letter["size"]) for letter in page.chars) if page.chars else 10.0
    for drawn in page.annots:
        text = _value(drawn["data"])
        if text:
            x0, x1, top, bottom = (float(drawn[side]) for side in ("x0", "x1", "top", "bottom"))
            middle = (top + bottom) / 2
            place = {"x0": x0, "x1": x1, "top": middle - size / 2, "bottom": middle + size / 2}
            yield {"text": text, "size": size, "fontname": "", "cell": None, **place}


def _value(field: dict[str, Any]) -> str:
    parent = resolve1(field.get("Parent")) or {}
    kind, value = (resolve1(field.get(key, parent.get(key))) for key in ("FT", "V"))
    name = getattr(kind, "name", None)
    if name == "Btn":
        state = getattr(resolve1(field.get("AS")), "name", "Off")
        return "" if state == "Off" else "✓"
    if name not in ("Tx", "Ch") or not isinstance(value, bytes | str):
        return ""
    return " ".join((decode_text(value) if isinstance(value, bytes) else value).split())
