"""Whether words stand in files: what a child process is asked, which reads them with limits."""

from collections.abc import Sequence
from pathlib import Path

from dueregard.redactions.file_text import texts_of
from dueregard.redactions.words import Words
from equalities.sandbox import more_time

SECONDS_A_FILE = 2  # of processor, beside what is left over from those before
HOLDS, CLEAR, UNREAD = (
    "holds",
    "clear",
    "unread",
)  # as FileSearch.Outcome, which a child without settings has not


def search(written: str, files: Sequence[tuple[str, str]]) -> list[str]:
    """HOLDS, CLEAR or UNREAD for each file: where it lies, and what its owner calls it."""
    words, found = Words(written), []
    for path, name in files:
        found.append(_search(words, Path(path), name))
        more_time(SECONDS_A_FILE)
    return found


def _search(words: Words, path: Path, name: str) -> str:
    is_read = True
    try:
        for text in texts_of(path, name):
            if text is None:
                is_read = False
            elif words.stand_in(text):
                return HOLDS
    except Exception:  # whatever a broken file does to a library, somebody must look at it
        return UNREAD
    return CLEAR if is_read else UNREAD
