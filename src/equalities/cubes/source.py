"""A file from outside, whatever it is, as one table of text that DuckDB can count."""

import codecs
import csv
import io
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from equalities.cubes import sheets
from equalities.cubes.notes import notes_below
from equalities.refusals import Refused

CHUNK = 1 << 20
MOST_COLUMNS = 1_000
OLE = b"\xd0\xcf\x11\xe0"
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the first half of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOUGHTS_APART = 0.3
"""The share of a text's pairs of bytes from which on a nought in the same half of each says that it is UTF-16 without a
mark: plain letters, figures and separators have one."""

KINDS = {
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".xlsx": "sheet",
    ".ods": "sheet",
    ".parquet": "parquet",
}


@dataclass(frozen=True)
class Source:
    """A table at rest: its file, its headings as shown to people, and how DuckDB reads it. `delimiter` is
    None for Parquet."""

    path: Path
    headings: tuple[str, ...]
    delimiter: str | None


@contextmanager
def source(path: Path, sheet: str | None = None) -> Iterator[Source]:
    """Open CSV (any usual encoding, separator and line end), XLSX, ODS or Parquet. A copy in UTF-8 is made
    where DuckDB could not read the file as it is, and removed afterwards. Raises Refused in one sentence."""
    kind = _kind(path)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "rows.csv"
        if kind == "parquet":
            yield Source(path, (), None)
        elif kind == "sheet":
            sheets.write_csv(path, copy, sheet)
            yield Source(copy, _headings(copy, Shape(",", 0))[0], ",")
        else:
            text = _as_utf8(path, copy)
            shape = _shape(text)
            headings, above = _headings(text, shape)
            notes = notes_below(text, shape.delimiter, shape.columns)
            if above or notes:
                text = _between(text, above, notes, Path(folder) / "table.csv")
            yield Source(text, headings, shape.delimiter)


def _kind(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refused("This file is empty: upload the one that has the rows.")
    found = _found(path, start)
    named = KINDS.get(path.suffix.casefold(), found)
    if named != found:
        raise Refused(
            "This file is not what its name says ({suffix}): save it again in that format.",
            suffix=path.suffix,
        )
    return found


def _found(path: Path, start: bytes) -> str:
    if start.startswith(OLE):
        if path.suffix.casefold() in (".xlsx", ".ods"):
            raise Refused(
                "This workbook is protected by a password: remove it and upload the workbook again."
            )
        raise Refused("This is an old .xls workbook: open it, save it as .xlsx and upload that.")
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"PK"):
        return "sheet"
    if b"\x00" in start and _named(start) is None:
        raise Refused("This is not a table of text: save it as .csv or .xlsx and upload that.")
    return "text"


def _as_utf8(path: Path, copy: Path) -> Path:
    """The file itself where it is UTF-8 with one usual line end throughout, otherwise a copy that is.

    DuckDB takes the first line end it meets for all: a heading of two lines in a Windows file would lose rows.
    """
    encoding = _marked(path)
    if encoding is None:
        found = _scanned(path)
        if found.is_utf8 and found.has_even_line_ends:
            return path
        encoding = "utf-8" if found.is_utf8 else "cp1252"
    try:
        with (
            path.open(encoding=encoding, newline=None) as old,
            copy.open("w", encoding="utf-8", newline="\n") as new,
        ):
            while text := old.read(CHUNK):
                new.write(text)
    except UnicodeError:
        raise Refused(
            "The letters in this file cannot be read: save it as CSV UTF-8 and upload that."
        ) from None
    return copy


@dataclass(frozen=True)
class Scan:
    """A file looked through byte by byte."""

    is_utf8: bool
    has_even_line_ends: bool  # all those of Unix, or all those of Windows


def _scanned(path: Path) -> Scan:
    """One pass, quick over what most files are: plain letters and the line ends of Unix."""
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    unix, returns, feeds, both, last = False, 0, 0, 0, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            decoder = decoder and _decoded(decoder, chunk)
            if b"\r" in chunk:
                returns, feeds = returns + chunk.count(b"\r"), feeds + chunk.count(b"\n")
                both += chunk.count(b"\r\n")
            else:
                unix = unix or b"\n" in chunk[1 if last == b"\r" else 0 :]
                feeds += last == b"\r" and chunk[:1] == b"\n"
            both += last + chunk[:1] == b"\r\n"
            last = chunk[-1:]
    whole = decoder is not None and _decoded(decoder, b"", final=True) is not None
    return Scan(whole, returns == 0 or (not unix and returns == feeds == both))


def _decoded(
    decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False
) -> codecs.IncrementalDecoder | None:
    """The decoder once it has read the chunk; None where the chunk is not in its encoding."""
    if not final and chunk.isascii() and not decoder.getstate()[0]:  # plain letters are the same in all
        return decoder
    try:
        decoder.decode(chunk, final=final)
    except UnicodeDecodeError:
        return None
    return decoder


def _marked(path: Path) -> str | None:
    """The encoding that the file's first bytes name or show, if they do."""
    with path.open("rb") as file:
        return _named(file.read(4096))


def _named(start: bytes) -> str | None:
    """The encoding that a mark names, or UTF-16 where the noughts among the bytes show it."""
    marked = next((name for mark, name in MARKS if start.startswith(mark)), None)
    if marked is not None or b"\x00" not in start:
        return marked
    first, second = (half.count(0) for half in (start[::2], start[1::2]))
    if max(first, second) < NOUGHTS_APART * len(start) / 2 or min(first, second):
        return None
    return "utf-16-be" if first else "utf-16-le"


@dataclass(frozen=True)
class Shape:
    """The separator of a file, and how many columns most of its first lines have."""

    delimiter: str
    columns: int


def _shape(path: Path) -> Shape:
    """The separator that cuts most of the first lines into the same number of columns, and into most. Where none does,
    there is one column, and the separator is the sign that stands in the fewest of its lines."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = file.read(1 << 16)
    lines = start.splitlines(keepends=True)
    whole = "".join(lines[:50] if len(lines) > 1 else lines)
    widths = {each: _widths(whole, each) for each in ",;\t|"}
    found = {each: _usual(widths[each]) for each in widths}
    best = max(found, key=lambda each: found[each])
    if found[best][1] == 0:
        best = min(widths, key=lambda each: sum(width > 1 for width in widths[each]))
    return Shape(best, found[best][1])


def _widths(text: str, delimiter: str) -> list[int]:
    return [len(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]


def _usual(widths: Sequence[int]) -> tuple[int, int]:
    """How many lines have the commonest number of columns above one, and that number; none of either where neither the
    first line nor most others are cut: the sign then stands between words."""
    rows, width = max(((n, width) for width, n in Counter(widths).items() if width > 1), default=(0, 0))
    return (0, 0) if rows and widths[0] == 1 and 2 * rows < len(widths) else (rows, width)


def _headings(path: Path, shape: Shape) -> tuple[tuple[str, ...], int]:
    """The headings, and how many lines of titles stand above them. Raises Refused where there is no row below them."""
    above, first = 0, None
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=shape.delimiter)
        try:
            for row in reader:
                if first is not None:
                    break
                if _is_title(row, shape.columns):
                    above = reader.line_num
                else:
                    first = row
            else:
                raise Refused("This file has a heading row and no rows below it.")
        except csv.Error:
            raise Refused("This is not a table of text: save it as .csv or .xlsx and upload that.") from None
    if len(first or ()) > MOST_COLUMNS:
        raise Refused(
            "This file has over {most:,} columns: keep those that are to be counted by.", most=MOST_COLUMNS
        )
    return distinct(first or ()), above


def _between(path: Path, above: int, notes: int, copy: Path) -> Path:
    """A copy without its first lines and its last bytes. DuckDB would count a title of two lines as one, and take a
    note for a row that is broken."""
    with path.open("rb") as old, copy.open("wb") as new:
        for _ in range(above):
            old.readline()
        shutil.copyfileobj(old, new, CHUNK)
        new.truncate(new.tell() - notes)
    return copy


def _is_title(row: Sequence[str], columns: int) -> bool:
    """Whether a row above the table is blank, or one cell of words where most rows have several."""
    filled = [cell.strip() != "" for cell in row]
    return not any(filled) or (columns > len(row) == 1) or (columns > 2 and filled[0] and sum(filled) == 1)


def distinct(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings without spaces at their ends; a blank one is "column 3". Where several are the same, each has its
    number, the first too: "Sex (1)", "Sex (2)"."""
    plain = [" ".join(heading.split()) or f"column {place}" for place, heading in enumerate(headings, 1)]
    taken = Counter(plain)
    named: dict[str, None] = {}
    for heading in plain:
        tries = [heading] if taken[heading] == 1 else (f"{heading} ({again})" for again in count(1))
        named[
            next(name for name in tries if name not in named and (name == heading or name not in taken))
        ] = None
    return tuple(named)
