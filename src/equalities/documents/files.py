"""Which reader takes which kind of file."""

import importlib
from pathlib import Path

from equalities.documents.blocks import Pages
from equalities.refusals import Refused

_FORMATS = "equalities.documents.formats"

# Imported when a file of the kind comes, since the readers of PDF and Word take longer to load than a text to read.
READERS = {
    ".md": "text",
    ".txt": "text",
}


def read_pages(path: Path, name: str | None = None) -> Pages:
    """The blocks of a file. `name` is what its owner calls it, where `path` is a copy under another name.

    Raises Refused with one sentence where the kind of file is not read, or the file is not what its name says.
    """
    name = name or path.name
    suffix = Path(name).suffix.lower()
    if suffix not in READERS:
        raise Refused(
            f"Files that end in {suffix or 'nothing'} are not read: save the plan as {_known()} and try again."
        )
    pages: Pages = importlib.import_module(f"{_FORMATS}.{READERS[suffix]}").read(path, name)
    return pages


def _known() -> str:
    *others, last = sorted(READERS)
    return f"{', '.join(others)} or {last}"
