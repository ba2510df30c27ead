"""Text that holds scraps of HTML or Markdown, as converters leave them, made plain without losing what they mark."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import NamedTuple

from equalities.saying import say

BULLETS = "•▪▫◦●○■□♦◆➢➤✓✔‣⁃∙·\uf0b7\uf0a7"
_TAG = re.compile(
    r"</?(?:a|b|br|del|div|em|i|li|ol|p|s|span|strike|strong|sub|sup|u|ul)\b[^<>]*>", re.IGNORECASE
)
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+)(?<=\S)\*(?![\w*])")
_STRUCK = re.compile(r"~~(?=\S)((?:(?!~~).)+)(?<=\S)~~", re.DOTALL)
_BULLET = re.compile(rf"(?:^|(?<=\s))[{BULLETS}](?=\s)")
_OPENING_BULLET = re.compile(rf"^[{BULLETS}][^\S\n]+(?!.*[^\S\n][{BULLETS}]\s)", re.MULTILINE)
_INVISIBLE = "\u00ad\u200b\u200c\u2060\ufeff"  # soft hyphens, and blanks without width
_ANY_MARK = re.compile(rf"[<*~\n\t\xa0{_INVISIBLE}{BULLETS}]|  ")
_NONE = str.maketrans("", "", _INVISIBLE)
_BLANKS = re.compile(r"[ \t\xa0]+")


class Marked(NamedTuple):
    """Plain `text`, with the entries of its list, the phrases underlined in it, and those that were struck through,
    which are not in it."""

    text: str
    items: tuple[str, ...] = ()
    underlined: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()


STRUCK_TAGS = frozenset({"s", "strike", "del"})


def short(text: str) -> str:
    """A text as a sentence about it names it."""
    return text if len(text) <= 80 else f"{text[:79]}…"


def struck_out(phrase: str) -> str:
    """What is said of a phrase that is struck through, which is not the plan."""
    return say("“{words}” is struck through, and is read as removed", words=short(phrase))


def phrases(written: Iterable[str]) -> tuple[str, ...]:
    """Pieces of text on one line each, without those that are blank."""
    return tuple(phrase for each in written if (phrase := " ".join(each.split())))


def unmark(written: str) -> Marked:
    """Take the marks off a piece of text: HTML tags, pairs of asterisks, bullets; what is struck through goes.

    A list whose entries have lost their marks (`<ul>` without `<li>`) comes back as one item.
    """
    if not _ANY_MARK.search(written):  # nearly every cell of a large workbook
        return Marked(written.strip())
    written = _STRUCK.sub(r"<s>\1</s>", _ITALIC.sub(r"\1", _BOLD.sub(r"\1", written)))
    if not _TAG.search(written):
        text = tidy(written)
        return Marked(without_bullets(text), _bulleted(text))
    parser = _Parser()
    parser.feed(written)
    parser.close()
    return parser.marked()


def tidy(text: str) -> str:
    """Runs of blanks as one, none at the ends of lines, no empty lines, nothing that cannot be seen."""
    lines = (_BLANKS.sub(" ", line).strip() for line in visible(text).split("\n"))
    return "\n".join(line for line in lines if line)


def visible(text: str) -> str:
    """The text without characters that cannot be seen, such as soft hyphens."""
    return text.translate(_NONE)


def without_bullets(text: str) -> str:
    """The text without the bullets that open its lines; one in the middle of a line parts two entries, and stays."""
    return _OPENING_BULLET.sub("", text)


def _bulleted(text: str) -> tuple[str, ...]:
    """What stands behind each bullet; nothing where there is none."""
    return tuple(entry.strip() for entry in _BULLET.split(text)[1:] if entry.strip())


class _Parser(HTMLParser):
    """Collects text, list entries and underlined phrases; does not mind tags that are never closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text: list[str] = []
        self._items: list[str] = []
        self._underlined: list[str] = []
        self._in_list = False
        self._in_underline = False
        self._struck: list[str] = []
        self._striking: list[str] = []  # the tags that strike through, as far as they are open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in {"ul", "ol", "li"}:
            self._items.append("")
            self._in_list = True
        if tag in {"br", "p", "div", "li"}:
            self.handle_data("\n")
        if tag == "u":
            self._underlined.append("")
            self._in_underline = True
        if tag in STRUCK_TAGS:
            self._struck.append("")
            self._striking.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._in_list = False
        if tag == "u":
            self._in_underline = False
        if tag in self._striking:
            self._striking.remove(tag)

    def handle_data(self, data: str) -> None:
        if self._striking:
            self._struck[-1] += data
            return
        self._text.append(data)
        if self._in_list:
            self._items[-1] += data
        if self._in_underline:
            self._underlined[-1] += data

    def marked(self) -> Marked:
        entries = [tidy(item) for item in self._items]
        items = [part for entry in entries for part in (_bulleted(entry) or (entry,)) if part]
        return Marked(
            without_bullets(tidy("".join(self._text))),
            tuple(items),
            tuple(filter(None, map(tidy, self._underlined))),
            phrases(self._struck),
        )
