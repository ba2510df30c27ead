"""Delimited files from the systems that councils use, and the ways in which they go wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from equalities.documents.blocks import Pages, Paragraph, Source
from equalities.documents.formats import delimited
from equalities.refusals import Refused


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes | str], Pages]:
    def read_written(content: bytes | str) -> Pages:
        path = tmp_path / "upload"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return delimited.read(path, "plan.csv")

    return read_written


def texts(pages: Pages) -> list[list[str]]:
    return [[cell.text for cell in row] for row in pages.blocks[-1].rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", ":"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_line_end(read, delimiter: str, line_end: str) -> None:
    rows = [["Action", "Lead", "Timescale"], ["Review, all policies", "HR; Legal", "June 2026"]]
    written = line_end.join(delimiter.join(f'"{text}"' for text in row) for row in rows)
    assert texts(read(written)) == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(read, encoding: str) -> None:
    pages = read("Action,Lead\nCafé – “open to all”,HR\n".encode(encoding))
    assert texts(pages) == [["Action", "Lead"], ["Café – “open to all”", "HR"]]
    assert pages.problems == ()


def test_letters_that_were_encoded_twice_are_a_problem(read) -> None:
    pages = read("Action,Lead\nThe council’s plan,HR".encode().decode("cp1252").encode())
    assert [problem.source for problem in pages.problems] == [Source("plan.csv")]
    assert "encoding" in pages.problems[0].what


def test_bytes_that_no_encoding_knows_are_refused(read) -> None:
    with pytest.raises(Refused, match="UTF-8"):
        read(b"Action,Lead\nCaf\x81,HR")


def test_places_and_cells_over_several_lines(read) -> None:
    pages = read('Action,Lead\n,\n"Review\nall policies",HR\nPublish,Legal\n')
    table = pages.blocks[-1]
    assert [row[0].text for row in table.rows] == ["Action", "Review\nall policies", "Publish"]
    assert [row[0].source.line for row in table.rows] == [1, 3, 5]
    assert table.rows[2][1].source == Source("plan.csv", table=1, row=3, column=2, line=5)


def test_title_lines_stand_above_the_table(read) -> None:
    pages = read("Equality plan,,\nVersion 3\nAction,Lead,By\nReview,HR,June\n")
    assert pages.blocks[:2] == (
        Paragraph("Equality plan", Source("plan.csv", line=1)),
        Paragraph("Version 3", Source("plan.csv", line=2)),
    )
    assert texts(pages)[0] == ["Action", "Lead", "By"]


def test_a_section_row_and_blank_ends_of_rows_are_no_mistake(read) -> None:
    assert texts(read("Action,Lead,By\nObjective 1: access\nReview,HR,June,,\n,,\nPublish,Legal,May\n")) == [
        ["Action", "Lead", "By"],
        ["Objective 1: access"],
        ["Review", "HR", "June", "", ""],
        ["Publish", "Legal", "May"],
    ]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("a,b\n1,2,3,4,5,6,7,8,9\n", "Line 1 of this file has 2 columns and line 2 has 9 columns"),
        ("a,b,c,d\n1,2,3,4\n,,,\n1,2\n", "Line 2 of this file has 4 columns and line 4 has 2 columns"),
        ("a,b,c\nsection\n1,2,3,4\n", "Line 2 of this file has 1 column and line 3 has 4 columns"),
    ],
)
def test_rows_of_different_lengths_are_refused(read, written: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read(written)
    assert words in str(refused.value)


def test_lists_and_underlines_in_a_cell(read) -> None:
    cells = (
        read('Measures,Outcome\n"<ul><li>one<li>two</ul>",Will <u>advance equality</u>\n').blocks[0].rows[1]
    )
    assert cells[0].items == ("one", "two")
    assert cells[1].underlined == ("advance equality",)


def test_a_formula_is_only_words(read) -> None:
    assert texts(read('Action,Lead\n"=cmd|calc",@SUM(A1)\n'))[1] == ["=cmd|calc", "@SUM(A1)"]


def test_the_delimiter_that_excel_declares(read) -> None:
    pages = read("sep=;\nAction;Lead, deputy\nReview, then publish;HR, Legal\n")
    assert texts(pages) == [["Action", "Lead, deputy"], ["Review, then publish", "HR, Legal"]]
    assert pages.blocks[0].rows[0][0].source.line == 2


def test_one_column_is_lines(read) -> None:
    assert [block.text for block in read("Objectives\n• Fair pay: for all\nAccess\n").blocks] == [
        "Objectives",
        "Fair pay: for all",
        "Access",
    ]


def test_an_empty_line_ends_a_table(read) -> None:
    pages = read("Plan\n\nObjective,Lead\nAccess,HR\n\nActions\nAction,Lead,By\nReview,HR,June\n")
    assert [type(block).__name__ for block in pages.blocks] == ["Paragraph", "Table", "Paragraph", "Table"]
    assert texts(pages) == [["Action", "Lead", "By"], ["Review", "HR", "June"]]
    assert pages.blocks[-1].source == Source("plan.csv", table=2, line=7)


@pytest.mark.parametrize("rows", [1, 9000])
def test_a_quotation_mark_that_is_never_closed_is_refused(read, rows: int) -> None:
    with pytest.raises(Refused, match="quotation mark"):
        read('Action,By\nReview,"June\n' + "Train,July\n" * rows)


def test_a_quotation_mark_inside_a_field_opens_nothing(read) -> None:
    pages = read('Action,By\nBuy a 5" ruler,June\n"Read ""all""\nof it",July')
    assert texts(pages) == [["Action", "By"], ['Buy a 5" ruler', "June"], ['Read "all"\nof it', "July"]]


def test_blank_lines_alone_are_refused(read) -> None:
    with pytest.raises(Refused, match="holds no text"):
        read(" \n,,\n\n")
