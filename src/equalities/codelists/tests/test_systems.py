"""Columns as systems in use write them: their own codes, Welsh, other countries."""

import pytest

from equalities.codelists import load, recognise

NHS_LETTERS = dict.fromkeys("ABCDEFGHJKLMNPRS", 3)


@pytest.mark.parametrize(
    ("header", "values", "classification", "missing"),
    [
        ("ETHNOS", {**NHS_LETTERS, "Z": 2, "X": 1}, "ethnic_group_nhs_2001", {"not_stated": 2, "not_recorded": 1}),
        ("Gender", {"1": 9, "2": 8, "9": 1, "X": 1, "0": 2}, "gender_nhs", {"not_recorded": 3}),
        ("Person_Stated_Gender_Code", {"1": 9, "2": 8}, "gender_nhs", {}),
        ("Sex", {"1.0": 9, "2.0": 8, "9.0": 1}, "sex_nhs", {}),
        ("Sexual orientation", {"1": 9, "2": 1, "U": 1, "Z": 3}, "sexual_orientation_nhs", {"not_stated": 4}),
        ("Religion", {"C": 9, "G": 4, "L": 8, "M": 2}, "religion_nhs", {"prefer_not_to_say": 2}),
        ("ETHNIC", {"10": 9, "31": 4, "80": 2, "90": 1, "98": 2}, "ethnic_group_hesa_2012", {"not_recorded": 1, "prefer_not_to_say": 2}),
        ("ETHNIC", {"160": 9, "103": 4, "997": 2, "998": 1}, "ethnic_group_hesa_2022", {"not_stated": 2, "prefer_not_to_say": 1}),
        ("Ethnicity", {"WBRI": 9, "AIND": 2, "BOTH": 1, "REFU": 1, "NOBT": 3}, "ethnic_group_schools_england", {"prefer_not_to_say": 1, "not_recorded": 3}),
        ("Race", {"White": 9, "Black or African American": 4, "Hispanic": 3, "Two or more races": 1}, "race_us_1997", {}),
        ("disability", {"1": 9, "0": 30, "NULL": 1}, "disability_census2021_ew", {"not_recorded": 1}),
        ("Trans", {"1.0": 2, "0.0": 90}, "gender_identity_census2021_4a", {}),
    ],
)  # fmt: skip
def test_codes_of_systems_in_use(header, values, classification, missing):
    found = recognise(values, header)
    assert (found.classification, found.unrecognised, found.missing) == (classification, {}, missing)


@pytest.mark.parametrize("header", ["Sex", "Gender"])
@pytest.mark.parametrize("values", [{"1": 9, "2": 8}, {"0": 9, "1": 8}, {"0": 1, "1": 9, "2": 8}])
def test_numbers_that_are_anybodys_are_nobodys(header, values):
    found = recognise(values, header)
    assert (found.classification, found.unrecognised) == (None, values)


def test_ones_alone_say_neither_yes_nor_no():
    assert recognise({"1": 9}, "Disabled").classification is None


def test_a_list_with_signs_is_left_out_where_none_stands_in_the_column():
    """The United States' list has White, Asian, Black and Other too."""
    found = recognise({"White": 9, "Asian": 3, "Black": 2, "Other": 1}, "Race")
    assert (found.classification, found.confidence) == ("ethnic_group_census2021_ew", 1.0)


def test_what_gave_a_list_away_is_said_and_leaves_some_doubt():
    found = recognise({"1": 9, "2": 8, "9": 1}, "Gender")
    assert "Known by what only that list has: 9." in found.reasons
    assert found.confidence == 0.9
    assert load("gender_nhs")[found.mapping["1"]].label == "Male"


def test_a_gender_of_x_is_not_taken_for_the_code_of_nothing_recorded():
    assert recognise({"M": 9, "F": 8, "X": 2}, "Gender").unrecognised == {"X": 2}


def test_a_broader_group_in_brackets_tells_the_list():
    values = {"British (White)": 9, "Indian (Asian or Asian British)": 3, "Chinese (other ethnic group)": 2}
    assert recognise(values, "Ethnicity").classification == "ethnic_group_nhs_2001"


def test_a_code_and_its_reason_for_no_answer_agree():
    found = recognise({"A White - British": 9, "H - Indian": 2, "Z - Not stated": 3}, "Ethnic origin")
    assert (found.unrecognised, found.missing) == ({}, {"not_stated": 3})


def test_a_column_of_slips_is_read_by_the_nearest_group():
    found = recognise({"White Britsh": 9, "Pakstani": 2, "Indain": 2, "Carribean": 1}, "Ethnicity")
    assert {load(found.classification)[code].label for code in found.mapping.values()} >= {
        "Indian",
        "Pakistani",
    }
    assert (len(found.slips), found.unrecognised) == (4, {})


WELSH = {
    "Grŵp ethnig": (
        {"Gwyn": 9, "Asiaidd": 2, "Du": 2, "Cymysg": 1, "Arall": 1},
        ["white", "asian", "black", "mixed", "other"],
    ),
    "Rhyw": ({"Benyw": 9, "Gwryw": 8}, ["1", "2"]),
    "Crefydd": (
        {"Dim crefydd": 9, "Cristion": 8, "Mwslim": 1, "Hindŵ": 1, "Iddew": 1, "Unrhyw grefydd arall": 1},
        ["1", "2", "6", "4", "5", "8"],
    ),
    "Anabledd": ({"Oes": 3, "Nac oes": 9}, ["disabled", "not_disabled"]),
    "Cyfeiriadedd rhywiol": ({"Heterorywiol": 9, "Hoyw neu lesbiaidd": 2, "Deurywiol": 1}, ["1", "2", "3"]),
    "Statws priodasol": ({"Sengl": 9, "Priod": 8, "Gweddw": 1}, ["1", "g2", "10"]),
}


@pytest.mark.parametrize("header", WELSH)
def test_welsh(header):
    values, codes = WELSH[header]
    found = recognise({**values, "Mae'n well gennyf beidio â dweud": 4}, header)
    assert [found.mapping[value] for value in values] == codes
    assert found.missing == {"prefer_not_to_say": 4}


def test_finer_groups_in_welsh_after_their_broader_one():
    values = {
        "Gwyn: Cymreig, Seisnig, Albanaidd, Gwyddelig Gogledd Iwerddon neu Brydeinig": 9,
        "Asiaidd, Asiaidd Cymreig neu Asiaidd Prydeinig: Indiaidd": 2,
        "Du, Du Cymreig, Du Prydeinig, Caribïaidd neu Affricanaidd: Affricanaidd": 1,
        "Grŵp ethnig arall: Arabaidd": 1,
    }
    found = recognise(values, "Ethnigrwydd")
    assert found.classification == "ethnic_group_census2021_ew"
    assert list(found.mapping.values()) == ["13", "3", "6", "18"]


def test_scottish_groups_in_the_words_of_either_census():
    values = {"White Scottish": 9, "Pakistani, Pakistani Scottish or Pakistani British": 2, "White Polish": 1}
    found = recognise({**values, "Indian, Scottish Indian or British Indian": 1}, "Ethnic group")
    assert (found.classification, found.unrecognised) == ("ethnic_group_scotland_2022", {})


def test_lesbian_gay_and_bisexual_together():
    found = recognise({"Heterosexual / Straight": 80, "LGB": 9}, "Sexual orientation")
    assert (found.classification, found.unrecognised) == ("sexual_orientation_census2021_4a", {})


def test_yes_to_pregnancy_or_maternity_has_a_list_of_its_own():
    found = recognise({"Yes": 3, "No": 50}, "Pregnancy/maternity")
    assert found.classification == "pregnancy_maternity_broad"
    assert (found.mapping, found.confidence) == ({"Yes": "yes", "No": "no"}, 1.0)
