"""What reading a plan costs in the files that people have: seconds of processor and the most memory, a process each.

python -m benchmarks.files
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from equalities.documents.blocks import Cell, Pages, Paragraph, Source, Table
from equalities.documents.formats.tests.pdf_maker import PdfPage, pdf
from equalities.documents.writers import write_docx, write_xlsx
from equalities.sandbox import run_limited

MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = ("Ref", "Objective", "Action", "Lead", "Timescale", "Status")
MONTHS = ("March", "June", "September", "December")
LEADS = ("Head of Housing", "Director of Place", "HR Manager")
ROWS_A_PAGE = 10  # of a printed plan
XS, TOP, HIGH = (20, 60, 160, 300, 390, 480, 575), 60, 60  # points
# The kind of file, what it holds, how it is made, and the seconds that issue 3 allows.
FILES: list[tuple[str, str, int, int]] = [
    (".docx", "200 pages", 200 * ROWS_A_PAGE, 5),
    (".xlsx", "10,000 rows", 10_000, 2),
    (".pdf", "120 pages", 120 * ROWS_A_PAGE, 30),
]


def row(number: int) -> tuple[str, ...]:
    action = f"Review how people reach service {number}"
    due = f"By {MONTHS[number % 4]} {2024 + number % 3}"
    return (str(number), f"Make service {number // 20} fair", action, LEADS[number % 3], due, "On target")


def blocks(rows: int) -> Pages:
    """One table, of the rows and their headings."""
    texts = [HEAD, *map(row, range(1, rows + 1))]
    cells = tuple(
        tuple(
            Cell(text, Source("plan", table=1, row=at, column=column), is_head=at == 1)
            for column, text in enumerate(line, start=1)
        )
        for at, line in enumerate(texts, start=1)
    )
    return Pages(
        (
            Paragraph("Fair Borough Action Plan 2024-2027", Source("plan"), 1),
            Table(cells, Source("plan", table=1)),
        )
    )


def page(first: int) -> PdfPage:
    texts = [HEAD, *([_broken(text) for text in row(number)] for number in range(first, first + ROWS_A_PAGE))]
    return PdfPage().table(XS, [TOP + HIGH * at for at in range(ROWS_A_PAGE + 2)], texts)


def _broken(text: str) -> str:
    """A text on lines as short as a column of a page is wide."""
    words, lines = text.split(), [""]
    for word in words:
        lines = [*lines[:-1], f"{lines[-1]} {word}".strip()] if len(lines[-1]) < 12 else [*lines, word]
    return "\n".join(lines)


def write(path: Path, rows: int) -> None:
    if path.suffix == ".pdf":
        path.write_bytes(pdf(*(page(first) for first in range(1, rows, ROWS_A_PAGE))))
    else:
        writer: Callable[..., None] = write_docx if path.suffix == ".docx" else write_xlsx
        writer(blocks(rows), path, made_at=MADE_AT)


def read_here(path: str) -> None:
    """Read a plan as `dueregard plan read --json` does, and say what the child took, with its start and its JSON."""
    plan = json.loads(run_limited("equalities.documents:read_as_json", path))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps([len(plan["actions"]), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))


def main() -> None:
    print(f"{'file':<22}{'actions':>9}{'processor':>12}{'allowed':>10}{'memory':>11}")
    with tempfile.TemporaryDirectory() as folder:
        for suffix, holds, rows, allowed in FILES:
            path = Path(folder) / f"plan{suffix}"
            write(path, rows)
            command = [
                sys.executable,
                "-c",
                f"from benchmarks.files import read_here; read_here({str(path)!r})",
            ]
            done = subprocess.run(command, capture_output=True, check=True)
            actions, seconds, megabytes = json.loads(done.stdout)
            said = f"{seconds:.1f} s"
            print(
                f"{suffix + ', ' + holds:<22}{actions:>9,}{said:>12}{f'{allowed} s':>10}{megabytes:>8.0f} MB"
            )


if __name__ == "__main__":
    main()
