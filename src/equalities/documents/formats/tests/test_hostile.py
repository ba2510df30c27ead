"""Files that were cut short, changed at random or made to do harm: a reading or one sentence, never a traceback."""

import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from equalities.documents.blocks import Cell, Pages, Paragraph, Source, Table
from equalities.documents.files import READERS, read_pages
from equalities.documents.formats.tests.pdf_maker import PdfPage
from equalities.documents.formats.tests.pdf_maker import pdf as made
from equalities.documents.writers import write_csv, write_docx, write_html, write_ods, write_xlsx
from equalities.documents.writers.archive import zipped
from equalities.refusals import Refused

MADE_AT = datetime(2026, 11, 22, tzinfo=UTC)
ROWS = (("No.", "Action", "Lead"), ("1", "Review consultations", "Head of Policy"), ("2", "Publish", "Legal"))
PLAN = Pages(
    (
        Paragraph("Equality plan", Source(), level=1),
        Table(
            tuple(
                tuple(Cell(text, Source(column=column)) for column, text in enumerate(row, start=1))
                for row in ROWS
            ),
            Source(),
        ),
    )
)


def plan_as(suffix: str) -> bytes:
    buffer = io.BytesIO()
    if suffix == ".pdf":
        return made(PdfPage().table((50, 90, 300, 500), (100, 120, 140, 160), ROWS))
    if suffix in (".csv", ".html"):
        {".csv": write_csv, ".html": write_html}[suffix](PLAN, buffer)
    else:
        {".docx": write_docx, ".xlsx": write_xlsx, ".ods": write_ods}[suffix](PLAN, buffer, made_at=MADE_AT)
    return buffer.getvalue()


PLANS = {suffix: plan_as(suffix) for suffix in (".docx", ".xlsx", ".ods", ".csv", ".html", ".pdf")}


@pytest.fixture
def survives(tmp_path: Path) -> Callable[[bytes, str], None]:
    def read(content: bytes, suffix: str) -> None:
        path = tmp_path / f"upload{suffix}"
        path.write_bytes(content)
        said = sentence_or_pages(path)
        assert isinstance(said, Pages) or re.fullmatch(r"[A-Z].*\.", said)

    return read


def sentence_or_pages(path: Path) -> Pages | str:
    try:
        return read_pages(path)
    except Refused as refused:
        return str(refused)


@pytest.mark.slow_test
@pytest.mark.parametrize("suffix", PLANS)
def test_a_file_cut_short(survives, suffix: str) -> None:
    content = PLANS[suffix]
    for part in range(20):
        survives(content[: len(content) * part // 20], suffix)


@pytest.mark.slow_test
@pytest.mark.parametrize("suffix", PLANS)
def test_a_file_with_changed_bytes(survives, suffix: str) -> None:
    chance = random.Random(20261122)
    for _ in range(30):
        content = bytearray(PLANS[suffix])
        for _ in range(chance.choice((1, 5, 50))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        survives(bytes(content), suffix)


@pytest.mark.slow_test
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".html", ".txt", ".md"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.sampled_from("abc ,;\t\"'\n\r|<>/utdrlip=&#;\x0b\u2022é-:0"), max_size=120))
@example(text="<table><tr><td></table>")
@example(text='"')
def test_any_text(survives, suffix: str, text: str) -> None:
    survives(text.encode(), suffix)


@pytest.mark.slow_test
@pytest.mark.parametrize("suffix", READERS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
def test_any_bytes(survives, suffix: str, content: bytes) -> None:
    survives(content, suffix)


@pytest.mark.slow_test
@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".ods"])
def test_parts_with_changed_markup(survives, suffix: str) -> None:
    """Changed inside the zip, so that the sums still agree: numbers made absurd, names swapped, markup broken."""
    chance = random.Random(20261122)
    with zipfile.ZipFile(io.BytesIO(PLANS[suffix])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(60):
        name = chance.choice([part for part in parts if part.endswith((".xml", ".rels"))])
        survives(zipped(parts | {name: spoilt(parts[name], chance)}), suffix)


def spoilt(content: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.2:
        return content[: chance.randrange(len(content))]
    values = re.findall(rb'"([^"<>]*)"', content) or [b""]
    new = chance.choice(
        [b"-1", b"99999999999999999999", b"", b"x", b"1e400", b"A1:ZZZ9999999", chance.choice(values)]
    )
    return content.replace(b'"%s"' % chance.choice(values), b'"%s"' % new)
