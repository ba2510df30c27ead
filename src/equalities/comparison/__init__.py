"""The questions asked of cubes, and what may honestly be said in answer."""

from equalities.comparison.adjusting import Adjusted, adjusted
from equalities.comparison.decomposition import Decomposition, Factor, Part, kitagawa, oaxaca_blinder
from equalities.comparison.disparity import FourFifths, change_in_gap, four_fifths, index_of_disparity
from equalities.comparison.equal_pay import Asked, PayReport, pay_report
from equalities.comparison.extract import Extract, Staffing, read_extract
from equalities.comparison.files import Standing, compare_file
from equalities.comparison.finder import Findings, Gap, Search, find_gaps, find_gaps_in
from equalities.comparison.grades import AuditPolicy, Finding, GradeAudit, GradePay, pay_by_grade
from equalities.comparison.intervals import Estimate, byar, exact_poisson, katz, newcombe, poisson, wilson
from equalities.comparison.official import OfficialFigures, official_faults, official_figures
from equalities.comparison.ordered import cochran_armitage, linear_by_linear, mann_whitney
from equalities.comparison.outcomes import compare
from equalities.comparison.pay import Employee, PayGaps, Quarter, pay_gaps, quarter_sizes, quarters
from equalities.comparison.payroll import Payroll, pay_file
from equalities.comparison.questions import Against, Comparison, GroupOutcome, Published, Question
from equalities.comparison.representation import (
    GroupShare,
    MissingAnswers,
    Representation,
    judged_together,
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
from equalities.comparison.standardised import (
    ESP2013,
    Band,
    direct_rate,
    direct_rate_gamma,
    expected_events,
    expected_shares,
    indirect_ratio,
    indirect_ratio_log,
)
from equalities.comparison.standards import Indicator, WorkforceReport, indicators, workforce_file
from equalities.comparison.survey import Answers, Survey, read_survey, survey
from equalities.comparison.trends import Course, GroupTrend, Movement, Point, Trend, trend, trend_file
from equalities.comparison.verdicts import EXPLAINED, Judgement, Rate, Verdict, gap_verdict, share_verdict
from equalities.comparison.workforce import Process, Workforce, workforce

__all__ = [
    "ESP2013",
    "EXPLAINED",
    "Adjusted",
    "Against",
    "Answers",
    "Asked",
    "AuditPolicy",
    "Band",
    "Comparison",
    "Course",
    "Decomposition",
    "Employee",
    "Estimate",
    "Extract",
    "Factor",
    "Finding",
    "Findings",
    "FourFifths",
    "Gap",
    "GradeAudit",
    "GradePay",
    "GroupOutcome",
    "GroupShare",
    "GroupTrend",
    "Indicator",
    "Judgement",
    "MissingAnswers",
    "Movement",
    "OfficialFigures",
    "Part",
    "PayGaps",
    "PayReport",
    "Payroll",
    "Point",
    "Process",
    "Published",
    "Quarter",
    "Question",
    "Rate",
    "Representation",
    "Search",
    "Staffing",
    "Standing",
    "Survey",
    "Test",
    "Trend",
    "Verdict",
    "Workforce",
    "WorkforceReport",
    "adjusted",
    "association",
    "benjamini_hochberg",
    "byar",
    "change_in_gap",
    "chi_square",
    "cochran_armitage",
    "common_odds",
    "compare",
    "compare_file",
    "direct_rate",
    "direct_rate_gamma",
    "exact_poisson",
    "expected_events",
    "expected_shares",
    "find_gaps",
    "find_gaps_in",
    "fisher",
    "four_fifths",
    "gap_verdict",
    "holm",
    "index_of_disparity",
    "indicators",
    "indirect_ratio",
    "indirect_ratio_log",
    "judged_together",
    "katz",
    "kitagawa",
    "linear_by_linear",
    "mann_whitney",
    "mantel_haenszel",
    "newcombe",
    "oaxaca_blinder",
    "official_faults",
    "official_figures",
    "pay_by_grade",
    "pay_file",
    "pay_gaps",
    "pay_report",
    "poisson",
    "quarter_sizes",
    "quarters",
    "read_extract",
    "read_survey",
    "representation",
    "share_verdict",
    "survey",
    "trend",
    "trend_file",
    "wilson",
    "workforce",
    "workforce_file",
]
