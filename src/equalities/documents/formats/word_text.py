"""One paragraph of Word as a reader sees it: its words, what is underlined, what was changed, what floats on it."""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from equalities.documents.formats.markup import phrases, short, visible
from equalities.documents.formats.package import Element, whole
from equalities.documents.formats.word_styles import W, is_on, value
from equalities.saying import say

# Symbol fonts keep letters where they draw ticks and bullets.
SYMBOLS = {
    "F0B7": "•", "F0A7": "▪", "F0FC": "✓", "F0FB": "✗", "F0FE": "☑", "F0FD": "☒", "F0A8": "☐", "F06F": "☐",
    "F0E0": "→", "F0F0": "→", "F050": "✓", "F04F": "✗", "F0D8": "▪", "F0D7": "•",
}  # fmt: skip
POINTS_PER_CM = 28.35
EMU_PER_CM = 360_000


class Look(NamedTuple):
    """How a run of text looks, as far as that says something."""

    is_underlined: bool = False
    is_struck: bool = False


PLAIN = Look()


@dataclass
class Words:
    """A paragraph: `chunks` are runs of text with the look of each; `boxes` the text boxes that hang
    on it; `changes` one sentence for each tracked change; `pictures` their widths and heights in centimetres;
    `unread` what kinds of object it holds that have no words; `striking` the styles that strike through."""

    chunks: list[tuple[str, Look]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    pictures: list[tuple[float, float]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    pages_turned: int = 0
    striking: Container[str | None] = ()

    @property
    def text(self) -> str:
        lines = "".join(text for text, look in self.chunks if not look.is_struck).split("\n")
        return visible("\n".join(re.sub(r"[ \t\xa0]+", " ", line).strip() for line in lines).strip())

    @property
    def underlined(self) -> tuple[str, ...]:
        """The underlined phrases; blanks between two underlined runs do not part them."""
        current = [(text, look) for text, look in self.chunks if not look.is_struck]
        marked = "".join(f"\0{text}\0" if look.is_underlined else text for text, look in current)
        return phrases(re.sub(r"\0(\s*)\0", r"\1", marked).split("\0")[1::2])

    @property
    def struck(self) -> tuple[str, ...]:
        """The phrases that are struck through."""
        runs = groupby(self.chunks, key=lambda chunk: chunk[1].is_struck)
        return phrases("".join(text for text, _ in run) for is_struck, run in runs if is_struck)


def local_name(element: Element) -> str:
    return etree.QName(element).localname


def read_words(paragraph: Element, striking: Container[str | None] = ()) -> Words:
    """Everything a w:p holds, tracked changes read as accepted. What has a style of `striking` is struck through."""
    words = Words(striking=striking)
    _walk(paragraph, words, Look(is_struck=value(paragraph, f"{W}pPr/{W}pStyle") in striking))
    return words


def children(element: Element) -> list[Element]:
    """The content of a block in reading order, with the wrappers that Word puts round it taken off.

    Deleted and moved-away content is left out; of two alternatives the first stands.
    """
    content: list[Element] = []
    for child in element:
        name = local_name(child)
        if name in ("sdtContent", "sdt", "customXml", "ins", "moveTo", "smartTag", "Choice"):
            content += children(child)
        elif name == "AlternateContent":
            content += [block for choice in child[:1] for block in children(choice)]
        elif name not in ("del", "moveFrom", "Fallback", "sdtPr", "sdtEndPr"):
            content.append(child)
    return content


def _walk(element: Element, words: Words, look: Look) -> None:
    for child in element:
        name = local_name(child)
        if name == "r":
            _walk(child, words, _look(child, words.striking, is_struck=look.is_struck))
        elif name in ("ins", "moveTo"):
            _inserted(child, words, look)
        elif name in ("del", "moveFrom"):
            _removed(child, words)
        elif name in ("t", "tab", "br", "cr", "noBreakHyphen", "sym", "lastRenderedPageBreak"):
            _character(child, name, words, look)
        elif name in ("drawing", "pict", "object"):
            _object(child, words)
        elif name == "AlternateContent":
            for choice in child[:1]:
                _walk(choice, words, look)
        elif name not in ("pPr", "rPr", "Fallback", "instrText", "delText", "sdtPr"):
            _walk(child, words, look)


def _look(run: Element, striking: Container[str | None], *, is_struck: bool) -> Look:
    """How a run looks: what it says of itself, else its style, else the paragraph that `is_struck` or not."""
    own = [switch for name in ("strike", "dstrike") if run.find(switch := f"{W}rPr/{W}{name}") is not None]
    if own:
        is_struck = any(is_on(run, switch) for switch in own)
    elif value(run, f"{W}rPr/{W}rStyle") in striking:
        is_struck = True
    return Look(is_on(run, f"{W}rPr/{W}u"), is_struck)


def _character(element: Element, name: str, words: Words, look: Look) -> None:
    if name == "lastRenderedPageBreak":
        words.pages_turned += 1
        return
    turns = element.get(f"{W}type") in ("page", "column")
    spoken = {
        "t": element.text or "",
        "tab": " ",
        "br": " " if turns else "\n",
        "cr": "\n",
        "noBreakHyphen": "-",
        "sym": SYMBOLS.get((element.get(f"{W}char") or "").upper(), "□"),
    }
    words.chunks.append((spoken[name], look))


def _inserted(element: Element, words: Words, look: Look) -> None:
    before = len(words.chunks)
    _walk(element, words, look)
    added = "".join(text for text, look in words.chunks[before:] if not look.is_struck).strip()
    if added:
        words.changes.append(
            say("“{words}” was added as a tracked change, and is read as accepted", words=short(added))
        )


def _removed(element: Element, words: Words) -> None:
    gone = "".join(element.itertext(f"{W}delText", f"{W}t")).strip()
    if gone:
        words.changes.append(
            say("“{words}” was struck out as a tracked change, and is read as removed", words=short(gone))
        )


def _object(element: Element, words: Words) -> None:
    boxes = list(element.iter(f"{W}txbxContent"))
    words.boxes += [box for box in boxes if not any(outer in boxes for outer in box.iterancestors())]
    names = {local_name(part) for part in element.iter()}
    if "OLEObject" in names:
        words.unread.append(say("an embedded file"))
    elif names & {"relIds", "chart"}:
        words.unread.append(say("a diagram or chart"))
    elif names & {"pic", "imagedata"}:
        words.pictures.append(_size(element))


def _size(element: Element) -> tuple[float, float]:
    """Width and height in centimetres, from either of Word's two ways to draw; 0 where it does not say."""
    for part in element.iter():
        if local_name(part) == "extent":
            return whole(part.get("cx")) / EMU_PER_CM, whole(part.get("cy")) / EMU_PER_CM
        style = dict(re.findall(r"(width|height):([\d.]+)pt", part.get("style") or ""))
        if style:
            return float(style.get("width", 0)) / POINTS_PER_CM, float(style.get("height", 0)) / POINTS_PER_CM
    return 0.0, 0.0
