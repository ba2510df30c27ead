import pytest

from equalities.codelists import characteristic, headed


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Ethnicity", "ethnicity"),
        ("self_defined_ethnicity", "ethnicity"),
        ("ethnicGroup", "ethnicity"),
        ("Sex", "sex"),
        ("Gender", "gender_recorded"),
        ("Gender identity", "gender_identity"),
        ("Is your gender the same as at birth? (trans)", "gender_identity"),
        ("sexual_orientation", "sexual_orientation"),
        ("Disabled?", "disability"),
        ("AGE_BAND", "age"),
        ("Religion or belief", "religion"),
        ("Trade union membership", "trade_union"),
    ],
)
def test_a_heading_names_its_characteristic(header, name):
    assert headed(header).name == name


@pytest.mark.parametrize(
    "header", ["Average", "Wage", "Language test passed on", "Message", "Essex ward", "comments", ""]
)
def test_a_heading_is_read_as_whole_words(header):
    found = headed(header)
    assert found is None or found.name == "language"


def test_trade_union_membership_may_not_be_collected():
    assert "paragraph 8" in characteristic("trade_union").refused
    assert characteristic("ethnicity").refused is None


def test_the_condition_covers_four_kinds():
    kinds = {"ethnicity", "religion", "disability", "sexual_orientation"}
    assert all(characteristic(name).condition.startswith("Equality monitoring (") for name in kinds)
    assert characteristic("sex").condition is None
    assert not characteristic("sex").special
    assert not characteristic("gender_identity").confirmed
