"""What the library says of files, phrases and figures is in the language of the page that it is said on."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.kit.words import untranslated
from dueregard.monitoring.models import Dataset
from dueregard.monitoring.services import background
from dueregard.monitoring.tests.conftest import loaded_here
from dueregard.monitoring.tests.test_upload import send
from dueregard.plans.models import Import
from equalities.codelists import load, names
from tests.in_process import no_child
from tests.pages import page
from tests.test_words import pseudo_catalogue_folder, pseudo_welsh, words_of_lists  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test, pytest.mark.any_database]

PLAN = """No.,Action,Lead,Timescale,Status,Room
,Objective 1: Know who uses our services,,,,
1,Ask the same questions,Insight Manager,31 March 2013,On target,A
2,Review what was found,TBC,Every quarter from April 2013,,B
3,Train the front line,Head of Staff,03/04,Behind,C
,Hear what the survey says,Head of Staff,Within a month of the staff survey,,D
5,Publish,Head of Staff,31 February 2014,,E
6,Meet,Head of Staff,"Ongoing, as funding allows",,F
7,Look again,Head of Staff,Annually by the end of June,,G
,,,,,
Note: the board meets in May,,,,,
"""
TYPED = {
    "Fairshire Council",
    "Olive Officer",
    "Ana Analyst",
    "Know who uses our services",
    "Ask the same questions",
    "Insight Manager",
    "Review what was found",
    "Train the front line",
    "Head of Staff",
    "Hear what the survey says",
    "31 March 2013",
    "Every quarter from April 2013",
    "Within a month of the staff survey",
    "31 February 2014",
    "Ongoing, as funding allows",
    "Annually by the end of June",
    "Note: the board meets in May",
    "Objective 1: ",
    "On target",
    "Behind",
    "Publish",
    "TBC",
    "Meet",
    "Look again",
    "plan.csv",
    "Library users",
    "Number",
    "Religion",
    "Branch",
    "Ethnicity",
    "Notes",
}


@pytest.fixture(autouse=True)
def here(pseudo_welsh, settings, tmp_path, monkeypatch):  # noqa: F811 - a fixture
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(background, "start", loaded_here)
    with no_child():
        yield


def left(response):
    """Words of a page that stand in no catalogue and were not typed."""
    assert response.status_code == 200
    return untranslated(response.content.decode(), TYPED | words_of_lists() | versions_of_lists())


def versions_of_lists():
    return {f"({load(name).version.partition(',')[0]})" for name in names()}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.csv", b" \n"),
        ("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("plan.rtf", b"{\\rtf1 }"),
        ("plan.zzz", b"\x00\x01"),
        ("plan.csv", b'Action,Lead\n"Never closed,Head\n'),
        ("plan.csv", b"Action,Lead\none\n"),
    ],
)
def test_a_refused_plan_says_why(officer, name, content):
    (error,) = page(officer.post("/plans/import/", upload=SimpleUploadedFile(name, content))).errors
    assert untranslated(f"<p>{error}</p>") == []


def test_a_plan_that_was_read_says_how(officer):
    officer.post("/plans/import/", upload=SimpleUploadedFile("plan.csv", PLAN.encode()))
    address = f"/imports/{Import.objects.get().pk}/"
    parts = ["", "?show=new", "?show=unclear", "?show=outside"]
    assert {part: left(officer.get(address + part)) for part in parts} == {part: [] for part in parts}


@pytest.mark.parametrize(
    "content",
    [b"Sex,Trade union member\nF,Yes\nM,No\n", b"Sex\n", b"", b"\x00\x01\x02", b"Sex,Age\nF,1,2\n"],
)
def test_a_refused_dataset_says_why(analyst, content):
    (error,) = page(send(analyst, content)).errors
    assert untranslated(f"<p>{error}</p>", {"Trade union member"}) == []


ROWS = ["{},Female,Hindu,North,34,Asian,x", "{},Male,Zzz,North,51,White,x"]
FILE = "\n".join(
    ["Number,Sex,Religion,Branch,Age,Ethnicity,Notes", *(ROWS[n % 2].format(n) for n in range(60))]
)


def test_columns_say_how_they_were_recognised(analyst):
    send(analyst, FILE.encode())
    pk = Dataset.objects.get().pk
    assert left(analyst.get(f"/monitoring/datasets/{pk}/columns/")) == []
    typed = {
        "column_1": "sex:sex_census2021",
        "column_2": "religion:religion_census2021_ew",
        "reference": "0",
    }
    assert analyst.post(f"/monitoring/datasets/{pk}/columns/", **typed).status_code == 302
    assert left(analyst.get(f"/monitoring/datasets/{pk}/check/")) == []
