"""A payroll extract: one row an employee, read for its pay gaps."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from equalities.codelists.standardise import missing_state, plain
from equalities.comparison.pay import Employee, PayGaps, pay_gaps
from equalities.cubes import AS_WRITTEN, Column, columns_of
from equalities.cubes.rulings import recognised
from equalities.refusals import Refused

MEN = frozenset({"m", "male", "man", "men", "males"})


@dataclass(frozen=True)
class Payroll:
    """Where the figures stand in a file, by heading: the group, the hourly rate, and the bonus if known.
    `reference` is the group to compare with, where it is not the men."""

    group: str
    rate: str
    bonus: str | None = None
    reference: str | None = None


def pay_file(path: Path, payroll: Payroll) -> PayGaps:
    """The pay gaps of a file with one row a relevant employee.

    An employee without a rate was not paid in full and stays in the bonus figures alone; one without a bonus,
    or with 0, was paid none. The reference is the group named, else M, male, man or men, else the largest;
    the other is the second group, or all others together. Raises Refused for a file or heading that cannot
    be used, and for one with a single group.
    """
    headings = [payroll.group, payroll.rate, *([payroll.bonus] if payroll.bonus else [])]
    rows = columns_of(path, headings)
    column = Column(payroll.group, classification=AS_WRITTEN)
    names = recognised(column, Counter(row[0] for row in rows)).mapping
    groups = Counter(names[row[0]] for row in rows if row[0] in names)
    reference, other = _two(groups, payroll.reference)
    employees, warnings = _employees(rows, names, reference, other)
    if len(groups) > 2:
        warnings.append(f"{other} are, together: {', '.join(sorted(set(groups) - {reference}))}.")
    found = pay_gaps(employees, reference, other, bonuses=payroll.bonus is not None)
    return replace(found, warnings=tuple(warnings))


def pay_file_as_dict(path: str, payroll: Mapping[str, Any]) -> dict[str, Any]:
    """`pay_file` for another process: JSON in and out."""
    return pay_file(Path(path), Payroll(**payroll)).as_dict()


def _two(groups: Counter[str], named: str | None) -> tuple[str, str]:
    """The reference and the other group."""
    if named is not None and not any(plain(group) == plain(named) for group in groups):
        raise Refused(f"There is no group {named}: the groups are {', '.join(groups)}.")
    if len(groups) < 2:
        raise Refused("A pay gap needs two groups, and this file has one.")
    wanted = MEN if named is None else {plain(named)}
    largest = max(groups, key=lambda group: groups[group])
    reference = next((group for group in groups if plain(group) in wanted), largest)
    others = [group for group in groups if group != reference]
    return reference, others[0] if len(others) == 1 else "All others"


def _employees(
    rows: Sequence[Sequence[str]], names: Mapping[str, str], reference: str, other: str
) -> tuple[list[Employee], list[str]]:
    """The employees of the two groups, and what was not understood about them."""
    employees, problems = [], Counter[str]()
    for group, rate, *bonus in rows:
        if group not in names:
            problems["have no group and stand in no figure"] += 1
            continue
        name = names[group] if names[group] == reference else other
        hourly = _positive(rate, "rate", problems)
        employees.append(Employee(name, hourly, _positive(bonus[0], "bonus", problems) if bonus else None))
    return employees, [f"{n:,} rows {what}." for what, n in problems.items()]


def _positive(text: str, what: str, problems: Counter[str]) -> Fraction | None:
    """An amount of pounds above 0, exactly ("£1,234.50"); None for anything else, which is counted as a
    problem unless it says that there is none. A bonus of 0 is none; a rate of 0 is no full pay."""
    digits = text.strip().removeprefix("£").replace(",", "").strip()
    if missing_state(digits) is not None:
        return None
    try:
        amount = Fraction(digits)
    except (ValueError, ZeroDivisionError):
        problems[f"have a {what} that is no number ({text.strip()}), taken as not known"] += 1
        return None
    if amount < 0 or (amount == 0 and what == "rate"):
        problems[f"have a {what} of {text.strip()}, taken as not known"] += 1
    return amount if amount > 0 else None
