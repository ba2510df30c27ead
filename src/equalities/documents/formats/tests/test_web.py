"""Web pages: what a reader sees, in reading order."""

from collections.abc import Callable
from pathlib import Path

import pytest

from equalities.documents.blocks import Pages, Paragraph, Source, Table
from equalities.documents.formats import web
from equalities.refusals import Refused


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Pages]:
    def read_written(content: str) -> Pages:
        path = tmp_path / "upload"
        path.write_text(content, encoding="utf-8")
        return web.read(path, "plan.html")

    return read_written


def only_table(pages: Pages) -> Table:
    (table,) = (block for block in pages.blocks if isinstance(block, Table))
    return table


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_headings_paragraphs_and_lists_in_reading_order(read) -> None:
    pages = read(
        "<html><head><title>not words</title></head><body><h1>Equality\n plan</h1>Loose <b>words</b><br>on two lines"
        "<p>A paragraph</p>\n<ul><li>First</li><li>Second <i>entry</i></ul><h3>Part</h3></body></html>"
    )
    assert [(block.text, block.level, block.is_item) for block in pages.blocks] == [
        ("Equality plan", 1, False),
        ("Loose words", None, False),
        ("on two lines", None, False),
        ("A paragraph", None, False),
        ("First", None, True),
        ("Second entry", None, True),
        ("Part", 3, False),
    ]
    assert pages.blocks[4].source == Source("plan.html", line=3)


def test_bullets_that_are_letters_as_word_writes_them_mark_a_list(read) -> None:
    table = only_table(
        read(
            "<table><tr><td><p>&middot;&nbsp;&nbsp; Train staff</p><p>&middot;&nbsp; Read it</p></td></tr></table>"
        )
    )
    (cell,) = table.rows[0]
    assert (cell.text, cell.items) == ("Train staff\nRead it", ("Train staff", "Read it"))


def test_spans_stand_once_and_keep_their_columns(read) -> None:
    table = only_table(
        read(
            "<table><thead><tr><th>Theme<th colspan=2>Who</thead><tbody><tr><td rowspan=2>Work<td>a<td>b</tr>"
            "<tr><td>c<td>d</tr><tr><th>e<td>f<td>g</table>"
        )
    )
    assert texts(table) == [["Theme", "Who"], ["Work", "a", "b"], ["c", "d"], ["e", "f", "g"]]
    assert [cell.source.column for cell in table.rows[2]] == [2, 3]
    assert (table.rows[0][1].column_span, table.rows[1][0].row_span) == (2, 2)
    assert [row[0].is_head for row in table.rows] == [True, False, False, False]


def test_a_row_of_head_cells_is_a_head(read) -> None:
    table = only_table(
        read("<table><tr><th>Action</th><th>Lead</th></tr><tr><td>Review</td><td>HR</td></tr></table>")
    )
    assert [[cell.is_head for cell in row] for row in table.rows] == [[True, True], [False, False]]


def test_lists_breaks_and_underlines_in_a_cell(read) -> None:
    page = (
        "<table><tr><td>Measures:<ul><li>numbers\non <u>Do-it</u></li><li>places</li></ul></td><td>one<br>two</td>"
        '<td>will <span style="text-decoration: underline">advance\nequality</span></td><td><p>• a</p><p>• b</p></td></tr></table>'
    )
    listed, broken, marked, typed = only_table(read(page)).rows[0]
    assert (listed.text, listed.items) == (
        "Measures:\nnumbers on Do-it\nplaces",
        ("numbers on Do-it", "places"),
    )
    assert listed.underlined == ("Do-it",)
    assert broken.text == "one\ntwo"
    assert marked.underlined == ("advance equality",)
    assert typed.items == ("a", "b")


def test_scripts_in_a_cell_are_no_words(read) -> None:
    assert texts(only_table(read("<table><tr><td>Review<script>x()</script><td>HR<br/></table>"))) == [
        ["Review", "HR"]
    ]


def test_what_is_hidden_is_marked_in_tables_and_left_out_elsewhere(read) -> None:
    pages = read(
        '<p style="display: none">gone</p><script>gone()</script><p>here</p>'
        "<table><tr hidden><td>a<td>b</tr><tr><td>c<td hidden>d</tr></table>"
    )
    assert pages.blocks[0] == Paragraph("here", Source("plan.html", line=1))
    assert [[cell.hidden for cell in row] for row in only_table(pages).rows] == [[True, True], [False, True]]


def test_a_table_in_a_cell_is_a_table_of_its_own(read) -> None:
    pages = read("<table><caption>Plan</caption><tr><td>a<td>b<table><tr><td>in<td>ner</table></table>")
    assert pages.blocks[0].text == "Plan"
    assert [texts(block) for block in pages.blocks[1:]] == [[["a", "b"]], [["in", "ner"]]]
    assert [problem.source.column for problem in pages.problems] == [2]


def test_two_hundred_nested_tables_are_refused(read) -> None:
    with pytest.raises(Refused, match="more than ten deep"):
        read("<p>x</p>" + "<table><tr><td>" * 200)


def test_thousands_of_nested_blocks_are_no_traceback(read) -> None:
    try:
        pages = read("<div>" * 5000 + "deep" + "</div>" * 5000)
    except Refused:
        return
    assert [block.text for block in pages.blocks] == ["deep"]


def test_absurd_spans_are_cut(read) -> None:
    table = only_table(read('<table><tr><td colspan="999999999">a<td colspan="x">b</tr></table>'))
    assert [cell.column_span for cell in table.rows[0]] == [1000, 1]


def test_entities_are_letters_and_no_file_is_fetched(read) -> None:
    page = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>Caf&eacute; &amp; bar &x;</p>'
    assert "root:" not in str(read(page))
    assert "Café & bar" in str(read(page))


@pytest.mark.parametrize("page", ["<html></html>", "<script>plan()</script>", "<!-- nothing -->"])
def test_a_page_without_words_is_refused(read, page: str) -> None:
    with pytest.raises(Refused, match="web page cannot be read"):
        read(page)


def test_a_list_of_definitions_is_a_table_of_two_columns(read) -> None:
    pages = read(
        "<dl><div><dt>Action</dt><dd>Audit pay</dd></div><div><dt>Leads</dt><dd>HR</dd><dd>Press Office</dd></div></dl>"
    )
    table = only_table(pages)
    assert texts(table) == [["Action", "Audit pay"], ["Leads", "HR"], ["Press Office"]]
    assert table.rows[2][0].source.column == 2


def test_a_table_that_lays_out_the_page_is_not_one(read) -> None:
    plan = "<table><tr><th>Action<th>Lead<tr><td>Audit pay<td>HR</table>"
    for opening in ("<table role=presentation><tr><td>Home<td>", "<table><tr><td><h1>Plan</h1>"):
        pages = read(f"{opening}{plan}<p>* A note</p></table>")
        assert texts(only_table(pages)) == [["Action", "Lead"], ["Audit pay", "HR"]]
        assert (pages.blocks[-1].text, pages.problems) == ("* A note", ())


def test_the_number_of_a_footnote_is_no_word(read) -> None:
    cells = "<td>each day<sup>1</sup><td>20 m<sup>2</sup><td>in time.<sup><a href='#n'>[2]</a></sup>"
    assert texts(only_table(read(f"<table><tr>{cells}</table>"))) == [["each day", "20 m2", "in time."]]


def test_soft_hyphens_are_not_read(read) -> None:
    assert texts(only_table(read("<table><tr><td>Time&shy;scale<td>a&#8203;b</table>"))) == [
        ["Timescale", "ab"]
    ]
