"""Tables: what becomes of each kind of cell."""

import pytest
from django.template import engines
from lxml import html
from markupsafe import Markup

from dueregard.kit.tables import table_params


def cells(*row):
    columns = [{"text": "Group"}, *({"text": "Number", "numeric": True} for _cell in row)]
    return table_params({"caption": "Users", "columns": columns, "rows": [["All", *row]]})["rows"][0][1:]


def test_headings_and_numbers_stand_to_the_right_together():
    columns = [{"text": "Group"}, {"text": "Users", "numeric": True, "classes": "wide"}]
    params = table_params({"caption": "Users", "columns": columns, "rows": []})
    assert params["head"] == [
        {"text": "Group", "format": "", "classes": ""},
        {"text": "Users", "format": "numeric", "classes": "wide"},
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [(1250, "1,250"), (0, "0"), (None, ""), ("c", "c"), (True, True), (Markup("<b>"), Markup("<b>"))],
)
def test_cells(cell, text):
    assert cells(cell) == [{"text": text, "format": "numeric"}]


def test_a_cell_may_say_its_own_parameters():
    assert cells({"html": "<i>c</i>", "classes": "kit-code"}) == [
        {"format": "numeric", "html": "<i>c</i>", "classes": "kit-code"}
    ]


def test_it_is_drawn_as_the_design_system_draws_it():
    jinja = engines["jinja2"].env
    columns = [{"text": "Group"}, {"text": "Users", "numeric": True, "classes": "wide"}, {"text": "File"}]
    rows = [
        ["<b>", 1250, {"text": "a < b", "classes": "kit-code"}],
        [{"html": Markup("<i>c</i>"), "classes": "kit-breakable"}, 0, {"html": "<i>d</i>"}],
    ]
    params = {"caption": "Users & others", "columns": columns, "rows": rows}
    ours = jinja.get_template("components/data_table/macro.html").module.data_table(params)
    theirs = jinja.get_template("govuk_frontend_jinja/components/table/macro.html").module.govukTable(
        table_params(params) | {"firstCellIsHeader": True}
    )
    (table,) = html.fromstring(ours).xpath("//table")
    assert drawn(table) == drawn(html.fromstring(theirs))


def drawn(element):
    """What a browser makes of it."""
    inside = "".join(element.itertext()) if not len(element) else ""
    return element.tag, dict(element.attrib), inside.strip(), [drawn(child) for child in element]


@pytest.mark.parametrize(
    ("hidden", "classes"), [(True, "govuk-visually-hidden"), (False, "govuk-table__caption--m")]
)
def test_a_caption_is_always_there(hidden, classes):
    params = table_params({"caption": "Users", "captionHidden": hidden, "columns": [], "rows": []})
    assert (params["caption"], params["captionClasses"]) == ("Users", classes)


def test_a_row_of_the_wrong_length_is_an_error():
    with pytest.raises(ValueError, match="longer"):
        table_params({"caption": "Users", "columns": [{"text": "A"}, {"text": "B"}], "rows": [["a"]]})
