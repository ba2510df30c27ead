"""A payroll extract: one row an employee, read for its pay gaps."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from equalities.codelists.standardise import missing_state, plain
from equalities.comparison.cautions import rows_have
from equalities.comparison.lines import named_group
from equalities.comparison.pay import Employee, PayGaps, pay_gaps
from equalities.cubes import AS_WRITTEN, Column, columns_of
from equalities.cubes.population import same_names
from equalities.cubes.rulings import recognised
from equalities.cubes.totals import at_the_foot
from equalities.refusals import Refused

MEN = frozenset({"m", "male", "man", "men", "males"})
WOMEN = frozenset({"f", "female", "woman", "women", "females"})
EVERYBODY_ELSE = "All others"

AMOUNT = re.compile(r"[+-]?(\d{1,3}([, ]\d{3})+|\d{1,12})(\.\d*)?([eE][+-]?\d{1,2})?|\.\d+")
"""An amount in figures, its thousands apart or not. A comma before anything but three figures may be a decimal one: it
is not guessed."""

DECIMAL_COMMA = re.compile(r"£?\s*\d+(\.\d{3})*,\d{1,2}")
NO_NUMBER = "a {} that is no number"
LINE_OF_TOTALS = "totals of the others"
NO_RATE = NO_NUMBER.format("rate")
NONE_PAID = frozenset({"nil", "none", "nought", "zero"})
"""How payrolls write a bonus of 0 besides a dash."""


@dataclass(frozen=True)
class Payroll:
    """Where the figures stand in a file, by heading: the group, the hourly rate, and the bonus if known.
    `reference` is the group to compare with, where it is not the men."""

    group: str
    rate: str
    bonus: str | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Roll:
    """A payroll, read: every employee with a group, under the name that the file has for it, and beside each
    what was asked for besides. `reference` and `other` are the groups to compare; `other` may be all but the
    reference. `warnings` are plain sentences on what was not understood."""

    employees: tuple[Employee, ...]
    besides: tuple[tuple[str, ...], ...]
    reference: str
    other: str
    warnings: tuple[str, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups, the largest first."""
        return tuple(group for group, _ in Counter(each.group for each in self.employees).most_common())

    @property
    def pair(self) -> tuple[Employee, ...]:
        """The employees with their group as it is compared, in the same order."""
        if self.other != EVERYBODY_ELSE:
            return self.employees
        return tuple(
            each if each.group == self.reference else replace(each, group=self.other)
            for each in self.employees
        )


def pay_file(path: Path, payroll: Payroll) -> PayGaps:
    """The pay gaps of a file with one row a relevant employee.

    An employee without a rate was not paid in full and stays in the bonus figures alone; one without a bonus,
    or with 0, was paid none. The reference is the group named, else M, male, man or men, else the largest;
    the other is the second group, the women beside men, or all others together. Raises Refused for a file or
    heading that cannot be used, and for one with a single group.
    """
    return gaps_of(read_payroll(path, payroll), bonuses=payroll.bonus is not None)


def gaps_of(roll: Roll, *, bonuses: bool) -> PayGaps:
    """The pay gaps of a payroll that was read; with `bonuses` false nothing is known of bonuses."""
    found = pay_gaps(roll.pair, roll.reference, roll.other, bonuses=bonuses)
    return replace(found, warnings=(*roll.warnings, *_set_apart(roll)))


def read_payroll(path: Path, payroll: Payroll, besides: Sequence[str] = ()) -> Roll:
    """Read a payroll and, for each employee, the text of some more columns, blanks and missing answers as "".
    Raises Refused as `pay_file` does."""
    headings = [payroll.group, payroll.rate, *([payroll.bonus] if payroll.bonus else [])]
    rows = [tuple(" ".join(text.split()) for text in row) for row in columns_of(path, [*headings, *besides])]
    feet = at_the_foot(Counter(row[0] for row in rows))
    rows = [row for row in rows if row[0] not in feet]
    column = Column(payroll.group, classification=AS_WRITTEN)
    names = recognised(column, Counter(row[0] for row in rows)).mapping
    reference, other = _two(
        Counter(names[row[0]] for row in rows if row[0] in names), payroll.reference, payroll.group
    )
    known = [row for row in rows if row[0] in names]
    problems: dict[str, list[str]] = {LINE_OF_TOTALS: sorted(feet)} if feet else {}
    employees = tuple(_employee(row[: len(headings)], names, problems) for row in known)
    if problems.get(NO_RATE) and not any(each.rate for each in employees):
        raise Refused(_why_no_rate(payroll.rate, problems[NO_RATE]))
    more = tuple(tuple("" if missing_state(text) else text for text in row[len(headings) :]) for row in known)
    if len(known) < len(rows):
        problems["no group and so no place in any figure"] = [""] * (len(rows) - len(known))
    return Roll(employees, more, reference, other, tuple(_told(*each) for each in problems.items()))


def _why_no_rate(heading: str, texts: Sequence[str]) -> str:
    if all(DECIMAL_COMMA.fullmatch(text) for text in texts):
        return f"The column {heading} has decimal commas ({texts[0]}): write its amounts with points."
    return (
        f"No row has an amount of pounds in the column {heading}: name the column that has the hourly rates."
    )


def _two(groups: Counter[str], named: str | None, heading: str) -> tuple[str, str]:
    """The reference and the other group."""
    chosen = None if named is None else named_group(tuple(groups), named, heading)
    if len(groups) < 2:
        raise Refused("A pay gap needs two groups, and this file has one.")
    men, women = _sexes(tuple(groups), heading)
    reference = chosen or men or max(groups, key=lambda group: groups[group])
    opposite = {men: women, women: men}.get(reference)
    others = [opposite] if opposite else [group for group in groups if group != reference]
    return reference, others[0] if len(others) == 1 else EVERYBODY_ELSE


def _sexes(groups: Sequence[str], heading: str) -> tuple[str | None, str | None]:
    """The men and the women among the groups; None where a column has none. Other words than the everyday ones, and
    codes, are known by the list that the column uses."""
    listed = same_names(("male", "female"), groups, heading)
    men = next((group for group in groups if plain(group) in MEN), listed.get("male"))
    women = next((group for group in groups if plain(group) in WOMEN), listed.get("female"))
    return men, women


def _set_apart(roll: Roll) -> list[str]:
    """What became of groups beyond two: together they are the other, or, beside men and women, in no
    figure."""
    rest = sorted(set(roll.groups) - {roll.reference, roll.other})
    if len(roll.groups) == 2 or not rest:
        return []
    if roll.other == EVERYBODY_ELSE:
        return [f"{roll.other} are, together: {', '.join(sorted(set(roll.groups) - {roll.reference}))}."]
    return [f"The figures are of {roll.reference} and {roll.other}; in none of them: {', '.join(rest)}."]


def _employee(row: Sequence[str], names: Mapping[str, str], problems: dict[str, list[str]]) -> Employee:
    """The employee of one row; what is not understood is kept in `problems`."""
    group, rate, *bonus = row
    hourly = _positive(rate, "rate", problems)
    return Employee(names[group], hourly, _positive(bonus[0], "bonus", problems) if bonus else None)


def _told(what: str, texts: Sequence[str]) -> str:
    """One sentence on rows that were not understood, with a few of their values."""
    values = list(dict.fromkeys(text for text in texts if text))
    taken = ", taken as none paid" if what.startswith("a bonus") else ", taken as not known"
    taken = ", left out" if what == LINE_OF_TOTALS else taken
    shown = f" ({', '.join(values[:3])}{', ...' if len(values) > 3 else ''})" if values else ""
    return f"{rows_have(len(texts))} {what}{shown}{taken if shown else ''}."


def _positive(text: str, what: str, problems: dict[str, list[str]]) -> Fraction | None:
    """An amount of pounds above 0, exactly ("£1,234.50"); None for anything else, which is kept as a problem
    unless it says that there is none. A bonus of 0 is none; a rate of 0 is no full pay."""
    digits = text.strip().removeprefix("£").strip()
    if not AMOUNT.fullmatch(digits):
        if (
            not digits
            or missing_state(digits) is not None
            or (what == "bonus" and plain(digits) in NONE_PAID)
        ):
            return None
        problems.setdefault(NO_NUMBER.format(what), []).append(text.strip())
        return None
    amount = Fraction(digits.replace(",", "").replace(" ", ""))
    if amount < 0 or (amount == 0 and what == "rate"):
        problems.setdefault(f"a {what} {'of 0 or less' if what == 'rate' else 'under 0'}", []).append(
            text.strip()
        )
    return amount if amount > 0 else None
