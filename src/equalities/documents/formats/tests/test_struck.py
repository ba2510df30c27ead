"""What is struck through is not the plan: it is named, accounted for, and in no record."""

import docx
import pytest
import typst
import xlsxwriter

from equalities.documents import read_plan
from equalities.documents.formats.markup import unmark
from equalities.documents.writers.archive import zipped
from equalities.documents.writers.opendocument import MIMETYPE, NAMES

WORDS = "“Publish the old survey” is struck through, and is read as removed"
GONE = "“Close the desk” is struck through, and is read as removed"

PAGE = """<h1>Equality plan</h1><p>{0}Led by the board{1}</p><table><tr><th>Action</th><th>Lead</th></tr>
<tr><td>{0}Publish the old survey{1} Ask the tenants</td><td>HR</td></tr>
<tr><td>{0}Close the desk{1}</td><td>{0}Estates{1}</td></tr></table>"""


def word(path):
    document = docx.Document()
    document.add_heading("Equality plan", 1)
    document.add_paragraph().add_run("Led by the board").font.double_strike = True
    table = document.add_table(3, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Action", "Lead"
    first = table.cell(1, 0).paragraphs[0]
    first.add_run("Publish the ").font.strike = True
    first.add_run("old survey").font.strike = True
    first.add_run(" Ask the tenants")
    table.cell(1, 1).text = "HR"
    table.cell(2, 0).paragraphs[0].add_run("Close the desk").font.strike = True
    table.cell(2, 1).paragraphs[0].add_run("Estates").font.strike = True
    document.save(path)


def word_styles(path):
    document = docx.Document()
    letters, lines = document.styles.add_style("Gone", 2), document.styles.add_style("Withdrawn", 1)
    letters.font.strike = lines.font.double_strike = True
    smaller = document.styles.add_style("Smaller", 2)
    smaller.base_style = letters
    document.add_heading("Equality plan", 1)
    document.add_paragraph("Led by the board", "Withdrawn")
    table = document.add_table(3, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Action", "Lead"
    first = table.cell(1, 0).paragraphs[0]
    first.add_run("Publish the old survey", "Gone")
    first.add_run(" Ask the tenants")
    table.cell(1, 1).paragraphs[0].style = "Withdrawn"
    table.cell(1, 1).paragraphs[0].add_run("HR").font.double_strike = False
    table.cell(2, 0).paragraphs[0].add_run("Close the desk", "Smaller")
    table.cell(2, 1).paragraphs[0].style = "Withdrawn"
    table.cell(2, 1).paragraphs[0].add_run("Estates")
    document.save(path)


def excel(path):
    with xlsxwriter.Workbook(path) as book:
        sheet, struck, plain = (
            book.add_worksheet(),
            book.add_format({"font_strikeout": True}),
            book.add_format(),
        )
        sheet.write_string(0, 0, "Equality plan")
        sheet.write_string(1, 0, "Led by the board", struck)
        sheet.write_row(2, 0, ["Action", "Lead"])
        sheet.write_rich_string(3, 0, struck, "Publish the old survey", plain, " Ask the tenants")
        sheet.write_string(3, 1, "HR")
        sheet.write_row(4, 0, ["Close the desk", "Estates"], struck)


def opendocument(path):
    line = '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    styles = f'<style:style style:name="s" style:family="text">{line}<style:style style:name="c">{line}'

    def cells(*texts, style=""):
        named = f' table:style-name="{style}"' if style else ""
        return "".join(
            f"<table:table-cell{named}><text:p>{text}</text:p></table:table-cell>" for text in texts
        )

    survey = '<text:span text:style-name="s">Publish the old survey</text:span> Ask the tenants'
    rows = [
        cells("Equality plan"),
        cells("Led by the board", style="c"),
        cells("Action", "Lead"),
        cells(survey, "HR"),
        cells("Close the desk", "Estates", style="c"),
    ]
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="P">'
        f"{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path.write_bytes(zipped({"mimetype": MIMETYPE.encode(), "content.xml": content.encode()}))


def markdown(path):
    path.write_text(
        "# Equality plan\n\n~~Led by the board~~\n\n| Action | Lead |\n|---|---|\n"
        "| ~~Publish the old survey~~ Ask the tenants | HR |\n| ~~Close the desk~~ | ~~Estates~~ |\n"
    )


def delimited(path):
    path.write_text(
        "Equality plan,\n<s>Led by the board</s>,\nAction,Lead\n"
        "<del>Publish the old survey</del> Ask the tenants,HR\n<s>Close the desk</s>,<s>Estates</s>\n"
    )


def pdf(path):
    cells = "[*Action*], [*Lead*], [#strike[Publish the old survey] Ask the tenants], [HR], [#strike[Close the desk]]"
    lines = f"= Equality plan\n\n#strike[Led by the board]\n\n#table(columns: 2, {cells}, [#strike[Estates]])"
    path.write_bytes(typst.compile(lines.encode()))


def page(*marks):
    return lambda path: path.write_text(PAGE.format(*marks))


MAKERS = {
    "word.docx": word,
    "styles.docx": word_styles,
    "excel.xlsx": excel,
    "sheet.ods": opendocument,
    "marks.md": markdown,
    "ruled.pdf": pdf,
    "tags.csv": delimited,
    **{f"{tag}.html": page(f"<{tag}>", f"</{tag}>") for tag in ("s", "del", "strike")},
    "class.html": page(
        '<style>.late, td.gone > b { TEXT-decoration: Line-Through }</style><b class="x gone">', "</b>"
    ),
    "style.html": page('<span style="text-decoration: Line-Through">', "</span>"),
}


@pytest.mark.parametrize("name", MAKERS)
def test_what_is_struck_through_is_named_and_in_no_record(tmp_path, name):
    MAKERS[name](tmp_path / name)
    plan = read_plan(tmp_path / name)
    assert [(action.text, action.leads) for action in plan.actions] == [("Ask the tenants", ("HR",))]
    said = {problem.what: problem.kept for problem in plan.problems if "struck through" in problem.what}
    is_of_a_cell = not name.endswith(".pdf")  # of a PDF the page is known alone
    assert (said[WORDS], said[GONE]) == (is_of_a_cell, False)
    assert sum("Led by the board" in what or "Estates" in what for what in said) == 2
    assert "Led by the board" not in str([plan.title, plan.actions, plan.objectives])
    left = {problem.source for problem in plan.problems if not problem.kept}
    assert plan.cells_kept + len(left) == plan.cells_seen


def test_a_row_and_a_block_that_are_struck_through_in_a_page(tmp_path):
    file = tmp_path / "plan.html"
    file.write_text(
        "<h1>Plan</h1><del><p>Old aims</p><p>and more</p></del><ul><li><s>Gone</s></li></ul><table><tr><th>Action</th>"
        "<th>Lead</th></tr><tr style='text-decoration:line-through'><td>Close it</td><td>HR</td></tr>"
        "<tr><td>Open it<ul><li>daily</li><li><s>weekly</s></li></ul></td><td>HR</td></tr></table>"
    )
    plan = read_plan(file)
    assert [action.text for action in plan.actions] == ["Open it\ndaily"]
    struck = [each.what.split("”")[0] for each in plan.problems if "struck" in each.what]
    assert struck == ["“Old aims and more", "“Gone", "“Close it", "“HR", "“weekly"]


def test_strokes_that_never_close_are_words_and_take_no_time():
    text = "~~a " * 100_000
    assert unmark(text).text == text.strip()
