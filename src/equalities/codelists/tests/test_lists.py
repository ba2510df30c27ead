from datetime import date

import pytest

from equalities.codelists import characteristics, lists_for, load, names, state_labels
from equalities.refusals import Refused


@pytest.mark.parametrize("name", names())
def test_every_list_is_whole(name):
    codelist = load(name)
    codes = [code.code for code in codelist.codes]
    assert codes
    assert len(codes) == len(set(codes))
    assert {code.parent for code in codelist.codes} <= {None, *codes}
    assert set(codelist.states.values()) <= set(state_labels())
    assert codelist.licence
    assert codelist.source
    assert codelist.version
    assert codelist.publisher
    assert isinstance(codelist.valid_from, date)
    assert codelist.valid_to is None or codelist.valid_to > codelist.valid_from


def test_every_characteristic_of_a_list_is_known():
    known = {each.name for each in characteristics()} | {None}
    assert {load(name).characteristic for name in names()} <= known


def test_census_2021_has_nineteen_groups_in_five():
    codelist = load("ethnic_group_census2021_ew")
    assert (len(codelist.leaves), len(codelist.tops)) == (19, 5)
    assert codelist.members("asian") == ("1", "2", "3", "4", "5")
    assert codelist["3"].label == "Indian"
    assert codelist.states == {"-8": "not_applicable"}


def test_missing_answers_of_the_nhs_list_are_not_groups():
    nhs = load("ethnic_group_nhs_2001")
    assert len(nhs.leaves) == 16
    assert nhs.states == {"Z": "not_stated", "99": "not_asked", "X": "not_recorded"}


def test_sex_and_gender_identity_and_gender_are_three_lists():
    assert [each.name for each in lists_for("sex")] == ["sex_census2021", "sex_nhs"]
    assert {each.name for each in lists_for("gender_identity")} == {
        "gender_identity_census2021_4a",
        "gender_identity_census2021_8a",
    }
    assert [each.name for each in lists_for("gender_recorded")] == ["gender_recorded", "gender_nhs"]


def test_missing_states_are_kept_apart():
    assert list(state_labels()) == [
        "prefer_not_to_say",
        "not_answered",
        "not_stated",
        "not_asked",
        "not_recorded",
        "not_applicable",
        "uncodable",
    ]


def test_an_unknown_list_is_refused():
    with pytest.raises(Refused, match="no code list called ethnic_group_1991"):
        load("ethnic_group_1991")
