import itertools

import pytest

from equalities.codelists import load, recognise
from equalities.codelists.ages import band, banded, bands, years


@pytest.mark.parametrize(
    ("value", "age"),
    [
        ("37", 37),
        (" 37.0 ", 37),
        ("37 years old", 37),
        ("37y", 37),
        ("37 weeks", None),
        ("0", 0),
        ("120", 120),
        ("121", None),
        ("-1", None),
        ("-1726", None),
        ("329", None),
        ("99999999999", None),
        ("", None),
        ("25-Jun", None),
    ],
)
def test_absurd_ages_are_no_ages(value, age):
    assert years(value) == age


def test_the_youngest_that_can_be_is_respected():
    assert years("5", youngest=16) is None
    assert years("16", youngest=16) == 16


@pytest.mark.parametrize(
    ("value", "ages"),
    [
        ("25-34", (25, 34)),
        ("25 to 34", (25, 34)),
        ("Aged 10 to 15 years", (10, 15)),
        ("Aged 4 years and under", (0, 4)),
        ("65+", (65, 120)),
        ("65 and over", (65, 120)),
        ("Aged 85 years and over", (85, 120)),
        ("over 34", (35, 120)),
        ("under 16", (0, 15)),
        ("Less than 25", (0, 24)),
        ("55-64 yrs", (55, 64)),
        ("16 to 24 year olds", (16, 24)),
        ("75 or above", (75, 120)),
        ("80+ years", (80, 120)),
        ("65 years +", (65, 120)),
        ("under-16s", (0, 15)),
        ("16 & under", (0, 16)),
        ("34-25", None),
        ("25-Jun", None),
        ("old", None),
    ],
)
def test_bands_as_written(value, ages):
    assert band(value) == ages


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("age_census2021_11a", 11),
        ("age_census2021_3a", 3),
        ("age_census2021_8c", 8),
        ("age_five_year_18", 18),
        ("age_workforce", 6),
    ],
)
def test_every_band_of_a_list_is_read(name, number):
    held = bands(load(name))
    assert len(held) == number
    ordered = sorted(held)
    assert all(low == before + 1 for (_, before), (low, _) in itertools.pairwise(ordered))


def test_ages_fall_into_the_band_that_holds_them_all():
    assert banded((84, 84), bands(load("age_five_year_18"))) == "80-84"
    assert banded((90, 120), bands(load("age_five_year_18"))) == "85+"
    assert banded((15, 15), bands(load("age_workforce"))) is None
    assert banded((60, 120), bands(load("age_five_year_18"))) is None


def test_a_list_with_the_very_bands_goes_before_one_whose_bands_hold_them():
    found = recognise({"16-24": 5, "25-34": 5, "70 and over": 1}, "Age")
    assert found.classification == "age_workforce"
    assert found.mapping["70 and over"] == "65+"


def test_bands_that_a_list_puts_together_are_told():
    found = recognise({"0-15": 1, "16-24": 2, "25-34": 2, "35-64": 3, "65+": 1}, "How old are you?")
    assert found.classification == "age_census2021_3a"
    assert "Its bands are wider than the column's: 5 bands become 3." in found.reasons
