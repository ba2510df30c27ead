"""The questions asked of cubes, and what may honestly be said in answer."""

from equalities.comparison.files import compare_file, compare_file_as_dict
from equalities.comparison.intervals import Estimate, byar, exact_poisson, katz, newcombe, poisson, wilson
from equalities.comparison.outcomes import compare
from equalities.comparison.pay import Employee, PayGaps, Quarter, pay_gaps, quarter_sizes, quarters
from equalities.comparison.payroll import Payroll, pay_file, pay_file_as_dict
from equalities.comparison.questions import Comparison, GroupOutcome, Question
from equalities.comparison.representation import (
    GroupShare,
    MissingAnswers,
    Representation,
    representation,
)
from equalities.comparison.significance import (
    Test,
    association,
    benjamini_hochberg,
    chi_square,
    common_odds,
    fisher,
    holm,
    mantel_haenszel,
)
from equalities.comparison.verdicts import EXPLAINED, Judgement, Rate, Verdict, gap_verdict, share_verdict

__all__ = [
    "EXPLAINED",
    "Comparison",
    "Employee",
    "Estimate",
    "GroupOutcome",
    "GroupShare",
    "Judgement",
    "MissingAnswers",
    "PayGaps",
    "Payroll",
    "Quarter",
    "Question",
    "Rate",
    "Representation",
    "Test",
    "Verdict",
    "association",
    "benjamini_hochberg",
    "byar",
    "chi_square",
    "common_odds",
    "compare",
    "compare_file",
    "compare_file_as_dict",
    "exact_poisson",
    "fisher",
    "gap_verdict",
    "holm",
    "katz",
    "mantel_haenszel",
    "newcombe",
    "pay_file",
    "pay_file_as_dict",
    "pay_gaps",
    "poisson",
    "quarter_sizes",
    "quarters",
    "representation",
    "share_verdict",
    "wilson",
]
