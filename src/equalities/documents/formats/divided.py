"""Tables in plain text whose cells tabs or upright bars divide."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise

from equalities.documents.formats import closed
from equalities.documents.formats.markup import BULLETS
from equalities.documents.formats.plain import BROKEN, MOST_COLUMNS, Drawn, Line, Piece
from equalities.saying import to_say

SHORT = to_say(
    "This row has fewer cells than others, since a merged cell reaches over it or one is lost: see that each stands "
    "under its own heading"
)
_RULER = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-*:?\s*)+")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
_MARKED = re.compile(rf"\s*(?:[-–*o{BULLETS}]|\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})[.)])\t+[^\t]*\s*")
_ENTRY = re.compile(rf"[-–*{BULLETS}]\s")


def tables(lines: Sequence[Line]) -> Iterator[Line | Drawn]:
    """The tables in lines that follow one another, and the lines between them."""
    for mark, marked in groupby(_marks(lines), key=lambda marked: marked[0]):
        group = [line for _, line in marked]
        if mark is None:
            yield from group
        else:
            yield _by_tabs(group) if mark == "\t" else _by_bars(group)


def _marks(lines: Sequence[Line]) -> Iterator[tuple[str | None, Line]]:
    """Each line with what divides it into cells, if anything."""
    mark = None
    inside = closed.inside(lines)
    for line, following in pairwise(chain(lines, [Line("", 0, None)])):
        mark = "|" if line.number in inside else _mark(line.text, following.text, mark)
        yield mark, line


def _mark(line: str, following: str, before: str | None) -> str | None:
    if line.count("\t") > MOST_COLUMNS or line.count("|") > MOST_COLUMNS:
        return None
    if before == "\t" and line.strip() and ("\t" in line or "\t" in following.strip()):
        return "\t"  # with a line between two rows, which is the title of those that follow
    if before is None and _MARKED.fullmatch(line):
        return None  # an entry of a list, as Word copies it
    if "\t" in line.strip() or line.lstrip().count("\t") > 1:
        return "\t"
    if "|" not in line:
        return "|" if before == "|" and line[:1].islower() and "|" in following else None
    is_row = line.lstrip().startswith("|") or line.rstrip().endswith("|") or line.count("|") > 1
    return "|" if is_row or before == "|" or _RULER.fullmatch(following.strip()) else None


# Tabs


def _by_tabs(lines: Sequence[Line]) -> Drawn:
    columns = lines[0].text.count("\t") + 1
    rows, doubts, at = [], [], 0
    while at < len(lines):
        size = _lines_of_row(lines, at, columns)
        rows.append(_joined([_tabbed(line) for line in lines[at : at + size]]))
        doubts += [(BROKEN, lines[at])] if size > 1 else []
        at += size
    return Drawn(tuple(rows), lines, (), tuple(doubts))


def _tabbed(line: Line) -> list[Piece]:
    return [Piece(_unquoted(text), line) for text in line.text.split("\t")]


def _unquoted(text: str) -> str:
    """A cell without the quotation marks that a spreadsheet puts around it when it holds some, or line breaks."""
    inner = text[1:-1]
    is_quoted = len(text) > 1 and text[0] == text[-1] == '"' and ("\n" in inner or '""' in inner)
    return inner.replace('""', '"') if is_quoted else text


def _lines_of_row(lines: Sequence[Line], at: int, columns: int) -> int:
    """How many lines the row has that begins here: several where a list in a cell broke it, and its cells are then as
    many as the columns."""
    if not 0 < lines[at].text.count("\t") < columns - 1:
        return 1
    tabs, is_list = lines[at].text.count("\t"), False
    for end in range(at + 1, len(lines)):
        first, above = lines[end].text.split("\t")[0].strip(), lines[end - 1].text.split("\t")[-1].strip()
        is_list = is_list or bool(_ENTRY.match(first) and _ENTRY.match(above)) or first[:1].islower()
        following = tabs + lines[end].text.count("\t")
        if following > columns - 1 or (first and _NUMBER.fullmatch(first)):
            return end - at if tabs == columns - 1 and is_list else 1
        tabs = following
    return len(lines) - at if tabs == columns - 1 and is_list else 1


def _joined(parts: Sequence[Sequence[Piece]]) -> tuple[Piece, ...]:
    """The cells of a row from its lines: the first of a line goes on from the last of the line before."""
    first, *others = parts
    row = list(first)
    for pieces in others:
        row[-1] = Piece(f"{row[-1].text}\n{pieces[0].text}", row[-1].line)
        row += pieces[1:]
    return tuple(row)


# Bars


def _by_bars(lines: Sequence[Line]) -> Drawn:
    rulers = [line for line in lines if _is_ruler(line)]
    width = max((len(_barred(line)) for line in rulers), default=0)
    one_by_one = sum(
        line.text.rstrip().endswith("|") and not line.text.lstrip().startswith("|") for line in lines
    )
    if width > 2 and one_by_one > len(lines) / 2:
        rows = _beside_numbers(_stack(lines, width))
        return Drawn(rows, lines, (), tuple((SHORT, line) for line in _short(rows)))
    if width == 0 and (whole := closed.rows(lines)):
        broken = [row[0].line for row in whole if _on_several_lines(row) and not _on_several_lines(whole[0])]
        return Drawn(whole, lines, (), tuple((BROKEN, line) for line in broken))
    return _in_rows(lines, width)


def _in_rows(lines: Sequence[Line], width: int) -> Drawn:
    """One row a line, those put together that a converter broke between two words."""
    rows: list[tuple[Piece, ...]] = []
    broken: list[Line] = []
    for line in lines:
        pieces = _barred(line)
        if "|" not in line.text or (rows and width > 0 and _goes_on(rows[-1], pieces, width)):
            above = rows.pop()
            rows.append(
                (
                    *above[:-1],
                    Piece(f"{above[-1].text.strip()} {pieces[0].text}", above[-1].line),
                    *pieces[1:],
                )
            )
            broken.append(above[0].line)
        else:
            rows.append(tuple(pieces))
    return Drawn(tuple(rows), lines, (), tuple((BROKEN, line) for line in dict.fromkeys(broken)))


def _on_several_lines(row: Sequence[Piece]) -> bool:
    return len({piece.line.number for piece in row if piece.text.strip()}) > 1


def _goes_on(above: Sequence[Piece], pieces: Sequence[Piece], width: int) -> bool:
    """Whether a line has the cells that the row above lacks, which ends in the middle of one."""
    is_open = 1 < len(above) < width and not above[-1].line.text.rstrip().endswith("|")
    return is_open and len(above) + len(pieces) - 1 == width


def _is_ruler(line: Line) -> bool:
    return _RULER.fullmatch(line.text.strip()) is not None


def _barred(line: Line) -> list[Piece]:
    """The cells of a row whose outer bars may be missing."""
    text = line.text.strip().removeprefix("|").removesuffix("|")
    return [Piece(cell.replace("\\|", "|"), line) for cell in closed.BAR.split(text)]


def _stack(lines: Sequence[Line], width: int) -> tuple[tuple[Piece, ...], ...]:
    """Rows of `width` cells from a table written one cell a line, each cell closed by a bar."""
    rows: list[list[Piece]] = []
    begun: list[Line] = []
    for line in lines:
        if _is_ruler(line):
            rows.append(_barred(line))
            continue
        begun.append(line)
        if "|" not in line.text:
            continue
        for piece in closed.cells(begun):
            if not rows or len(rows[-1]) >= width:
                rows.append([])
            rows[-1].append(piece)
        begun = []
    return tuple(map(tuple, rows))


def _beside_numbers(rows: Sequence[tuple[Piece, ...]]) -> tuple[tuple[Piece, ...], ...]:
    """Rows whose first column, of numbers, has no heading of its own: where one heading stood over it and the next, all
    headings come a column too early, and the last has none."""
    head, *body = rows
    full = [row for row in body if row[-1].text.strip() and not _is_ruler(row[0].line)]
    is_early = head[0].text.strip() and not head[-1].text.strip() and len(head) > 1
    if is_early and full and all(_NUMBER.fullmatch(row[0].text.strip()) for row in full):
        return ((Piece("", head[0].line), *head[:-1]), *body)
    return tuple(rows)


def _short(rows: Sequence[Sequence[Piece]]) -> Iterator[Line]:
    """The rows that lack cells at their end: those that a merged cell reaches over have none for it. Of two columns of
    numbers the first may be merged, which is told by the numbers."""
    sizes = [len("|".join(piece.text.strip() for piece in row).rstrip("|").split("|")) for row in rows]
    full = [row for row, size in zip(rows, sizes, strict=True) if size == max(sizes)]
    are_numbered = (
        all(_NUMBER.fullmatch(piece.text.strip()) for row in full[1:] for piece in row[:2]) and full[1:]
    )
    for row, size in zip(rows, sizes, strict=True):
        is_number = are_numbered and _NUMBER.fullmatch(row[0].text.strip())
        if 1 < size < max(sizes) - bool(is_number):
            yield row[0].line
