"""Linear programmes in whole numbers or fractions, through HiGHS."""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Numbers = NDArray[np.float64]
INFINITE = highspy.kHighsInf


@dataclass(frozen=True)
class Programme:
    """Least `cost` x where lower <= x <= upper and row_lower <= rows x <= row_upper."""

    cost: Numbers
    lower: Numbers
    upper: Numbers
    rows: sparse.csr_array
    row_lower: Numbers
    row_upper: Numbers

    def solver(self, *, whole: bool) -> highspy.Highs:
        """The programme loaded, with x in whole numbers or not, ready for `run`."""
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.cost), self.rows.shape[0]
        model.col_cost_, model.col_lower_, model.col_upper_ = self.cost, self.lower, self.upper
        model.row_lower_, model.row_upper_ = self.row_lower, self.row_upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = self.rows.indptr
        model.a_matrix_.index_ = self.rows.indices
        model.a_matrix_.value_ = self.rows.data.astype(np.float64)
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * len(self.cost)
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)  # noqa: FBT003 (the solver's own interface)
        solver.setOptionValue("threads", 1)
        solver.passModel(model)
        return solver

    def solution(self, *, whole: bool, seconds: float, gap: float = 0.0) -> Numbers | None:
        """The best x found in the time; None where there is none."""
        solver = self.solver(whole=whole)
        solver.setOptionValue("mip_rel_gap", gap)
        return run(solver, seconds)


def run(solver: highspy.Highs, seconds: float) -> Numbers | None:
    """The x a solver ends with in this time, if it satisfies the programme. The solver's own limit counts
    from when it was made, whatever it has run since."""
    solver.setOptionValue("time_limit", solver.getRunTime() + seconds)
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return np.array(solver.getSolution().col_value)
