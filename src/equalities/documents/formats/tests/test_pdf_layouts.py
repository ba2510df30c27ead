"""PDFs laid out as bodies publish them: without rules, with some, shaded, side by side, turned; each made here."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from equalities.documents.blocks import Pages, Paragraph, Table
from equalities.documents.formats import pdf
from equalities.documents.formats.pdf_letters import as_meant
from equalities.documents.formats.tests.pdf_maker import PdfPage
from equalities.documents.formats.tests.pdf_maker import pdf as made

HEAD = ("Ref", "Action", "Lead", "By when")
XS = (50, 85, 300, 420)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Pages]:
    def read_made(*pages: PdfPage, content: bytes = b"") -> Pages:
        path = tmp_path / "upload"
        path.write_bytes(content or made(*pages))
        return pdf.read(path, "plan.pdf")

    return read_made


def texts(pages: Pages) -> list[list[list[str]]]:
    """The rows of each table, each cell on one line."""
    tables = [block for block in pages.blocks if isinstance(block, Table)]
    return [[[" ".join(cell.text.split()) for cell in row] for row in table.rows] for table in tables]


def lines(pages: Pages) -> list[str]:
    return [block.text for block in pages.blocks if isinstance(block, Paragraph)]


def problems(pages: Pages) -> list[tuple[str, int | None, bool]]:
    return [(problem.what, problem.source.row, problem.kept) for problem in pages.problems]


def test_heads_of_two_lines_and_columns_a_letter_apart(read) -> None:
    rows = [
        ("Equality\nobjective", "Key\nactions", "Lead\nofficer", "Target\ndate"),
        ("Fair pay", "Publish the pay gap and say\nwhy it is there", "Head of Human\nResources", "May 2027"),
        ("", "Ask why people leave", "Chief Executive", "30 September\n2027"),
        ("Open doors", "Audit the entrances of all\nlibraries", "Access Officer", "Ongoing"),
    ]
    ((head, *body),) = texts(read(PdfPage().rows((50, 114, 252, 330), 100, rows)))
    assert head == ["Equality objective", "Key actions", "Lead officer", "Target date"]
    assert body == [[cell.replace("\n", " ") for cell in row] for row in rows[1:]]


@pytest.mark.parametrize("shaded", [(0,), (0, 2, 4), (1, 3)])
def test_shaded_heads_and_every_second_row_shaded(read, shaded: Sequence[int]) -> None:
    rows = [HEAD, *((f"1.{at}", f"Review policy {at}", "Legal", f"May 203{at}") for at in range(1, 5))]
    page = PdfPage()
    for at in shaded:
        for left, right in ((45, 80), (80, 295), (295, 415), (415, 540)):
            page.shade(left, 86 + 20 * at, right, 106 + 20 * at)
    assert texts(read(page.rows(XS, 100, rows))) == [[list(row) for row in rows]]


def test_a_title_among_rows_without_rules_is_a_cell_over_all_columns(read) -> None:
    page = PdfPage().rows(XS, 100, [HEAD, ("Objective 1: services that everyone can reach",)])
    page.rows(
        XS, 140, [("1.1", "Audit the doors", "Estates", "May 2027"), ("1.2", "Fit loops", "IT", "June 2027")]
    )
    page.rows(XS, 180, [("Objective 2: a workforce like the people we serve",)])
    page.rows(XS, 200, [("2.1", "Ask why people leave", "HR", "July 2027")])
    (table,) = (block for block in read(page).blocks if isinstance(block, Table))
    assert [row[0].text for row in table.rows if row[0].column_span == 4] == [
        "Objective 1: services that everyone can reach",
        "Objective 2: a workforce like the people we serve",
    ]
    assert [[cell.text for cell in row] for row in table.rows][-1] == [
        "2.1",
        "Ask why people leave",
        "HR",
        "July 2027",
    ]


def test_a_cell_in_the_middle_of_its_rows_stands_with_the_first(read) -> None:
    page = PdfPage().write(50, 100, "Objective").rows((150, 350), 100, [("Action", "By when")])
    actions = ["Publish the gap", "Train managers", "Ask leavers", "Audit doors"]
    page.rows((150, 350), 130, [(action, f"May 203{at}") for at, action in enumerate(actions)], between=30)
    page.write(50, 145, "Fair pay").write(50, 205, "Open doors")
    (table,) = (block for block in read(page).blocks if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in table.rows][1:] == [
        ["Fair pay", "Publish the gap", "May 2030"],
        ["", "Train managers", "May 2031"],
        ["Open doors", "Ask leavers", "May 2032"],
        ["", "Audit doors", "May 2033"],
    ]
    assert [row[0].row_span for row in table.rows] == [1, 2, 1, 2, 1]


def test_rules_between_rows_part_what_stands_in_the_middle_of_them(read) -> None:
    page = PdfPage().rows(XS, 100, [HEAD])
    for at, (number, action) in enumerate(
        (("1", "one\ntwo\nthree"), ("2", "four\nfive\nsix"), ("3", "seven"))
    ):
        top = 110 + 44 * at
        page.line(45, top, 540, top).rows(XS, top + 12, [("", action, "", "")])
        page.write(50, top + 24, number).write(300, top + 18, "Head of").write(300, top + 30, "Policy")
        page.write(420, top + 24, "May 2027")
    assert texts(read(page))[0][1:] == [
        ["1", "one two three", "Head of Policy", "May 2027"],
        ["2", "four five six", "Head of Policy", "May 2027"],
        ["3", "seven", "Head of Policy", "May 2027"],
    ]


def test_two_tables_with_the_same_heads_stand_side_by_side(read) -> None:
    page = PdfPage()
    for left, word in ((40, "first"), (320, "second")):
        rows = [("Action taken", "By when"), *((f"The {word} deed {at}", f"May 203{at}") for at in range(4))]
        page.rows((left, left + 150), 100, rows)
    assert [[row[0] for row in rows[1:]] for rows in texts(read(page))] == [
        [f"The {word} deed {at}" for at in range(4)] for word in ("first", "second")
    ]


def test_two_columns_of_text_are_read_one_after_the_other(read) -> None:
    page = PdfPage()
    for left, start, words in ((50, 100, "left words run on in"), (310, 106, "right words run on in")):
        for part in range(3):
            for at in range(4):
                page.write(left, start + 12 * at + (62 + left / 40) * part, f"{words} line {part}{at} of it")
    found = lines(read(page))
    assert [text.split()[0] for text in found] == ["left"] * 3 + ["right"] * 3


def test_what_is_printed_across_the_page_is_said_and_not_mixed_in(read) -> None:
    page = PdfPage().table((45, 80, 295, 415, 540), (100, 120, 140), [HEAD, ("1", "Review", "HR", "June")])
    pages = read(page.turned(85, 145, "DRAFT", (0.7, 0.7), 30))
    assert texts(pages) == [[list(HEAD), ["1", "Review", "HR", "June"]]]
    assert problems(pages) == [
        ("“DRAFT” is printed across the page, as a watermark is, and is no part of the plan", None, False)
    ]


@pytest.mark.parametrize(("up", "y"), [(1, 170), (-1, 110)])
def test_heads_that_are_turned(read, up: int, y: float) -> None:
    page = PdfPage().table((45, 80, 295, 415, 540), (100, 180, 200), [(), ("1", "Review", "HR", "June")])
    for x, text in zip((65, 190, 350, 470), HEAD, strict=True):
        page.turned(x, y, text, (0, up))
    assert texts(read(page)) == [[list(HEAD), ["1", "Review", "HR", "June"]]]


def test_ticks_of_a_font_of_signs(read) -> None:
    page = PdfPage().table((45, 200, 300, 400), (100, 120, 140), [("Action", "2026", "2027"), ("Review",)])
    assert texts(read(page.sign(340, 132, "4")))[0][1] == ["Review", "", "✔"]


@pytest.mark.parametrize(
    ("text", "font", "meant"),
    [
        ("ü", "ABCDEF+Wingdings-Regular", "✓"),
        ("P", "Wingdings2", "✓"),
        ("(cid:127)", "Helvetica", "•"),
        ("(cid:127)", "ABCDEF+Calibri", "\N{REPLACEMENT CHARACTER}"),
        ("4", "Helvetica", "4"),
    ],
)
def test_letters_that_stand_for_signs(text: str, font: str, meant: str) -> None:
    assert as_meant(text, font) == meant


def test_what_a_form_is_filled_with_stands_in_its_cell(read) -> None:
    page = PdfPage().table((45, 80, 295, 415, 540), (100, 120, 140), [HEAD, ("1", "Review", "HR")])
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made(page)))
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("when"),
            NameObject("/V"): TextStringObject("June 2027"),
            NameObject("/Rect"): ArrayObject(map(FloatObject, (420, 704, 535, 720))),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(field)])
    out = io.BytesIO()
    writer.write(out)
    assert texts(read(content=out.getvalue()))[0][1] == ["1", "Review", "HR", "June 2027"]


def test_a_row_that_a_page_break_tears_is_put_together_and_said(read) -> None:
    body = [(f"{at}", f"Review policy {at}", "Legal", "May 2027") for at in range(1, 4)]
    first = PdfPage().table((45, 80, 295, 415, 540), (700, 720, 740, 760, 780), [HEAD, *body])
    rows = [HEAD, ("", "Language awareness"), ("4", "Publish", "HR", "June 2027")]
    pages = read(first, PdfPage().table((45, 80, 295, 415, 540), (80, 100, 120, 140), rows))
    assert [row[1] for row in texts(pages)[0]][3:] == [
        "Review policy 3 Language awareness",
        "Action",
        "Publish",
    ]
    assert [(what[:37], row) for what, row, _ in problems(pages)] == [
        ("This row is read as going on over the", 4)
    ]


def test_a_table_that_has_rules_between_some_columns_only(read) -> None:
    rows = [HEAD, *((f"{at}", f"Review policy {at}", "Legal", f"May 203{at}") for at in range(1, 5))]
    page = PdfPage().rows(XS, 114, rows)
    for y in range(100, 201, 20):
        page.line(45, y, 540, y)
    for x in (45, 80, 540):
        page.line(x, 100, x, 200)
    assert texts(read(page)) == [[list(row) for row in rows]]


@pytest.mark.parametrize(
    ("elsewhere", "whole", "is_said"),
    [
        ("Talk between us.", "Fair between groups", False),
        ("A be-tween word.", "Fair be-tween groups", False),
        ("Nothing more.", "Fair be-tween groups", True),
    ],
)
def test_a_word_broken_at_the_end_of_a_line(read, elsewhere: str, whole: str, *, is_said: bool) -> None:
    page = PdfPage().table(
        (45, 145, 300), (100, 120, 160), [("Action", "Lead"), ("Fair be-\ntween groups", "HR")]
    )
    pages = read(page.write(50, 200, elsewhere))
    assert texts(pages)[0][1] == [whole, "HR"]
    assert [row for what, row, _ in problems(pages) if "broken at the end" in what] == (
        [2] if is_said else []
    )


def test_rows_that_stand_evenly_begin_at_their_numbers_though_the_first_column_is_blank(read) -> None:
    lines_of_rows = [
        ("Objective", "No.", "Action", "By when"),
        ("1. Safer streets and", "1.1", "Review the complaints", "May 2027"),
        ("less hate crime", "", "procedure", ""),
        ("", "1.2", "Translate the tenancy", "June 2027"),
        ("", "", "handbook", ""),
        ("", "1.3", "Publish what was found", "July 2027"),
    ]
    ((_, *body),) = texts(read(PdfPage().rows((50, 180, 230, 420), 100, lines_of_rows, between=12)))
    assert body == [
        ["1. Safer streets and less hate crime", "1.1", "Review the complaints procedure", "May 2027"],
        ["", "1.2", "Translate the tenancy handbook", "June 2027"],
        ["", "1.3", "Publish what was found", "July 2027"],
    ]


def test_the_number_of_the_page_is_in_no_cell(read) -> None:
    rows = [HEAD, *((f"{at}", f"Review policy {at}", "Legal", f"May 203{at}") for at in range(1, 5))]
    page = PdfPage().rows(XS, 700, rows).write(305, 802, "58")
    assert texts(read(page))[0][-1] == ["4", "Review policy 4", "Legal", "May 2034"]
