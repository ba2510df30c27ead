"""The questions asked of cubes, and what may honestly be said in answer."""

from equalities.comparison.intervals import Estimate, byar, exact_poisson, katz, newcombe, poisson, wilson
from equalities.comparison.representation import (
    GroupShare,
    MissingAnswers,
    Representation,
    representation,
)
from equalities.comparison.verdicts import EXPLAINED, Judgement, Rate, Verdict, gap_verdict, share_verdict

__all__ = [
    "EXPLAINED",
    "Estimate",
    "GroupShare",
    "Judgement",
    "MissingAnswers",
    "Rate",
    "Representation",
    "Verdict",
    "byar",
    "exact_poisson",
    "gap_verdict",
    "katz",
    "newcombe",
    "poisson",
    "representation",
    "share_verdict",
    "wilson",
]
