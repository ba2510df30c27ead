"""The marks of Markdown inside a line: emphasis, links and code, made plain (CommonMark 0.31, chapter 6)."""

import re

_ANY = re.compile(r"[*_`\[\\<]")
_LINK = re.compile(
    r"!?\[(?P<words>[^\[\]]*)\](?:\((?:[^()\s]|\([^()\s]*\))*(?:\s+[\"'(][^\"')]*[\"')])?\)|\[[^\[\]]*\])"
)
_ADDRESS = re.compile(r"<(?P<address>(?:https?://|mailto:)[^<>\s]+|[\w.+-]+@[\w-]+\.[\w.-]+)>")
_NOTE = re.compile(r"\[\^[^\[\]\s]+\](?!:)")
_CODE = re.compile(r"(?<!`)(?P<fence>`{1,3})(?!`)\s?(?P<words>[^`]{1,400}?)\s?(?P=fence)(?!`)")
# Emphasis opens before a word and closes after one; an underscore inside a word ("due_date") is none. A mark that is
# not closed within so many letters is a mark no more, so that a text of any length is read in its own time.
_EMPHASIS = (
    re.compile(r"(?<![\\*])(?P<mark>\*{1,3})(?![\s*])(?P<words>[^*]{1,400}?)(?<![\s\\])(?P=mark)(?!\*)"),
    re.compile(
        r"(?<![\\\w])(?P<mark>_{1,3})(?![\s_])(?P<words>.{1,400}?)(?<![\s\\_])(?P=mark)(?!\w)", re.DOTALL
    ),
)
_ESCAPED = re.compile(r"\\(?P<mark>[!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """A text without the marks of Markdown; of a link its words stay, of a picture what it shows."""
    if not _ANY.search(text):
        return text
    text = _LINK.sub(r"\g<words>", _NOTE.sub("", text))
    text = _CODE.sub(r"\g<words>", _ADDRESS.sub(r"\g<address>", text))
    for emphasis in _EMPHASIS * 2:  # one may stand inside another
        text = emphasis.sub(r"\g<words>", text)
    return _ESCAPED.sub(r"\g<mark>", text)
