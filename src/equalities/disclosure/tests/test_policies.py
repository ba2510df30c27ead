import pytest

from equalities.disclosure import Policy, presets
from equalities.refusals import Refused


def test_the_presets_are_those_of_the_file():
    found = {name: (policy.method, policy.threshold, policy.hide_small) for name, policy in presets().items()}
    assert found == {
        "under5": ("suppress", 5, False),
        "under10": ("suppress", 10, False),
        "hesa": ("round", 5, False),
        "nhs_digital_hes": ("round", 8, True),
        "ofqual": ("round", 5, True),
    }
    assert presets()["under5"] == Policy()


def test_the_note_says_what_is_withheld():
    assert Policy().note().startswith("Counts of 1 to 4 are withheld")
    assert Policy(threshold=10, protect_zeros=True).note().startswith("Counts of 0 to 9 are withheld")


def test_what_is_protected_and_what_a_withheld_count_is_at_least():
    assert [Policy().protects(count) for count in (0, 1, 4, 5)] == [False, True, True, False]
    assert Policy(protect_zeros=True).protects(0)
    assert Policy().least_withheld == 1
    assert Policy(attacker="outsider").least_withheld == 0
    assert Policy(protect_zeros=True).least_withheld == 0


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        ({"method": "guess"}, "method must be one of"),
        ({"attacker": "nobody"}, "attacker must be one of"),
        ({"threshold": 0}, "threshold must be a whole number"),
        ({"min_interval": "2"}, "min_interval must be a whole number"),
        ({"treshold": 5}, 'no "treshold"'),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(stored, sentence):
    with pytest.raises(Refused, match=sentence):
        Policy.from_dict(stored)


def test_a_policy_comes_back_equal():
    assert Policy.from_dict(Policy(threshold=10, signed_off_by="Head of Insight").as_dict()) == Policy(
        threshold=10, signed_off_by="Head of Insight"
    )
