"""The same text as `json.dumps` makes of a plan's plain values, place for place."""

import json

import pytest

from equalities.documents import read_as_json, read_plan
from equalities.documents.tests.test_seeds import SEEDS

CSV = """Fair “Town” Plan 2024-2027

Objective,Action,Lead,Timescale,Start,Update
Objective 1: Listen,Train \\ staff,HR; Clerk,Q1 or Q2 2026,June 2026,"said ""no"",
then yes"
,Review every year,TBC,"31 March 2025, 30 June 2026",,
"""


@pytest.mark.parametrize(
    ("suffix", "content"), [(".csv", CSV), (".txt", "# A plan\nWe will:\n- Act by 2026\n")]
)
def test_a_plan_as_text_is_its_plain_values(tmp_path, suffix, content):
    path = tmp_path / f"plan{suffix}"
    path.write_text(content)
    plain = read_plan(path).as_dict()
    assert plain["actions"]
    assert read_as_json(str(path)) == json.dumps(plain, ensure_ascii=False)


@pytest.mark.parametrize("number", SEEDS)
def test_the_seeds(shared, number):
    path = shared / "spec" / "seeds" / SEEDS[number]
    assert read_as_json(str(path)) == json.dumps(read_plan(path).as_dict(), ensure_ascii=False)
