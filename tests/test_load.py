"""`make load` counts right: what it says of lost and doubled updates is worth as much as its counting."""

from importlib.util import find_spec

import pytest

from benchmarks.load import Load, outcome, quantile, run

SAVES = {
    "name": "save",
    "num_requests": 4,
    "num_failures": 0,
    "response_times": {"10": 2, "200": 1, "900": 1},
}
OPENS = {"name": "open", "num_requests": 5, "num_failures": 1, "response_times": {"5000": 5}}
AWAY = {"name": "no answer", "num_requests": 3, "num_failures": 0, "response_times": {"1": 3}}


def test_lost_and_doubled_are_counted_apart():
    found = outcome([SAVES, OPENS, AWAY], ["a", "b", "c"], ["a", "c", "c", "unanswered"])
    assert (found.requests, found.errors, found.unanswered) == (12, 1, 3)
    assert (found.saved, found.lost, found.doubled) == (3, 1, 1)
    assert (found.p50, found.p95) == (200, 900)
    assert not found.is_good
    assert "lost 1  doubled 1" in str(found)


@pytest.mark.parametrize(
    ("saved", "kept", "good"),
    [(["a"], ["a"], True), (["a"], [], False), (["a"], ["a", "a"], False), ([], [], False)],
)
def test_it_is_good_when_nothing_is_lost_doubled_or_slow(saved, kept, good):
    quick = SAVES | {"response_times": {"10": 4}}
    assert outcome([quick], saved, kept).is_good is good
    assert not outcome([SAVES], saved, kept).is_good


def test_a_quantile_is_one_of_the_times():
    assert quantile([3, 1, 2, 4], 0.5) == 3
    assert quantile([1], 0.95) == 1
    assert quantile([], 0.95) == 0


@pytest.mark.slow_test
@pytest.mark.skipif(find_spec("locust") is None, reason="needs locust")
def test_a_killed_server_loses_nothing_that_was_answered():
    found = run(Load(people=4, seconds=8, pace=0.5), "")
    assert (found.errors, found.lost, found.doubled) == (0, 0, 0)
    assert found.saved > 0
