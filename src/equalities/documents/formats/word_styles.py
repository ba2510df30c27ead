"""What Word keeps apart from the words: which styles are headings, and the numbers that it prints itself."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from equalities.documents.formats.package import Element, whole

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Label:
    """What Word prints before a paragraph of a list: a number such as "1.2", or "" for a bullet."""

    text: str
    is_bullet: bool
    depth: int = 0  # of lists inside lists


def value(element: Element | None, path: str) -> str | None:
    """The w:val of a descendant, None where either is absent."""
    found = None if element is None else element.find(path)
    return None if found is None else found.get(f"{W}val")


def is_on(element: Element | None, path: str) -> bool:
    """Whether a switch of Word's, such as w:tblHeader, is there and not turned off."""
    found = None if element is None else element.find(path)
    return found is not None and found.get(f"{W}val", "1") not in ("0", "false", "off", "none")


class Styles:
    """The paragraph styles of a document, by their id."""

    def __init__(self, root: Element | None):
        styles = [] if root is None else root.findall(f"{W}style")
        self._by_id = {style.get(f"{W}styleId"): style for style in styles}

    def heading_level(self, style_id: str | None) -> int | None:
        """1 for the highest heading and for a title; None for text."""
        for style in self._chain(style_id):
            name = (value(style, f"{W}name") or "").lower()
            outline = value(style, f"{W}pPr/{W}outlineLvl")
            if name == "title":
                return 1
            if match := re.fullmatch(r"heading (\d)", name):
                return int(match[1])
            if outline and outline.isdigit():
                return int(outline) + 1 if int(outline) < 9 else None
        return None

    @cached_property
    def striking(self) -> frozenset[str | None]:
        """The styles, of paragraphs and of characters, that strike through."""
        return frozenset(filter(self._strikes, self._by_id))

    def _strikes(self, style_id: str) -> bool:
        switches = [
            (style, f"{W}rPr/{W}{name}") for style in self._chain(style_id) for name in ("strike", "dstrike")
        ]
        said = (is_on(style, switch) for style, switch in switches if style.find(switch) is not None)
        return next(said, False)

    def number(self, style_id: str | None) -> Element | None:
        """The numbering that a style brings with it (w:numPr)."""
        numbers = (style.find(f"{W}pPr/{W}numPr") for style in self._chain(style_id))
        return next((number for number in numbers if number is not None), None)

    def _chain(self, style_id: str | None) -> list[Element]:
        """The style, the one it is based on, and so on; a circle ends where it began."""
        chain: list[Element] = []
        while style_id in self._by_id and self._by_id[style_id] not in chain:
            chain.append(self._by_id[style_id])
            style_id = value(chain[-1], f"{W}basedOn")
        return chain


class Numbering:
    """Counts the numbered paragraphs of a document as Word does, in reading order."""

    def __init__(self, root: Element | None):
        lists = [] if root is None else root.findall(f"{W}num")
        abstract = [] if root is None else root.findall(f"{W}abstractNum")
        by_id = {item.get(f"{W}abstractNumId"): item for item in abstract}
        self._lists = {item.get(f"{W}numId"): by_id.get(value(item, f"{W}abstractNumId")) for item in lists}
        self._counts: dict[str, Counter[int]] = {}

    def label(self, number: Element | None) -> Label | None:
        """The label of the next paragraph with this w:numPr; None where it is in no list."""
        list_id = value(number, f"{W}numId") or ""
        definition = self._lists.get(list_id)
        if definition is None:
            return None
        depth = whole(value(number, f"{W}ilvl"))
        levels = {whole(level.get(f"{W}ilvl")): level for level in definition.findall(f"{W}lvl")}
        if value(levels.get(depth), f"{W}numFmt") in (None, "bullet", "none"):
            return Label("", is_bullet=True, depth=depth)
        counts = self._advance(definition, depth)
        pattern = value(levels[depth], f"{W}lvlText") or ""
        return Label(
            re.sub(r"%(\d)", lambda match: _printed(levels, counts, int(match[1]) - 1), pattern),
            is_bullet=False,
        )

    def _advance(self, definition: Element, depth: int) -> Counter[int]:
        counts = self._counts.setdefault(definition.get(f"{W}abstractNumId"), Counter())
        counts[depth] += 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return counts


def _printed(levels: dict[int, Element], counts: Counter[int], depth: int) -> str:
    start = whole(value(levels.get(depth), f"{W}start"), otherwise=1)
    number = start + max(counts[depth], 1) - 1
    style = value(levels.get(depth), f"{W}numFmt")
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman"):
        return _roman(number).upper() if style == "upperRoman" else _roman(number)
    return str(number)


def _roman(number: int) -> str:
    numerals = (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    )
    text = ""
    for size, numeral in numerals:
        text += numeral * (number // size)
        number %= size
    return text
