"""Nothing is lost: each cell of a document is in the result, or in a problem that says it is not."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalities.documents import PlanDocument, plan_of
from equalities.documents.blocks import Cell, Pages, Paragraph, Source, Table
from equalities.documents.files import read_pages
from equalities.documents.tests.test_seeds import SEEDS


def pieces(pages):
    """Every non-blank cell and line, with its place."""
    for block in pages.blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (cell for row in block.rows for cell in row if not cell.is_blank)


def strings(value):
    if isinstance(value, dict):
        return [text for key, each in value.items() if key != "problems" for text in [key, *strings(each)]]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


def flat(text):
    return " ".join(text.split())


def assert_nothing_is_lost(pages):
    plan = plan_of(pages)
    left = {problem.source for problem in plan.problems if not problem.kept}
    seen = {piece.source: piece.text for piece in pieces(pages) if piece.text.strip()}
    assert plan.cells_seen == len(seen)
    assert plan.cells_kept + len(left) == plan.cells_seen
    assert left <= set(seen)
    said = [flat(text) for text in strings(plan.as_dict())]
    everything = " ".join(said)
    for source, text in seen.items():
        if source not in left:
            assert flat(text) in everything or any(len(each) > 3 and each in flat(text) for each in said), (
                source,
                text,
            )
    assert PlanDocument.from_dict(json.loads(json.dumps(plan.as_dict()))) == plan
    return plan


@pytest.fixture(params=SEEDS)
def seed(shared, request):
    return read_pages(shared / "spec" / "seeds" / SEEDS[request.param])


def changed(pages, change):
    """The document with each table's rows changed."""
    return Pages(
        tuple(
            replace(block, rows=tuple(change(number, row) for number, row in enumerate(block.rows)))
            if isinstance(block, Table)
            else block
            for block in pages.blocks
        )
    )


def test_seeds(seed):
    assert_nothing_is_lost(seed)


def test_seeds_with_another_column(seed):
    def add(number, row):
        last = row[-1].source
        return (*row, Cell("Budget" if number == 0 else "£100", last._replace(column=last.column + 1)))

    assert_nothing_is_lost(changed(seed, add))


@pytest.mark.parametrize("column", range(5))
def test_seeds_with_a_column_blanked(seed, column):
    def blank(number, row):
        return tuple(cell._replace(text="") if place == column else cell for place, cell in enumerate(row))

    assert_nothing_is_lost(changed(seed, blank))


@pytest.mark.parametrize("every", [2, 3, 5])
def test_seeds_with_cells_blanked_here_and_there(seed, every):
    def blank(number, row):
        return tuple(
            cell._replace(text="") if (number + place) % every == 0 else cell
            for place, cell in enumerate(row)
        )

    assert_nothing_is_lost(changed(seed, blank))


def test_seeds_with_a_strange_row(seed):
    strange = [
        Cell("???", Source("x", table=99, row=1, column=1)),
        Cell("zz", Source("x", table=99, row=1, column=3)),
    ]

    def put(block):
        return (
            replace(block, rows=(*block.rows[:3], tuple(strange), *block.rows[3:]))
            if isinstance(block, Table)
            else block
        )

    blocks = list(seed.blocks)
    place = max((at for at, block in enumerate(blocks) if isinstance(block, Table)), default=None)
    if place is None:
        pytest.skip("this seed has no tables")
    blocks[place] = put(blocks[place])
    assert_nothing_is_lost(Pages(tuple(blocks)))


WORDS = st.sampled_from(
    [
        "", "", "Action", "Objective", "Lead", "Timescale", "Measures", "Outcome", "No.", "Status", "Theme", "1.", "1.1",
        "2", "Objective 1: To listen", "Theme 2: Work", "Train staff", "and report", "March 2025", "Ongoing", "TBC",
        "Head of Housing", "---", "We will:", "Our objectives are:", "WORKFORCE", "Survey users. Publish it", "n/a",
        "Ann Lee & Bo Ray", "To open every door to everyone in the town by 2026", "Action / Lead / Timescale",
        "Train / Head of HR / 2026", "Objective Measuring success", "Equality Plan 2024-2028", "* a note", "What next?",
    ]
)  # fmt: skip
CELLS = st.tuples(WORDS, st.sampled_from([1, 1, 1, 2, 3]), st.sampled_from([1, 1, 1, 2]))


@st.composite
def documents(draw):
    blocks = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        if draw(st.booleans()):
            text = draw(WORDS)
            level = draw(st.sampled_from([None, None, 1, 2]))
            source = Source("x", line=number)
            blocks.append(Paragraph(text, source, level, is_item=level is None and draw(st.booleans())))
        else:
            blocks.append(draw(tables(number)))
    return Pages(tuple(blocks))


@st.composite
def tables(draw, number):
    rows = draw(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=7))
    return Table(
        tuple(
            tuple(
                Cell(text, Source("x", table=number, row=at, column=column), column_span=wide, row_span=high)
                for column, (text, wide, high) in enumerate(row, start=1)
            )
            for at, row in enumerate(rows, start=1)
        ),
        Source("x", table=number),
    )


@pytest.mark.slow_test
@settings(max_examples=300, deadline=None)
@given(documents())
def test_any_document(pages):
    assert_nothing_is_lost(pages)
