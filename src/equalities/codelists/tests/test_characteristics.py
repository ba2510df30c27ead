import pytest

from equalities.codelists import characteristic, headed, headed_as_place


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


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Ward",
            "Ward name",
            "Home ward",
            "electoralWard",
            "Ward_Code_2023",
            "WD23NM",
            "LSOA21CD",
            "LSOA code",
        ),
        *(
            "Postcode district",
            "Local authority district",
            "Neighbourhood of residence",
            "Library branch",
            "Team",
        ),
    ],
)
def test_areas_teams_and_branches_are_places(heading):
    assert headed_as_place(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Postcode",
        "Sex",
        "Ethnic group",
        "School year",
        "Ward sister",
        "Area of work",
        "Place of birth",
        "Steam",
        "",
    ],
)
def test_other_headings_are_no_places(heading):
    assert not headed_as_place(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Gender identity same as sex at birth",
        "Gender identity same as sex registered at birth",
        "Is the gender you identify with the same as your sex registered at birth?",
        "Do you identify with the same gender as at birth",
        "Is your gender identity the same as the sex registered at birth?",
        "Does your gender identity match your sex registered at birth?",
        "Gender identity different from sex registered at birth",
    ],
)
def test_a_question_on_gender_identity_that_names_sex_is_no_question_on_sex(heading):
    assert headed(heading).name == "gender_identity"
