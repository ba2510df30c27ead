import csv
import json
from collections import Counter

import pytest

from equalities.codelists import recognise
from equalities.refusals import Refused


def column(path, name):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return Counter(row[name] for row in csv.DictReader(file))


def adds_up(found, values):
    return found.recognised + sum(found.unrecognised.values()) + sum(found.missing.values()) == sum(
        values.values()
    )


def test_standardised_and_slips_and_codes_together():
    values = {
        "Asian or Asian British - Indian": 2,
        "indian": 3,
        "A1 - Indian": 5,
        "W1": 4,
        "Pakstani": 3,
        "White - British": 1,
        "": 3,
        "Prefer not to say": 2,
        "Martian": 4,
    }
    found = recognise(values, "Ethnic origin")
    assert found.classification == "ethnic_group_census2001_ew"
    assert {found.mapping[value] for value in ("indian", "A1 - Indian")} == {"A1"}
    assert found.slips == {"Pakstani": "A2"}
    assert found.unrecognised == {"Martian": 4}
    assert found.missing == {"not_recorded": 3, "prefer_not_to_say": 2}
    assert found.confidence == pytest.approx(18 / 22, abs=0.001)
    assert adds_up(found, values)


def test_nhs_letters_with_their_two_kinds_of_missing():
    found = recognise({"A": 5, "B": 3, "H": 4, "Z": 3, "99": 2, "S": 1}, "ethnic category")
    assert found.classification == "ethnic_group_nhs_2001"
    assert found.missing == {"not_stated": 3, "not_asked": 2}


def test_codes_that_two_censuses_use_differently_are_not_guessed():
    found = recognise({"A1": 5, "B1": 3, "W1": 4, "M1": 3}, "ethnicity")
    assert found.classification is None
    assert found.recognised == 0
    assert "different meanings" in found.reasons[-1]


def test_one_code_that_only_one_census_has_settles_it():
    found = recognise({"A1": 5, "B1": 3, "W1": 4, "A5": 3, "W4": 2, "M4": 1}, "ethnicity")
    assert found.classification == "ethnic_group_census2011_ew"


def test_chinese_beside_asian_is_the_2001_way():
    values = {"White": 5, "Asian": 3, "Black": 2, "Other": 1, "Mixed": 1, "Chinese": 1}
    assert recognise(values, "ethnicity").classification == "ethnic_group_census2001_ew"


def test_other_is_a_broad_group_among_broad_groups():
    values = {"White": 5, "Asian": 3, "Black": 2, "Other": 1}
    assert recognise(values, "ethnicity").mapping["Other"] == "other"
    assert (
        recognise({**values, "White Irish": 3, "Indian": 2, "Arab": 1}, "ethnicity").mapping["Other"] == "19"
    )


def test_numbers_mean_nothing_until_somebody_says_so():
    values = {"1": 5, "2": 3}
    assert recognise(values, "sex").classification is None
    assert "bare numbers" in recognise(values, "sex").reasons[-1]
    assert recognise(values, "sex", classification="sex_census2021").mapping == {"1": "1", "2": "2"}


def test_gender_is_neither_sex_nor_gender_identity():
    values = {"Male": 5, "F": 3, "Non-binary": 1, "Femail": 1}
    found = recognise(values, "Gender")
    assert (found.classification, found.recognised) == ("gender_recorded", 10)
    assert recognise({"Male": 5, "F": 3}, "Sex").classification == "sex_census2021"


def test_an_officer_may_rule_what_gender_was():
    found = recognise({"Male": 5, "F": 3}, "Gender", classification="sex_census2021")
    assert (found.characteristic, found.mapping) == ("sex", {"Male": "2", "F": "1"})


def test_yes_and_no_need_a_heading():
    values = {"Yes": 5, "No": 3, "Prefer not to say": 2}
    assert recognise(values, "Disabled?").mapping == {"Yes": "disabled", "No": "not_disabled"}
    assert recognise(values, "Attended").characteristic is None


def test_yes_about_gender_identity_depends_on_what_was_asked():
    values = {"Yes": 2, "No": 95}
    trans = recognise(values, "Trans").mapping
    same = recognise(values, "Gender the same as at birth").mapping
    assert (trans["Yes"], same["Yes"]) == (same["No"], trans["No"])
    assert trans["No"] == "1"
    assert recognise(values, "Gender identity").classification is None


def test_letters_without_a_heading_are_not_ethnic_codes():
    assert recognise(dict.fromkeys("ABCDEF", 4), "Dept").characteristic is None


def test_values_of_no_characteristic_stay_inside():
    found = recognise({"12 Elm Road": 1, "": 2}, "Address")
    assert (found.unrecognised, found.missing) == ({}, {"not_recorded": 2})


def test_refused_is_an_outcome_where_nobody_was_asked_a_question():
    values = {"Granted": 5, "Refused": 3, "Unknown": 1, "": 2}
    assert recognise(values, "Decision").missing == {"not_recorded": 3}
    assert recognise({"Sikh": 5, "Refused": 3}, "Religion").missing == {"prefer_not_to_say": 3}


def test_union_membership_is_refused_and_its_values_not_shown():
    found = recognise({"Unison": 5}, "Trade union")
    assert found.refused.startswith("Trade union membership is not among")
    assert found.unrecognised == found.mapping == {}


def test_lists_of_one_title_are_told_once():
    found = recognise({"English": 60, "Polish": 50, "Urdu": 40, "Panjabi": 30}, "First language")
    assert found.reasons[-1] == (
        "The values fit Main language, 94 groups as well, where some of them mean something else."
    )


def test_no_to_pregnancy_is_none_of_its_groups():
    found = recognise({"N": 50, "On maternity leave": 3, "Y": 2}, "Pregnancy or maternity")
    assert found.mapping == {"N": "no", "On maternity leave": "maternity_leave"}
    assert found.unrecognised == {"Y": 2}, "pregnant, or on leave?"


def test_several_answers_in_one_cell_are_said():
    found = recognise({"Jewish": 5, "Muslim": 3, "Jewish, Muslim": 1}, "religion")
    assert found.unrecognised == {"Jewish, Muslim": 1}
    assert "Jewish, Muslim" in found.reasons[-1]


def test_bands_of_age_choose_their_list():
    found = recognise({"25-34": 5, "65+": 3, "35 to 44": 2, "Not known": 1}, "age group")
    assert found.classification == "age_workforce"
    assert found.missing == {"not_recorded": 1}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("Mixed/Multiple ethnic groups: Other", "12"),
        ("Asian (Other)", "5"),
        ("White: Any other White background", "17"),
        ("Black, African, Caribbean or Black British - African", "6"),
        ("Black / African / Caribbean", "black"),
        ("Mixed white and black carribean", "11"),
        ("WHITE BRITISH", "13"),
        ("Gypsy/Traveller", "15"),
    ],
)
def test_ways_of_writing_a_group(value, code):
    values = {value: 1, "Roma": 9, "Arab": 9, "Any other ethnic group": 9}
    assert recognise(values, "ethnicity").mapping[value] == code


def test_an_unknown_classification_is_refused():
    with pytest.raises(Refused, match="no code list"):
        recognise({"a": 1}, classification="nonsense")


def test_no_answers_at_all():
    assert recognise({"": 9}, "ethnicity").reasons[-1] == "No row has an answer."


def test_reference_osmi_gender_spellings(shared):
    values = column(shared / "data/freetext/osmi_survey_2014_a.csv", "Gender")
    found = recognise(values, "Gender")
    assert {
        value: found.mapping[value] for value in ("msle", "Make", "Malr", "Cis Male", "Trans-female")
    } == {
        "msle": "man",
        "Make": "man",
        "Malr": "man",
        "Cis Male": "man",
        "Trans-female": "trans_woman",
    }
    assert set(found.unrecognised) == {
        "queer/she/they",
        "queer",
        "All",
        "male leaning androgynous",
        "ostensibly male, unsure what that really means",
    }
    assert adds_up(found, values)


def test_reference_osmi_absurd_ages(shared):
    values = column(shared / "data/freetext/osmi_survey_2014_a.csv", "Age")
    assert set(recognise(values, "Age").unrecognised) == {"329", "99999999999"}
    assert set(recognise(values, "Age", youngest=16).unrecognised) == {"5", "11", "329", "99999999999"}


def test_reference_stop_search_uses_the_2001_groups(shared):
    values = column(shared / "data/stopsearch/eff_stop_search_2006_2012.csv", "Ethnicity")
    found = recognise(values, "Ethnicity")
    assert found.classification == "ethnic_group_census2001_ew"
    assert found.unrecognised == {"All": 270}
    assert found.missing == {"not_recorded": 540}


def test_reference_police_self_and_officer_defined(shared):
    records = json.loads((shared / "data/stopsearch/police_api_stops_2023-01.json").read_text())
    by_self = Counter(record["self_defined_ethnicity"] or "" for record in records)
    found = recognise(by_self, "self_defined_ethnicity")
    assert found.classification == "ethnic_group_census2011_ew"
    assert (found.recognised, found.missing) == (90, {"not_stated": 66, "not_recorded": 9})
    by_officer = Counter(record["officer_defined_ethnicity"] or "" for record in records)
    officer = recognise(by_officer, "officer_defined_ethnicity")
    assert set(officer.mapping.values()) == {"white", "black", "asian", "other"}


def test_reference_hate_crime_cells_with_several_values(shared):
    values = column(shared / "data/hatecrime/toronto_hate_crimes_a.csv", "RELIGION_BIAS")
    found = recognise(values, "RELIGION_BIAS")
    assert found.unrecognised["Jewish, Muslim"] == 3
    assert found.missing == {"not_recorded": 489}


@pytest.mark.parametrize(
    ("file", "heading", "classification"),
    [
        ("2021_population_ethnic_group_ward_trafford.csv", "ethnic_group", "ethnic_group_census2021_ew"),
        ("2021_population_religion_ward_trafford.csv", "religion", "religion_census2021_ew"),
        ("2021_disability_ward_trafford.csv", "disability_category", "disability_census2021_ew"),
        ("2021_sexual_orientation_la_gm.csv", "sexual_orientation", "sexual_orientation_census2021_6a"),
    ],
)
def test_reference_census_labels(shared, file, heading, classification):
    found = recognise(column(shared / "data/census" / file, heading), heading)
    assert (found.classification, found.unrecognised) == (classification, {})


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Population by ethnicity", ("615,061", "804,841", "12", "N/A")),
        ("Number of disabled staff", ("3", "17", "1250")),
        ("Ethnicity rate per 1,000", ("9.39", "10.9", "-")),
        ("Religion, share", ("12%", "3%")),
    ],
)
def test_a_column_of_figures_is_no_characteristic(heading, values):
    found = recognise(dict.fromkeys(values, 1), heading)
    assert (found.characteristic, found.unrecognised) == (None, {})
    assert found.reasons[-1] == "The values are figures, and nobody's answers."


def test_codes_of_an_unknown_list_stay_answers():
    found = recognise({"1.0": 3, "2": 4, "998": 1}, "Ethnicity")
    assert (found.characteristic, sum(found.unrecognised.values())) == ("ethnicity", 8)


@pytest.mark.parametrize(
    "values", [("Dynion", "Menywod"), ("Gwrywaidd", "Benywaidd"), ("Bechgyn", "Merched")]
)
def test_men_and_women_in_welsh(values):
    found = recognise({values[0]: 1, values[1]: 2, "Ddim am ddweud": 3}, "Rhyw")
    assert (found.classification, found.recognised, found.missing) == (
        "sex_census2021", 3, {"prefer_not_to_say": 3}
    )  # fmt: skip


def test_several_answers_of_a_column_without_a_list_are_told_by_their_parts():
    several = recognise({"chess;go": 2, "go|draughts": 1, "bridge": 4}, "Ethnicity")
    assert several.reasons[-1] == "Several answers stand in one cell: “chess;go”, “go|draughts”."
    named = recognise({"Camden, London": 2, "Ealing, London": 1}, "Ethnicity")
    assert not any("Several answers" in reason for reason in named.reasons)


@pytest.mark.parametrize(
    "denomination", ["Christian - Catholic", "Christian (Church of England)", "Anglican", "Baptist"]
)
def test_a_denomination_is_christian_where_the_list_has_christians_alone(denomination):
    found = recognise({"C of E": 30, denomination: 20, "Muslim": 10, "No religion": 40}, "Religion")
    assert found.mapping[denomination] == found.mapping["C of E"]


def test_a_list_that_tells_denominations_apart_keeps_them():
    values = {"Church of Scotland": 30, "Roman Catholic": 20, "Other Christian": 10, "Muslim": 5, "None": 40}
    found = recognise(values, "Religion")
    assert found.classification == "religion_scotland_2022"
    assert len(set(found.mapping.values())) == 5
