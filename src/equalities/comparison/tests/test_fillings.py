"""No verdict claims a difference that some answers of those who gave none contradict: tried with all of them."""

from functools import cache
from itertools import product

import pytest

from equalities.comparison import Judgement, Rate, Verdict, gap_verdict, share_verdict
from equalities.comparison.verdicts import (
    CLAIMS,
    Judged,
    gap_p,
    gap_p_highest,
    share_p,
    share_p_highest,
    side_by_side,
)

POLICY = Judgement()
CAREFREE = Judgement(points=0.001, relative=0.01, least_declared=0.0, fewest=1)
"""Under which small tables bear claims, so that there is much to contradict."""


@pytest.mark.slow_test
@pytest.mark.parametrize("judgement", [POLICY, CAREFREE])
@pytest.mark.parametrize("benchmark", [0.04, 0.3, 0.5, 0.93])
def test_a_share_is_claimed_only_where_every_filling_claims_it(benchmark, judgement):
    claimed = 0
    for base, unknown in product((9, 40), (1, 4, 9)):
        for n in range(base + 1):
            verdict = share_verdict(n, base, unknown, benchmark, judgement)
            filled = {
                share_verdict(n + more, base + unknown, 0, benchmark, judgement)
                for more in range(unknown + 1)
            }
            assert verdict not in CLAIMS or filled == {verdict}, (n, base, unknown)
            claimed += verdict in CLAIMS
    assert claimed > 10


@pytest.mark.slow_test
@pytest.mark.parametrize("judgement", [POLICY, CAREFREE])
def test_a_share_is_claimed_only_where_any_number_up_to_the_most_claims_it(judgement):
    claimed = 0
    for base, most, benchmark in product((9, 40), (3, 6), (0.04, 0.3, 0.5)):
        for n in range(base + 1):
            verdict = share_verdict(n, base, most, benchmark, judgement)
            if verdict in CLAIMS:
                filled = {
                    share_known(n + more, base + unknown, benchmark, judgement)
                    for unknown in range(most + 1)
                    for more in range(unknown + 1)
                }
                assert filled == {verdict}, (n, base, most)
                claimed += 1
    assert claimed > 50


@cache
def share_known(n, base, benchmark, judgement):
    return share_verdict(n, base, 0, benchmark, judgement)


def test_a_share_that_no_filling_turns_but_one_makes_chance_depends():
    assert share_verdict(62, 100, 0, 0.5, POLICY) is Verdict.OVER
    assert 62 / 106 > 0.5
    assert share_p(62, 106, 0.5) > 0.05
    assert share_verdict(62, 100, 6, 0.5, POLICY) is Verdict.DEPENDS


def test_a_share_that_one_filling_makes_too_small_to_matter_depends():
    assert share_verdict(5_600, 10_000, 0, 0.5, POLICY) is Verdict.OVER
    assert share_p(5_600, 10_400, 0.5) < 0.001
    assert share_verdict(5_600, 10_000, 400, 0.5, POLICY) is Verdict.DEPENDS


def test_a_small_difference_that_one_filling_makes_matter_depends():
    assert share_verdict(5_400, 10_000, 0, 0.5, POLICY) is Verdict.SMALL
    assert share_verdict(5_400, 10_000, 50, 0.5, POLICY) is Verdict.SMALL
    assert share_verdict(5_400, 10_000, 400, 0.5, POLICY) is Verdict.DEPENDS


def test_that_none_is_shown_claims_nothing_of_those_who_did_not_answer():
    assert share_verdict(405, 1000, 100, 0.40, POLICY) is Verdict.NO_DIFFERENCE_SHOWN


@cache
def known(events, base, others, other_base, judgement=CAREFREE):
    return gap_verdict(Rate(events, base), Rate(others, other_base), judgement)


@pytest.mark.slow_test
@pytest.mark.parametrize(("unknown", "other_unknown"), [(1, 0), (0, 2), (2, 2)])
def test_a_gap_is_claimed_only_where_every_filling_claims_it(unknown, other_unknown):
    claimed = 0
    for (base, other_base), events in product([(8, 14), (14, 14), (25, 9)], range(26)):
        for others in range(other_base + 1):
            if events > base:
                continue
            rates = Rate(events, base, unknown), Rate(others, other_base, other_unknown)
            verdict = gap_verdict(*rates, CAREFREE)
            filled = {
                known(events + more, base + unknown, others + also, other_base + other_unknown)
                for more, also in product(range(unknown + 1), range(other_unknown + 1))
            }
            assert verdict not in CLAIMS or filled == {verdict}, rates
            claimed += verdict in CLAIMS
    assert claimed > 20


@pytest.mark.slow_test
def test_a_gap_is_claimed_only_where_any_numbers_up_to_the_most_claim_it():
    claimed = 0
    for events, others in product(range(15), range(10)):
        verdict = gap_verdict(Rate(events, 14, 2), Rate(others, 9, 1), CAREFREE)
        filled = {
            known(events + more, 14 + unknown, others + also, 9 + other)
            for unknown, other in product(range(3), range(2))
            for more, also in product(range(unknown + 1), range(other + 1))
        }
        assert verdict not in CLAIMS or filled == {verdict}, (events, others)
        claimed += verdict in CLAIMS
    assert claimed > 20


@pytest.mark.slow_test
def test_the_highest_chance_of_a_gap_is_that_of_no_filling_surpassed():
    for events, others in product(range(13), range(13)):
        rates = Rate(events, 12, 2), Rate(others, 12, 1)
        filled = [
            gap_p(Rate(events + more, 14), Rate(others + also, 13))
            for more, also in product(range(3), range(2))
        ]
        assert max(filled) <= gap_p_highest(*rates) + 1e-12, rates


def judged(counts, base, unknown, shares, judgement):
    found = [
        Judged(
            share_p(n, base, share),
            share_verdict(n, base, unknown, share, judgement),
            share_p_highest(n, base, unknown, share),
        )
        for n, share in zip(counts, shares, strict=True)
    ]
    return [verdict for _p, verdict in side_by_side(found, judgement)]


def fillings(unknown, groups):
    if groups == 1:
        return [(unknown,)]
    return [(first, *rest) for first in range(unknown + 1) for rest in fillings(unknown - first, groups - 1)]


@pytest.mark.slow_test
@pytest.mark.parametrize("unknown", [1, 3, 6])
def test_among_several_groups_every_joint_filling_bears_each_claim(unknown):
    shares, claimed = (0.5, 0.3, 0.2), 0
    for first in range(0, 61, 3):
        for second in range(0, 61 - first, 4):
            counts = (first, second, 60 - first - second)
            said = judged(counts, 60, unknown, shares, CAREFREE)
            for more in fillings(unknown, 3):
                check_borne(said, counts, more, shares)
            claimed += sum(verdict in CLAIMS for verdict in said)
    assert claimed > 20


@pytest.mark.slow_test
def test_among_several_groups_any_number_up_to_the_most_bears_each_claim():
    shares, claimed = (0.5, 0.3, 0.2), 0
    for first, second in product(range(0, 61, 4), range(0, 61, 5)):
        counts = (first, second, 60 - first - second)
        if counts[2] < 0:
            continue
        said = judged(counts, 60, 4, shares, CAREFREE)
        for more in fillings_up_to(4):
            check_borne(said, counts, more, shares)
        claimed += sum(verdict in CLAIMS for verdict in said)
    assert claimed > 20


def check_borne(said, counts, more, shares):
    """That each claim made of 60 people with an answer holds with `more` people of each group."""
    filled = [n + added for n, added in zip(counts, more, strict=True)]
    then = judged(filled, 60 + sum(more), 0, shares, CAREFREE)
    for verdict, other in zip(said, then, strict=True):
        assert verdict not in CLAIMS or other == verdict, (counts, more)


def fillings_up_to(most):
    return [each for unknown in range(most + 1) for each in fillings(unknown, 3)]


def test_a_claim_that_chance_among_so_many_undoes_in_some_filling_depends():
    certain = [Judged(0.001, Verdict.OVER), Judged(0.9, Verdict.TOO_FEW), Judged(0.9, Verdict.TOO_FEW)]
    open_ = Judged(0.015, Verdict.UNDER, p_highest=0.03)
    found = side_by_side([*certain, open_], POLICY)
    assert found[0] == (pytest.approx(0.004), Verdict.OVER)
    assert found[3] == (pytest.approx(0.045), Verdict.DEPENDS)
