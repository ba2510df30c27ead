"""Marks of Markdown inside a line are taken off, and nothing that only looks like them."""

import pytest

from equalities.documents import read_plan
from equalities.documents.formats.markdown import plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**Review** the *pay* scales", "Review the pay scales"),
        ("***Both*** and __bold__ and _slanted_", "Both and bold and slanted"),
        ("**Bold with *slanted* in it**", "Bold with slanted in it"),
        ("See the [policy](https://a.example/b_(c) 'Our policy') first", "See the policy first"),
        ("See [policy][1] and [another][]", "See policy and another"),
        ("![A ramp](ramp.png) is fitted", "A ramp is fitted"),
        (
            "Write to <hello@a.example> or <https://a.example>",
            "Write to hello@a.example or https://a.example",
        ),
        ("Run `make report` each week", "Run make report each week"),
        ("Caption all films[^1]", "Caption all films"),
        (r"5 \* 3, \[sic\]", "5 * 3, [sic]"),
    ],
)
def test_marks_go_and_words_stay(written, read):
    assert plain(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "due_date and lead_officer",
        "5 * 3 * 2",
        "* a note",
        "a ** b",
        "Goal [1] and goal [2]",
        "C:\\plans",
        "_ _ _",
        "2 < 3",
    ],
)
def test_what_only_looks_like_a_mark_stays(written):
    assert plain(written) == written


def test_marks_that_never_close_take_no_time():
    for mark in ("*", "_", "`", "[", "[a](", "**a "):
        assert plain(mark * 20_000).replace(mark, "") == ""


def test_a_table_in_markdown_says_its_words(tmp_path):
    file = tmp_path / "plan.md"
    file.write_text(
        "# _Fair_ plan\n\n| **Ac\u00adtion** | Lead(s) | `When` |\n|:--|---|---|\n"
        "| *Train* [all](https://a.example) staff | **HR** | _May 2026_ |\n"
    )
    plan = read_plan(file)
    (action,) = plan.actions
    assert (plan.title, plan.headings) == ("Fair plan", ("Action", "Lead(s)", "When"))
    assert (action.text, action.leads, action.timescale.phrase) == ("Train all staff", ("HR",), "May 2026")
