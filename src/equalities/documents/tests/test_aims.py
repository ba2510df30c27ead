import pytest

from equalities.documents import aims


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Advance", ("b_advance",)),
        ("Eliminate, Advance", ("a_eliminate", "b_advance")),
        ("Fostering good relations; eliminating discrimination", ("a_eliminate", "c_foster")),
        ("All", ("All",)),
        ("To be\nmapped", ("To be mapped",)),
        ("", ()),
    ],
)
def test_a_column_of_aims(cell, found):
    assert aims.as_written(cell) == found


def test_a_sentence_must_name_the_aim_whole():
    assert aims.named("Advance the ramp programme") == ()
    assert aims.named("Advances equality of opportunity") == ("b_advance",)
