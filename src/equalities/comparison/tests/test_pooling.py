import numpy as np
import pytest

from equalities.comparison.pooling import pooled_gaps


def test_rare_large_gaps_stay_and_noise_goes():
    chance = np.random.default_rng(12)
    gaps = np.concatenate([np.full(20, 0.2), np.zeros(980)]) + chance.normal(0, 0.03, 1_000)
    drawn = pooled_gaps(gaps, np.full(1_000, 0.03**2))
    assert drawn[:20].mean() == pytest.approx(0.19, abs=0.02)
    assert np.abs(drawn[20:]).mean() < 0.002


def test_common_gaps_are_kept_as_one_normal_spread_would():
    chance = np.random.default_rng(21)
    spread, error = 0.08, 0.04
    gaps = chance.normal(0, spread, 5_000) + chance.normal(0, error, 5_000)
    drawn = pooled_gaps(gaps, np.full(5_000, error**2))
    shrunk = spread**2 / (spread**2 + error**2)  # the posterior mean where all true gaps have one spread
    assert (drawn @ gaps) / (gaps @ gaps) == pytest.approx(shrunk, abs=0.03)


def test_the_fewer_people_the_nearer_to_none():
    drawn = pooled_gaps(np.full(3, 0.2), np.array([0.0004, 0.004, 0.04]))
    assert 0.2 > drawn[0] > drawn[1] > drawn[2] > 0


def test_one_gap_alone_is_none_until_it_is_clear():
    assert pooled_gaps(np.array([0.1]), np.array([0.01]))[0] == pytest.approx(0, abs=0.01)
    assert pooled_gaps(np.array([-0.3]), np.array([0.001]))[0] == pytest.approx(-0.29, abs=0.02)
    assert pooled_gaps(np.array([]), np.array([])).tolist() == []
