"""Headings whose meaning the document's owner says."""

import pytest

from equalities.documents import plan_of, read_as_dict, vocabulary
from equalities.documents.tests.making import pages, table
from equalities.refusals import Refused

STRANGE = [
    ["Way forward", "Champion", "Milestone date"],
    ["Train panels", "Sam's team", "March 2027"],
    ["Fit ramps", "Estates", "TBC"],
]
SAID = {"Way forward": "action", "Champion": "lead"}


def read(rows, said=None):
    with vocabulary.saying(said or {}):
        return plan_of(pages(table(rows)))


def test_a_table_of_unknown_headings_is_read_once_they_are_said():
    before = read(STRANGE)
    assert [action.text for action in before.actions] == ["Way forward", "Train panels", "Fit ramps"]
    assert before.unread_headings == ("Way forward", "Champion", "Milestone date")
    after = read(STRANGE, SAID)
    assert [(action.text, action.leads) for action in after.actions] == [
        ("Train panels", ("Sam's team",)),
        ("Fit ramps", ("Estates",)),
    ]
    assert after.actions[0].timescale.last_day.isoformat() == "2027-03-31"
    assert after.unread_headings == ()
    assert (after.cells_seen, after.cells_kept) == (9, 9)


def test_a_table_of_which_no_row_is_made_may_have_headings_too():
    rows = [["Way forward", "Champion", "Notes"], ["Train panels", "Estates", "See the paper"]]
    before = read(rows)
    assert (before.actions, before.unread_headings) == ((), ("Way forward", "Champion", "Notes"))
    (action,) = read(rows, SAID).actions
    assert (action.text, action.leads, action.fields["Notes"]) == (
        "Train panels",
        ("Estates",),
        "See the paper",
    )


def test_a_table_without_headings_asks_for_none():
    plan = read([["Train panels", "March 2027"], ["Fit ramps", "April 2027"]])
    assert len(plan.actions) == 2
    assert plan.unread_headings == ()


def test_capitals_and_blanks_aside():
    assert len(read(STRANGE, {"WAY  forward ": "action", "champion": "lead"}).actions) == 2


def test_what_is_said_stands_over_the_vocabulary():
    rows = [["Action", "Outcome", "Lead", "Timescale"], ["Fit ramps", "Review doors", "Estates", "May 2027"]]
    plain, said = read(rows).actions[0], read(rows, {"Outcome": "action", "Lead": "measure"}).actions[0]
    assert (plain.text, plain.outcomes, plain.leads) == ("Fit ramps", ("Review doors",), ("Estates",))
    assert (said.text, said.outcomes, said.leads) == ("Review doors", (), ())
    assert said.measures == ("Estates",)
    assert said.fields["Action"] == "Fit ramps"


def test_a_column_of_dates_may_be_said_to_be_no_timescale():
    rows = [["Action", "Lead", "Due"], ["Fit ramps", "Estates", "May 2027"], ["Train", "HR", "June 2027"]]
    action = read(rows, {"Due": "other"}).actions[0]
    assert action.timescale is None
    assert action.fields["Due"] == "May 2027"


def test_a_heading_alone_makes_no_row_of_running_text():
    plan = read([["Way forward", "See page 3 of the paper"], ["Train panels", "Much was said"]], SAID)
    assert [action.text for action in plan.actions] in ([], ["Train panels"])
    assert plan.cells_seen == 4


def test_it_is_said_for_one_reading_alone():
    with vocabulary.saying(SAID):
        assert vocabulary.field_of("Champion") == vocabulary.is_heading("champion") == "lead"
        with vocabulary.saying({"Champion": "measure"}):
            assert vocabulary.said("Champion") == "measure"
        assert vocabulary.said("Champion") == "lead"
    assert vocabulary.said("Champion") is None
    assert vocabulary.field_of("Champion") is None


def test_a_field_that_is_not_known_is_refused():
    with pytest.raises(Refused, match="'boss' is not something a column can hold; use one of ref, theme"):
        read(STRANGE, {"Champion": "boss"})


def test_every_field_of_the_vocabulary_can_be_said():
    assert set(vocabulary._vocabulary().values()) <= set(vocabulary.FIELDS)


def test_a_file_is_read_with_them_and_refused_when_too_large(tmp_path):
    file = tmp_path / "plan.csv"
    file.write_text("\n".join(",".join(row) for row in STRANGE))
    assert len(read_as_dict(str(file), "plan.csv", SAID)["actions"]) == 2
    with pytest.raises(Refused, match="larger than 0 MB"):
        read_as_dict(str(file), "plan.csv", SAID, 0)


def test_a_column_without_a_heading_is_named_by_its_place():
    rows = [["Action", "", "By when"], ["Train panels", "Sam", "May 2027"]]
    assert read(rows).actions[0].leads == ()
    assert read(rows, {"Column 2": "lead"}).actions[0].leads == ("Sam",)
