"""What reading a plan costs: plans of 500 actions in three layouts, against merely splitting them into cells.

python -m benchmarks.documents
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from equalities.documents import read_plan
from equalities.documents.files import read_pages

ACTIONS = 500
ROUNDS = 3
MONTHS = ["January", "March", "June", "September", "December"]
AIMS = ["eliminates unlawful discrimination", "advances equality of opportunity", "fosters good relations"]
LEADS = ["Head of Housing", "Director of Place", "Senior Managers Cabinet Member for People", "TBC"]


def titled(actions: int = ACTIONS) -> str:
    """Tab-separated pages, each with its head again; objectives in title rows, lists and underlining in HTML."""
    lines = ["Draft Fair Borough Action Plan – January 2024 to March 2027", ""]
    for number in range(1, actions + 1):
        if number % 10 == 1:
            lines += ["", "\tAction relating to\tOutcomes\tMeasures\tLead\tTimescale"]
        if number % 5 == 1:
            group = number // 5 + 1
            lines.append(
                f"Area {group}: Objective {group}: To make service {group} open to everyone\t\t\t\t\t"
            )
        lines.append(
            f"{number}.\tReview how people reach service {number}\tThis <u>{AIMS[number % 3]}</u> in {number}\t"
            f'<ul style="list-style-type: none"> Share of people who reach {number} Number of visits </ul>\t'
            f"{LEADS[number % 4]}\tBy {MONTHS[number % 5]} {2024 + number % 3}"
        )
    return "\n".join(lines)


def register(actions: int = ACTIONS) -> str:
    """One tab-separated table of eleven columns after pages of prose."""
    head = "Objective/Task\tArising from\tLead Officer\tDirectorate\tSection\tTarget Completion Date\tStatus"
    prose = [
        line for number in range(100) for line in (f"Paragraph {number} says why this matters to us.", "")
    ]
    rows = (
        f"Carry out task {number}\tService plan\tOfficer {number % 40}\tPlace\tHousing\t2024/25\tOn target"
        "\tAll\tTo be mapped\tAll\tAll"
        for number in range(actions)
    )
    return "\n".join(
        ["Equality Register Action Plan", *prose, f"{head}\tCP Priority\tEFLG Criteria\tPSED Aim\tPC", *rows]
    )


def facing(actions: int = ACTIONS) -> str:
    """Pipe tables by turns: numbered objectives with leads, then actions with outputs and outcomes."""
    return "\n".join(["Fair City Strategy and Action Plan", "", *_facing_pages(actions)])


def _facing_pages(actions: int) -> Iterator[str]:
    for number in range(1, actions + 1):
        if number % 5 == 1:
            objective = number // 5 * 3
            yield from ("", f"Area {number}", "", "| OBJECTIVE | LEAD |", "|---|---|")
            yield from (f"| {objective + n}. Make service {n} fair | Corporate Directors |" for n in (1, 2))
            yield from ("| Make every counter reachable | Chief Executive's Office |", "")
            yield from ("| ACTION | OUTPUT | OUTCOME & PERFORMANCE MEASURE |", "|---|---|---|")
        yield f"| Survey the users of {number} | Survey done by March 2026 | More people are satisfied. |"


SHAPES: dict[str, Callable[[int], str]] = {
    "titled pages (as 001)": titled,
    "one register (as 002)": register,
    "facing tables (as 003)": facing,
}


def _seconds(work: Callable[[Path], object], path: Path) -> float:
    """The best of a few rounds, which a busy machine disturbs least."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work(path)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    print(f"{'plan of 500 actions':<26}{'split into cells':>18}{'read':>10}{'ratio':>8}{'1,000 / 500':>14}")
    with tempfile.TemporaryDirectory() as folder:
        for name, generate in SHAPES.items():
            path, double = Path(folder) / "plan.txt", Path(folder) / "double.txt"
            path.write_text(generate(ACTIONS))
            double.write_text(generate(2 * ACTIONS))
            split, read = _seconds(read_pages, path), _seconds(read_plan, path)
            growth = _seconds(read_plan, double) / read
            print(f"{name:<26}{split:>16.3f} s{read:>8.3f} s{read / split:>8.1f}{growth:>14.1f}")


if __name__ == "__main__":
    main()
