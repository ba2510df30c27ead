"""A plan out again, in the layout that it came in: the same lines and tables, as another kind of file."""

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from equalities.documents.blocks import Pages, Table
from equalities.documents.files import read_pages
from equalities.refusals import Refused

FORMATS = ("docx", "xlsx", "ods", "csv", "html")
_DATED = ("docx", "xlsx", "ods")  # which say when they were made


def write_pages(pages: Pages, kind: str, out: Path | BinaryIO, *, made_at: datetime) -> None:
    """Write a document to a path or a stream as `kind`, one of FORMATS. `made_at` is the moment that the file gives as
    its making.

    Reading what was written gives the same plan. Raises Refused for another kind, or where a text is longer than
    a cell of a workbook can be.
    """
    from equalities.documents import writers  # whose libraries take longer to load than most plans to read

    if kind not in FORMATS:
        raise Refused(
            "A plan cannot be written as .{kind}: choose one of {formats}.",
            kind=kind,
            formats=", ".join(FORMATS),
        )
    dated = {"made_at": made_at} if kind in _DATED else {}
    try:
        getattr(writers, f"write_{kind}")(pages, out, **dated)
    except OSError as error:
        raise Refused(
            "{out} cannot be written ({reason}): give another name or folder.", out=out, reason=error.strerror
        ) from None
    except ValueError as error:
        raise Refused(
            "This plan cannot be written as .{kind}: {error}. Choose another kind of file.",
            kind=kind,
            error=error,
        ) from None


def export(path: str, name: str, kind: str, out: str, made_at: str) -> int:
    """Read the plan at `path`, called `name`, and write it to `out`: what a child process does (equalities.sandbox).
    How many cells with words are shown that the document hides, since CSV cannot.

    `made_at` is an ISO moment. Raises Refused as `read_pages` and `write_pages` do.
    """
    pages = read_pages(Path(path), name)
    write_pages(pages, kind, Path(out), made_at=datetime.fromisoformat(made_at))
    return _hidden(pages) if kind == "csv" else 0


def _hidden(pages: Pages) -> int:
    tables = (block for block in pages.blocks if isinstance(block, Table))
    return sum(cell.hidden and not cell.is_blank for table in tables for row in table.rows for cell in row)
