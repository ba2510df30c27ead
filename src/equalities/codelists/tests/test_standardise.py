import pytest

from equalities.codelists.standardise import distance, is_slip, missing_state, plain


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("Asian or Asian British - Indian", "asian or asian british indian"),
        ("  White/Black   Caribbean ", "white black caribbean"),
        ("Black & African", "black and african"),
        ("Don't know", "dont know"),
        ("Café", "cafe"),
    ],
)
def test_one_spelling(value, form):
    assert plain(value) == form


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("Prefer not to say", "prefer_not_to_say"),
        ("PREFER NOT TO SAY ", "prefer_not_to_say"),
        ("Not stated", "not_stated"),
        ("Other ethnic group - Not stated", "not_stated"),
        ("not answered", "not_answered"),
        ("Not asked", "not_asked"),
        ("", "not_recorded"),
        (" - ", "not_recorded"),
        (" N/A ", "not_applicable"),
        ("Unknown", "not_recorded"),
        ("None", None),
        ("Other", None),
        ("0", None),
        ("Unable to code", "uncodable"),
        ("Withheld", "prefer_not_to_say"),
    ],
)
def test_missing_answers_are_told_apart(value, state):
    assert missing_state(value) == state


@pytest.mark.parametrize(
    ("one", "other", "steps"), [("msle", "male", 1), ("amle", "male", 1), ("", "ab", 2), ("malr", "male", 1)]
)
def test_distance(one, other, steps):
    assert distance(one, other) == distance(other, one) == steps


@pytest.mark.parametrize(
    ("written", "meant", "slip"),
    [
        ("msle", "male", True),
        ("femail", "female", False),
        ("femlae", "female", True),
        ("pakstani", "pakistani", True),
        ("f", "m", False),
        ("man", "woman", False),
        ("gale", "male", False),
        ("bangledeshi", "bangladeshi", True),
    ],
)
def test_slips(written, meant, slip):
    assert is_slip(written, meant) is slip
