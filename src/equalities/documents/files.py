"""Which reader takes which kind of file."""

import importlib
from pathlib import Path

from equalities.documents.blocks import Pages
from equalities.documents.formats.kinds import MEGABYTES, reader_suffix

_FORMATS = "equalities.documents.formats"

# Imported when a file of the kind comes, since the readers of PDF and Word take longer to load than a text to read.
READERS = {
    ".csv": "delimited",
    ".docx": "word",
    ".html": "web",
    ".md": "text",
    ".ods": "sheets",
    ".pdf": "pdf",
    ".tsv": "delimited",
    ".txt": "text",
    ".xlsx": "sheets",
}


def read_pages(path: Path, name: str | None = None, *, megabytes: int = MEGABYTES) -> Pages:
    """The blocks of a file. `name` is what its owner calls it, where `path` is a copy under another name;
    `megabytes` the most that is read.

    Raises Refused with one sentence where the kind of file is not read, or the file is not what its name says.
    """
    name = name or path.name
    module = READERS[reader_suffix(path, name, megabytes=megabytes)]
    pages: Pages = importlib.import_module(f"{_FORMATS}.{module}").read(path, name)
    return pages
