from math import comb

import pytest

from equalities.comparison import EXPLAINED, Judgement, Rate, Verdict, gap_verdict, share_verdict
from equalities.comparison.verdicts import Judged, gap_p, share_p, side_by_side

POLICY = Judgement()


@pytest.mark.parametrize(
    ("n", "base", "unknown", "benchmark", "verdict"),
    [
        (500, 1000, 0, 0.40, Verdict.OVER),
        (300, 1000, 0, 0.40, Verdict.UNDER),
        (405, 1000, 0, 0.40, Verdict.NO_DIFFERENCE_SHOWN),
        (8, 20, 0, 0.50, Verdict.TOO_FEW),  # 40 % against 50 %, and nobody can tell
        (3, 10, 0, 0.05, Verdict.TOO_FEW),  # an exact test would say "over" of three people
        (0, 40, 0, 0.05, Verdict.TOO_FEW),
        (0, 400, 0, 0.05, Verdict.UNDER),  # nobody where 20 were expected: a nought is a finding
        (41_000, 100_000, 0, 0.40, Verdict.SMALL),  # one point of 40: neither 5 points nor 20 %
        (2_500, 100_000, 0, 0.02, Verdict.OVER),  # half a point, but 25 % more
        (300, 1000, 200, 0.40, Verdict.DEPENDS),  # the 200 could bring it to 500 of 1,200
        (300, 1000, 50, 0.40, Verdict.UNDER),
        (500, 1000, 300, 0.40, Verdict.DEPENDS),  # 500 of 1,300 is under 40 %
        (300, 400, 401, 0.40, Verdict.DEPENDS),  # under half answered
        (30, 100, 0, 0.0, Verdict.NOT_COMPARABLE),
    ],
)
def test_what_may_be_said_of_a_share(n, base, unknown, benchmark, verdict):
    assert share_verdict(n, base, unknown, benchmark, POLICY) is verdict


@pytest.mark.parametrize(
    ("group", "reference", "verdict"),
    [
        (Rate(60, 100), Rate(400, 1000), Verdict.OVER),
        (Rate(200, 1000), Rate(400, 1000), Verdict.UNDER),
        (Rate(405, 1000), Rate(400, 1000), Verdict.NO_DIFFERENCE_SHOWN),
        (Rate(5, 12), Rate(400, 1000), Verdict.TOO_FEW),
        (Rate(0, 3), Rate(400, 1000), Verdict.TOO_FEW),
        (Rate(0, 0), Rate(400, 1000), Verdict.TOO_FEW),
        (Rate(41_000, 100_000), Rate(40_000, 100_000), Verdict.SMALL),
        (Rate(200, 1000, 400), Rate(400, 1000), Verdict.DEPENDS),
        (Rate(600, 1000), Rate(400, 1000, 600), Verdict.DEPENDS),
        (Rate(200, 1000, 1001), Rate(400, 1000), Verdict.DEPENDS),
    ],
)
def test_what_may_be_said_of_a_gap(group, reference, verdict):
    assert gap_verdict(group, reference, POLICY) is verdict


def test_the_policy_decides_what_matters():
    strict = Judgement(points=0.005, relative=0.01)
    assert share_verdict(41_000, 100_000, 0, 0.40, strict) is Verdict.OVER


def test_the_share_test_agrees_with_its_interval():
    # 81 of 263: Wilson's limits are 0.255289 and 0.36621 (Newcombe 1998)
    assert share_p(81, 263, 0.2552) < 0.05 < share_p(81, 263, 0.2554)


def test_small_expected_numbers_are_tested_exactly():
    # 2 expected of 10: the chance of 0 (0.8^10) and of all counts that are no likelier: 5 or more
    chances = [comb(10, k) * 0.2**k * 0.8 ** (10 - k) for k in range(11)]
    assert share_p(0, 10, 0.2) == pytest.approx(sum(chance for chance in chances if chance <= chances[0]))


def test_reference_promotion_experiment_rosen_jerdee():
    # 21/24 against 14/24: X2 = 48 x 168^2 / (24 x 24 x 35 x 13) = 5.169, as no expected count is under 5
    assert gap_p(Rate(14, 24), Rate(21, 24)) == pytest.approx(0.02299, abs=5e-6)
    assert gap_verdict(Rate(14, 24), Rate(21, 24), POLICY) is Verdict.UNDER


def test_every_verdict_is_explained_and_none_claims_too_much():
    assert set(EXPLAINED) == set(Verdict)
    text = " ".join(EXPLAINED.values())
    assert "real" not in text
    assert "caused" not in text
    assert "significant" not in text


def test_verdicts_side_by_side_allow_for_how_many_there_are():
    found = [
        Judged(0.03, Verdict.OVER),
        Judged(0.04, Verdict.SMALL),
        Judged(0.001, Verdict.UNDER),
        Judged(None, Verdict.DEPENDS),
    ]
    assert side_by_side(found, Judgement()) == [
        (pytest.approx(0.06), Verdict.TOO_FEW),
        (pytest.approx(0.06), Verdict.NO_DIFFERENCE_SHOWN),
        (pytest.approx(0.003), Verdict.UNDER),
        (None, Verdict.DEPENDS),
    ]


def test_shares_of_two_groups_are_one_test_and_rates_are_two():
    found = [Judged(0.04, verdict) for verdict in (Verdict.OVER, Verdict.UNDER, Verdict.NOT_COMPARABLE)]
    assert side_by_side(found, Judgement()) == [(None, each.verdict) for each in found]
    rates = side_by_side(found, Judgement(), of_shares=False)
    assert [verdict for _p, verdict in rates] == [Verdict.TOO_FEW, Verdict.TOO_FEW, Verdict.NOT_COMPARABLE]
