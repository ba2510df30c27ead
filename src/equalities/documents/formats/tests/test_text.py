"""Text files as blocks."""

import pytest

from equalities.documents.blocks import Paragraph, Table
from equalities.documents.files import read_pages
from equalities.documents.formats.markup import unmark


@pytest.fixture
def blocks(tmp_path):
    def read(text):
        path = tmp_path / "plan.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_pages(path).blocks

    return read


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_tabs(blocks):
    (table,) = blocks("Action\tLead\nTrain\tHR\n")
    assert texts(table) == [["Action", "Lead"], ["Train", "HR"]]
    assert (table.rows[1][1].source.line, table.rows[1][1].source.column, table.source.table) == (2, 2, 1)


def test_a_blank_line_ends_a_table(blocks):
    assert [type(block) for block in blocks("a\tb\n\nc\td\n\ntext")] == [Table, Table, Paragraph]


def test_a_title_row_followed_by_tabs_only(blocks):
    (table,) = blocks("a\tb\tc\nTitle\t\t\n")
    assert texts(table)[1] == ["Title", "", ""]


def test_a_cell_that_a_spreadsheet_copied_with_its_lines(blocks):
    (table, after) = blocks(
        'No\tAction\tLead\n1\t"- Train staff\n- Read ""it"""\tHR\n2\t"Audit"\tEstates\n\nEnd "of it\n'
    )
    assert texts(table) == [
        ["No", "Action", "Lead"],
        ["1", '- Train staff\n- Read "it"', "HR"],
        ["2", '"Audit"', "Estates"],
    ]
    assert (table.rows[2][0].source.line, after.source.line) == (4, 6)


def test_a_quotation_that_closes_nowhere_is_text(blocks):
    (table,) = blocks('No\tAction\n1\t"Train staff\n2\tAudit "all"\n')
    assert texts(table) == [["No", "Action"], ["1", '"Train staff'], ["2", 'Audit "all"']]


def test_a_line_between_two_rows_is_a_title_row(blocks):
    (table,) = blocks("Action\tLead\n1. Buildings\nFit ramps\tEstates\n")
    assert texts(table) == [["Action", "Lead"], ["1. Buildings"], ["Fit ramps", "Estates"]]


def test_an_indented_line_is_no_table(blocks):
    (line,) = blocks("\t- an entry")
    assert (line.text, line.is_item) == ("an entry", True)


def test_bars_with_and_without_the_outer_ones(blocks):
    first, second = blocks(
        "| Action | Lead |\n|---|---|\n| Train \\| test | HR |\n\nAction | Lead\n---|---\nTrain | HR"
    )
    assert texts(first) == [["Action", "Lead"], ["---", "---"], ["Train | test", "HR"]]
    assert texts(second) == [["Action", "Lead"], ["---", "---"], ["Train", "HR"]]


def test_one_cell_a_line(blocks):
    (table,) = blocks("|||\n---|---|---\nNo. |\nAction |\nLead |\n1 |\nTrain |\nHR |\n")
    assert texts(table)[-2:] == [["No.", "Action", "Lead"], ["1", "Train", "HR"]]


def test_headings_items_and_pages(blocks):
    one, two, three = blocks("# Plan\n- first\n\f2. second")
    assert (one.level, two.is_item, two.text, three.is_item, three.text) == (
        1,
        True,
        "first",
        True,
        "2. second",
    )
    assert [block.source.page for block in (one, two, three)] == [1, 1, 2]


def test_line_ends_and_encodings(blocks):
    assert [block.text for block in blocks("one\r\ntwo\rthree")] == ["one", "two", "three"]
    assert blocks("café".encode("utf-16"))[0].text == "café"
    assert blocks("caf\u00e9".encode("cp1252"))[0].text == "café"
    assert blocks("\ufeffone".encode())[0].text == "one"


@pytest.mark.parametrize(
    ("written", "text", "items", "underlined"),
    [
        ("**Bold** text", "Bold text", (), ()),
        ("*By* 30 June, 2 * 3 * 4", "By 30 June, 2 * 3 * 4", (), ()),
        (
            "Helps <u>foster good relations</u> here",
            "Helps foster good relations here",
            (),
            ("foster good relations",),
        ),
        ('<ul style="x"> One Two ', "One Two", ("One Two",), ()),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo", ("One", "Two"), ()),
        ("<ul> • One • Two", "• One • Two", ("One", "Two"), ()),
        ("one<br>two", "one\ntwo", (), ()),
        ("E&SIAs &amp; more<br/>", "E&SIAs & more", (), ()),
        ("a < b and c > d", "a < b and c > d", (), ()),
        ("• One • Two", "• One • Two", ("One", "Two"), ()),
    ],
)
def test_marks(written, text, items, underlined):
    marked = unmark(written)
    assert (marked.text, marked.items, marked.underlined) == (text, items, underlined)
