"""A file from outside, whatever it is, as one table of text that DuckDB can count."""

import codecs
import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from equalities.cubes import sheets
from equalities.refusals import Refused

CHUNK = 1 << 20
OLE = b"\xd0\xcf\x11\xe0"
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
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
            yield Source(copy, _headings(copy, ","), ",")
        else:
            text = _as_utf8(path, copy)
            delimiter = _delimiter(text)
            yield Source(text, _headings(text, delimiter), delimiter)


def _kind(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refused("This file is empty: upload the one that has the rows.")
    found = _found(path, start)
    named = KINDS.get(path.suffix.casefold(), found)
    if named != found:
        raise Refused(f"This file is not what its name says ({path.suffix}): save it again in that format.")
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
    if b"\x00" in start and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
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
    """The encoding that the file's first bytes name, if they name one."""
    with path.open("rb") as file:
        start = file.read(4)
    return next((name for mark, name in MARKS if start.startswith(mark)), None)


def _delimiter(path: Path) -> str:
    """The separator that cuts the first lines into most columns, the same number in each."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = file.read(1 << 16)
    lines = start.splitlines(keepends=True)
    whole = "".join(lines[:50] if len(lines) > 1 else lines)

    def columns(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(whole), delimiter=delimiter) if row]
        return (widths.count(widths[0]) if widths and widths[0] > 1 else 0, widths[0] if widths else 0)

    return max(",;\t|", key=columns)


def _headings(path: Path, delimiter: str) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        try:
            first, second = next(reader, []), next(reader, None)
        except csv.Error:
            raise Refused("This is not a table of text: save it as .csv or .xlsx and upload that.") from None
    if second is None:
        raise Refused("This file has a heading row and no rows below it.")
    return distinct(first)


def distinct(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings without spaces at their ends; a blank one is "column 3", a repeat gets " (2)"."""
    named: list[str] = []
    for place, heading in enumerate(headings, 1):
        name = " ".join(heading.split()) or f"column {place}"
        repeats = sum(each == name or each.startswith(f"{name} (") for each in named)
        named.append(f"{name} ({repeats + 1})" if name in named else name)
    return tuple(named)
