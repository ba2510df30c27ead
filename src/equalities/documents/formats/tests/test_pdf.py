"""PDFs, made here letter by letter, and one printed by a browser."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from equalities.documents.blocks import Pages, Paragraph, Source, Table
from equalities.documents.formats import pdf
from equalities.documents.formats.tests.pdf_maker import PdfPage
from equalities.documents.formats.tests.pdf_maker import pdf as made
from equalities.refusals import Refused

XS = (50, 90, 300, 420, 545)
HEAD = ("No.", "Action", "Lead", "Timescale")


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Pages]:
    def read_made(*pages: PdfPage, content: bytes = b"") -> Pages:
        path = tmp_path / "upload"
        path.write_bytes(content or made(*pages))
        return pdf.read(path, "plan.pdf")

    return read_made


def tables(pages: Pages) -> list[Table]:
    return [block for block in pages.blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def lines(pages: Pages) -> list[str]:
    return [block.text for block in pages.blocks if isinstance(block, Paragraph)]


def test_a_ruled_table_with_lines_round_it(read) -> None:
    page = PdfPage().write(50, 80, "Equality plan 2025", 18).write(50, 110, "Words before the table.")
    page.table(
        XS,
        (130, 150, 195),
        [
            HEAD,
            (
                "1",
                "Review, and follow up, consultations\nwith all self-\nhelp groups",
                "Head of Policy",
                "June 2026",
            ),
        ],
    )
    page.write(50, 220, "Words after.")
    pages = read(page)
    assert [type(block).__name__ for block in pages.blocks] == [
        "Paragraph",
        "Paragraph",
        "Table",
        "Paragraph",
    ]
    assert lines(pages) == ["Equality plan 2025", "Words before the table.", "Words after."]
    assert [block.level for block in pages.blocks[:2]] == [1, None]
    assert texts(tables(pages)[0]) == [
        list(HEAD),
        [
            "1",
            "Review, and follow up, consultations\nwith all self-help groups",
            "Head of Policy",
            "June 2026",
        ],
    ]
    assert tables(pages)[0].rows[1][3].source == Source("plan.pdf", page=1, table=1, row=2, column=4)
    assert pages.blocks[3].source == Source("plan.pdf", page=1, line=3)


def test_a_merged_cell_spans_what_it_covers(read) -> None:
    page = PdfPage()
    for y in (100, 120, 160):
        page.line(50, y, 500, y)
    page.line(200, 140, 500, 140)
    for x, top in ((50, 100), (200, 120), (350, 120), (500, 100)):
        page.line(x, top, x, 160)
    for x, y, text in (
        (53, 112, "Objective 1: access"),
        (53, 132, "Work"),
        (203, 132, "a"),
        (353, 132, "b"),
        (203, 152, "c"),
        (353, 152, "d"),
    ):
        page.write(x, y, text)
    (table,) = tables(read(page))
    assert texts(table) == [["Objective 1: access"], ["Work", "a", "b"], ["c", "d"]]
    assert (table.rows[0][0].column_span, table.rows[1][0].row_span, table.rows[2][0].source.column) == (
        3,
        2,
        2,
    )


def test_lines_that_end_early_and_bullets_stay_lines(read) -> None:
    page = PdfPage().table(
        (50, 250, 450),
        (100, 120, 180),
        [("Measures", "Lead"), ("• numbers on Do-it\n• places filled", "Senior Managers\nCabinet Member")],
    )
    measures, lead = tables(read(page))[0].rows[1]
    assert measures.items == ("numbers on Do-it", "places filled")
    assert lead.text == "Senior Managers\nCabinet Member"


def test_underlined_phrases_are_known_from_borders(read) -> None:
    page = PdfPage().table(
        (50, 250, 450),
        (100, 120, 146),
        [("Outcome", "Lead"), ("Will advance equality\nof opportunity", "HR")],
    )
    page.line(71, 134, 148, 134).line(52, 146, 114, 146)  # below "advance equality", and "of opportunity"
    outcome, lead = tables(read(page))[0].rows[1]
    assert outcome.underlined == ("advance equality of opportunity",)
    assert lead.underlined == ()


def test_a_table_goes_on_over_the_page_break(read) -> None:
    first = (
        PdfPage()
        .write(50, 30, "Appendix 2")
        .table(XS, (700, 720, 740), [HEAD, ("1", "Review", "HR", "June")])
    )
    second = (
        PdfPage()
        .write(50, 30, "Appendix 2")
        .table(XS, (80, 100, 120), [HEAD, ("2", "Publish", "Legal", "July")])
    )
    first.write(280, 820, "Page 1 of 2")
    second.write(280, 800, "Draft for comment").write(280, 820, "Page 2 of 2")
    pages = read(first, second)
    (table,) = tables(pages)
    assert texts(table) == [
        list(HEAD),
        ["1", "Review", "HR", "June"],
        list(HEAD),
        ["2", "Publish", "Legal", "July"],
    ]
    assert [row[0].is_head for row in table.rows] == [True, False, True, False]
    assert [(row[0].source.page, row[0].source.row) for row in table.rows] == [(1, 1), (1, 2), (2, 3), (2, 4)]
    assert lines(pages) == ["Draft for comment", "Appendix 2", "Page 1 of 2"]


def test_a_table_goes_on_without_its_heading(read) -> None:
    first = PdfPage().table(XS, (700, 720, 740), [HEAD, ("1", "Review", "HR", "June")])
    (table,) = tables(read(first, PdfPage().table(XS, (80, 100), [("2", "Publish", "Legal", "July")])))
    assert [row[1].text for row in table.rows] == ["Action", "Review", "Publish"]
    assert not any(cell.is_head for row in table.rows for cell in row)


def test_tables_with_other_columns_or_words_between_are_not_joined(read) -> None:
    rows = [("a", "b"), ("c", "d")]
    other = read(
        PdfPage().table((50, 200, 400), (700, 720, 740), rows),
        PdfPage().table((50, 300, 400), (80, 100, 120), rows),
    )
    assert len(tables(other)) == 2
    between = PdfPage().write(50, 70, "Objective 2").table((50, 200, 400), (80, 100, 120), rows)
    assert len(tables(read(PdfPage().table((50, 200, 400), (700, 720, 740), rows), between))) == 2


def test_a_table_that_only_alignment_shows(read) -> None:
    page = PdfPage().write(50, 80, "The actions that we will take are these, one after the other:")
    for y, row in (
        (110, ("Action", "Lead", "By")),
        (130, ("Review consultations to include", "Head of Policy", "June 2026")),
        (142, ("all communities", "", "")),
        (162, ("Publish the results", "Legal", "July 2026")),
    ):
        for x, text in zip((50, 280, 420), row, strict=True):
            page.write(x, y, text)
    page.write(50, 200, "Words after.")
    pages = read(page)
    assert texts(tables(pages)[0]) == [
        ["Action", "Lead", "By"],
        ["Review consultations to include all communities", "Head of Policy", "June 2026"],
        ["Publish the results", "Legal", "July 2026"],
    ]
    assert lines(pages) == ["The actions that we will take are these, one after the other:", "Words after."]


def test_rows_that_stand_evenly_begin_in_the_first_column(read) -> None:
    page = PdfPage()
    for at, row in enumerate(
        (("No.", "Action", "By"), ("1", "Review", "June"), ("", "all of it", ""), ("2", "Publish", "July"))
    ):
        for x, text in zip((50, 100, 300), row, strict=True):
            page.write(x, 100 + 14 * at, text)
    assert texts(tables(read(page))[0]) == [
        ["No.", "Action", "By"],
        ["1", "Review all of it", "June"],
        ["2", "Publish", "July"],
    ]


def test_full_cells_without_rules_that_leave_little_room_beside_them(read) -> None:
    page, columns = PdfPage(), (60, 83, 242, 330)  # the actions end some 7 points before the leads
    rows = [["Ref", "Action", "Lead", "Timescale"]]
    for number in range(1, 5):
        rows += [
            [f"1.{number}", "Review how we collect the data in", "Head of Insight", "Ongoing, with a"],
            ["", "every library", "", "yearly report"],
        ]
    for at, row in enumerate(rows):
        for x, text in zip(columns, row, strict=True):
            if text:
                page.write(x, 100 + 12 * at, text)
    (table,) = tables(read(page))
    assert texts(table) == [
        ["Ref", "Action", "Lead", "Timescale"],
        *(
            [
                f"1.{number}",
                "Review how we collect the data in every library",
                "Head of Insight",
                "Ongoing, with a yearly report",
            ]
            for number in range(1, 5)
        ),
    ]


def test_tables_that_touch_are_two(read) -> None:
    page = PdfPage().table(
        (50, 350, 500), (100, 120, 140), [("OBJECTIVE", "LEAD"), ("1. Fair access", "Chief Executive")]
    )
    page.table(
        (50, 200, 360, 500),
        (140, 160, 180),
        [("ACTION", "OUTPUT", "OUTCOME"), ("Review", "Policy", "Better lives")],
    )
    first, second = tables(read(page))
    assert texts(first) == [["OBJECTIVE", "LEAD"], ["1. Fair access", "Chief Executive"]]
    assert texts(second) == [["ACTION", "OUTPUT", "OUTCOME"], ["Review", "Policy", "Better lives"]]
    assert [(cell.source.column, cell.column_span) for cell in second.rows[0]] == [(1, 1), (2, 1), (3, 1)]


@pytest.mark.parametrize(
    ("x", "text"),
    [(80, "indented, under no column"), (50, "too long for its column by far, and beyond the next")],
)
def test_a_line_that_fits_no_column_ends_the_table(read, x: int, text: str) -> None:
    page = PdfPage()
    for at in range(3):
        page.write(50, 100 + 14 * at, f"Action {at}").write(150, 100 + 14 * at, "HR").write(
            250, 100 + 14 * at, "June"
        )
    pages = read(page.write(x, 142, text))
    assert len(tables(pages)[0].rows) == 3
    assert lines(pages) == [text]


def test_a_newsletter_in_two_columns_is_no_table(read) -> None:
    page = PdfPage()
    for at in range(6):
        page.write(50, 100 + 12 * at, "We will keep working with all of our communities")
        page.write(320, 100 + 12 * at, "so that everyone can use the services they need")
    assert tables(read(page)) == []


def test_running_text_makes_no_table(read) -> None:
    page = PdfPage()
    for at in range(10):
        page.write(
            50,
            100 + 12 * at,
            "We will keep working with all of our communities, and report each year on what has changed",
        )
    pages = read(page)
    assert tables(pages) == []
    assert len(lines(pages)) == 1


def test_paragraphs_items_and_bold_headings(read) -> None:
    long = "We will keep working with all of our communities, so that everyone is heard and"
    page = PdfPage().write(50, 80, "Our aims", bold=True)
    page.write(50, 100, long).write(50, 112, "so that no one is left out.").write(
        50, 140, "A second paragraph."
    )
    page.write(50, 160, "• first of the list").write(50, 172, "1. a numbered one")
    pages = read(page)
    assert [(block.text, block.level, block.is_item) for block in pages.blocks] == [
        ("Our aims", 1, False),
        (f"{long} so that no one is left out.", None, False),
        ("A second paragraph.", None, False),
        ("first of the list", None, True),
        ("1. a numbered one", None, True),
    ]


def test_a_scan_is_refused(read) -> None:
    with pytest.raises(Refused, match="This PDF is a scan"):
        read(PdfPage().picture())


def test_a_page_that_is_a_picture_is_reported(read) -> None:
    pages = read(PdfPage().write(50, 100, "Words"), PdfPage().picture())
    assert [(problem.source.page, "is a picture" in problem.what) for problem in pages.problems] == [
        (2, True)
    ]


def test_letters_that_are_lost_are_reported(read) -> None:
    # pdfminer writes a letter that has no Unicode in the font as "(cid:12)".
    pages = read(PdfPage().write(50, 100, "(cid:12)ords"))
    assert "�" in lines(pages)[0]
    assert "letters on this page are lost" in pages.problems[0].what


def test_a_locked_pdf_is_refused(read) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made(PdfPage().write(50, 100, "Words"))))
    writer.encrypt("secret")
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(Refused, match="protected by a password"):
        read(content=buffer.getvalue())


def test_a_row_without_its_first_cell_begins_where_every_other_cell_starts_afresh(read) -> None:
    rows = [
        ("Aim", "Action", "Lead"),
        ("Support carers", "Set up a network", "Union President"),
        ("", "Name a tutor", "Vice Principal"),
        ("", "who meets them", ""),
        ("Fair discipline", "Review exclusions", "Principal"),
    ]
    page = PdfPage()
    for at, row in enumerate(rows):
        for x, text in zip((50, 200, 400), row, strict=True):
            page = page.write(x, 100 + 20 * at, text) if text else page
    (table,) = tables(read(page))
    assert texts(table)[1:4] == [
        ["Support carers", "Set up a network", "Union President"],
        ["", "Name a tutor who meets them", "Vice Principal"],
        ["Fair discipline", "Review exclusions", "Principal"],
    ]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4\nnonsense", b"%PDF-1.7\n1 0 obj\n<<", made(PdfPage().write(5, 5, "x"))[:300]]
)
def test_a_damaged_pdf_is_refused(read, content: bytes) -> None:
    with pytest.raises(Refused, match=r"damaged|scan"):
        read(content=content)


@pytest.mark.slow_test
def test_too_many_pages_are_refused(read) -> None:
    with pytest.raises(Refused, match=r"has 601 pages, more than the 600"):
        read(*[PdfPage()] * 601)


@pytest.mark.slow_test
def test_a_page_printed_by_a_browser(tmp_path: Path) -> None:
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("needs Debian's chromium to print a PDF")
    page, printed = tmp_path / "plan.html", tmp_path / "plan.pdf"
    rows = "".join(
        f"<tr><td>{at}.</td><td>Review the policy on <u>equal access</u>, part {at}</td><td>June 20{at}</td></tr>"
        for at in range(10, 60)
    )
    page.write_text(
        "<style>td,th{border:1px solid black;padding:8px}</style><h1>Equality plan</h1><table><thead><tr><th>No.<th>Action<th>By</thead>"
        f"<tbody>{rows}</table><p>The end.",
    )  # fmt: skip
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", "--no-pdf-header-footer", f"--print-to-pdf={printed}", str(page)],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    pages = pdf.read(printed, "plan.pdf")
    (table,) = tables(pages)
    heads = [row for row in table.rows if row[0].is_head]
    assert lines(pages) == ["Equality plan", "The end."]
    assert len(heads) == table.rows[-1][0].source.page
    assert [row[1].text for row in table.rows if not row[0].is_head] == [
        f"Review the policy on equal access, part {at}" for at in range(10, 60)
    ]


def packed(content: bytes) -> bytes:
    """A PDF of one page whose instructions are packed."""
    whole = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    for page in whole.pages:
        page.compress_content_streams()
    out = io.BytesIO()
    whole.write(out)
    return out.getvalue()


def test_a_page_that_is_damaged_is_said_to_be(read) -> None:
    page = PdfPage()
    for at in range(40):
        page = page.write(50, 60 + 15 * at, f"Line {at} of a plan, {at * 7919}")
    content = packed(made(page))
    assert read(content=content).problems == ()
    start = content.index(b"stream\n", content.index(b"/FlateDecode")) + 7
    torn = content[: start + 200] + bytes([content[start + 200] ^ 4]) + content[start + 201 :]
    assert pdf.TORN in {problem.what for problem in read(content=torn).problems}


def test_a_head_stacked_under_merged_cells_is_one_table_with_its_rows(read) -> None:
    xs, rows = (50, 130, 300, 420, 500, 545), ("Fair", "Train", "HR", "May 2026", "A")
    page = PdfPage().table(xs, (140, 160, 180), [rows, rows])
    for x in (50, 130, 300, 500, 545):
        page.line(x, 100, x, 140)
    page.line(420, 120, 420, 140).line(50, 100, 545, 100).line(300, 120, 500, 120)
    for x, y, text in (
        (53, 112, "Objective"),
        (133, 112, "Action"),
        (303, 112, "Who and when"),
        (503, 112, "RAG"),
    ):
        page.write(x, y, text)
    page.write(303, 132, "Lead").write(423, 132, "Deadline")
    (table,) = tables(read(page))
    assert [
        [(cell.source.column, cell.column_span, cell.row_span) for cell in row] for row in table.rows[:2]
    ] == [
        [(1, 1, 2), (2, 1, 2), (3, 2, 1), (5, 1, 2)],
        [(3, 1, 1), (4, 1, 1)],
    ]
    assert texts(table)[2:] == [list(rows)] * 2


def test_a_merged_cell_that_goes_on_over_the_page_needs_no_rule_at_its_foot(read) -> None:
    page = PdfPage()
    for x in (50, 130, 300, 420):
        page.line(x, 100, x, 160)
    page.line(50, 100, 420, 100).line(50, 120, 420, 120).line(130, 140, 420, 140).line(130, 160, 420, 160)
    for x, y, text in (
        (53, 112, "Objective"),
        (133, 112, "Action"),
        (303, 112, "Lead"),
        (53, 134, "Be fair"),
    ):
        page.write(x, y, text)
    for y in (132, 152):
        page.write(133, y, "Train").write(303, y, "HR")
    pages = read(page)
    (table,) = tables(pages)
    assert texts(table) == [["Objective", "Action", "Lead"], ["Be fair", "Train", "HR"], ["Train", "HR"]]
    assert table.rows[1][0].row_span == 2
    assert lines(pages) == []
