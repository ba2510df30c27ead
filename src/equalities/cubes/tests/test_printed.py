"""Tables as people publish them, cell by cell."""

import pytest

from equalities.cubes.printed import MOST_ROWS, read_printed_as_dict
from equalities.refusals import Refused


def read(folder, text, name="table.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_printed_as_dict(str(path))


def test_cells_are_as_they_are_printed(tmp_path):
    found = read(tmp_path, 'Sex,People\nWomen,"1,060"\n\nMen,<5\n')
    assert found == {"headings": ["Sex", "People"], "rows": [["Women", "1,060"], ["Men", "<5"]]}


@pytest.mark.parametrize("title", ["Users of museums\n\n", "Users of museums,\n"])
def test_a_title_above_the_headings_is_left_out(tmp_path, title):
    assert read(tmp_path, f"{title}Sex,People\nWomen,60\nMen,x\n")["headings"] == ["Sex", "People"]


def test_a_column_without_a_heading_is_no_title(tmp_path):
    found = read(tmp_path, "Sex,\nWomen,60\nMen,9\n")
    assert found["rows"] == [["Women", "60"], ["Men", "9"]]
    assert found["headings"][0] == "Sex"


def test_what_was_copied_from_a_page_has_tabs_and_notes_below(tmp_path):
    found = read(tmp_path, "Sex\tPeople\nWomen\t60\nMen\nSource: survey\n", "pasted.txt")
    assert found["rows"] == [["Women", "60"], ["Men", ""]]


def test_a_row_of_more_cells_than_headings_is_refused(tmp_path):
    with pytest.raises(Refused, match="more cells than there are headings"):
        read(tmp_path, "Sex,People\nWomen,60\nMen,9,1\nAll,69\nNone,1\n")


def test_a_table_too_long_for_people_is_refused(tmp_path):
    with pytest.raises(Refused, match="give one of 1 to 5,000"):
        read(tmp_path, "Sex,People\n" + "Women,6\n" * (MOST_ROWS + 1))


def test_headings_alone_are_refused(tmp_path):
    with pytest.raises(Refused, match="no rows below"):
        read(tmp_path, "Sex,People\n")
