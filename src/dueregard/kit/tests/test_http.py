"""Numbers that an address or a form says."""

import pytest

from dueregard.kit.http import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("17", 17), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 4_400, None)]
    + [(text, None) for text in ("", "-1", "1.0", "²", "one", " 1")],
)
def test_a_number_that_a_database_can_hold(text, number):
    assert whole_number(text) == number
