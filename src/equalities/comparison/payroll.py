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
from equalities.saying import say, to_say

MEN = frozenset({"m", "male", "man", "men", "males"})
WOMEN = frozenset({"f", "female", "woman", "women", "females"})
EVERYBODY_ELSE = to_say("All others")

AMOUNT = re.compile(r"[+-]?(\d{1,3}([, ]\d{3})+|\d{1,12})(\.\d*)?([eE][+-]?\d{1,2})?|\.\d+")
"""An amount in figures, its thousands apart or not. A comma before anything but three figures may be a decimal one: it
is not guessed."""

DECIMAL_COMMA = re.compile(r"£?\s*\d+(\.\d{3})*,\d{1,2}")

NO_NUMBER = {"rate": to_say("a rate that is no number"), "bonus": to_say("a bonus that is no number")}
TOO_LITTLE = {"rate": to_say("a rate of 0 or less"), "bonus": to_say("a bonus under 0")}
NO_GROUP = to_say("no group and so no place in any figure")
LINE_OF_TOTALS = to_say("totals of the others")
"""What is not understood, each a key that is said where it is told."""

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
    if problems.get(NO_NUMBER["rate"]) and not any(each.rate for each in employees):
        raise _no_rate(payroll.rate, problems[NO_NUMBER["rate"]])
    more = tuple(tuple("" if missing_state(text) else text for text in row[len(headings) :]) for row in known)
    if len(known) < len(rows):
        problems[NO_GROUP] = [""] * (len(rows) - len(known))
    return Roll(employees, more, reference, other, tuple(_told(*each) for each in problems.items()))


def _no_rate(heading: str, texts: Sequence[str]) -> Refused:
    if all(DECIMAL_COMMA.fullmatch(text) for text in texts):
        return Refused(
            "The column {column} has decimal commas ({amount}): write its amounts with points.",
            column=heading,
            amount=texts[0],
        )
    return Refused(
        "No row has an amount of pounds in the column {column}: name the column that has the hourly rates.",
        column=heading,
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
        return [
            say(
                "{other} are, together: {groups}.",
                other=say(roll.other),
                groups=", ".join(sorted(set(roll.groups) - {roll.reference})),
            )
        ]
    return [
        say(
            "The figures are of {reference} and {other}; in none of them: {rest}.",
            reference=roll.reference,
            other=roll.other,
            rest=", ".join(rest),
        )
    ]


def _employee(row: Sequence[str], names: Mapping[str, str], problems: dict[str, list[str]]) -> Employee:
    """The employee of one row; what is not understood is kept in `problems`."""
    group, rate, *bonus = row
    hourly = _positive(rate, "rate", problems)
    return Employee(names[group], hourly, _positive(bonus[0], "bonus", problems) if bonus else None)


def _told(what: str, texts: Sequence[str]) -> str:
    """One sentence on rows that were not understood, with a few of their values."""
    values = list(dict.fromkeys(text for text in texts if text))
    shown = f" ({', '.join(values[:3])}{', ...' if len(values) > 3 else ''})" if values else ""
    return f"{rows_have(len(texts))} {say(what)}{shown}{_taken(what) if shown else ''}."


def _taken(what: str) -> str:
    if what == LINE_OF_TOTALS:
        return say(", left out")
    none_paid = what in (NO_NUMBER["bonus"], TOO_LITTLE["bonus"])
    return say(", taken as none paid") if none_paid else say(", taken as not known")


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
        problems.setdefault(NO_NUMBER[what], []).append(text.strip())
        return None
    amount = Fraction(digits.replace(",", "").replace(" ", ""))
    if amount < 0 or (amount == 0 and what == "rate"):
        problems.setdefault(TOO_LITTLE[what], []).append(text.strip())
    return amount if amount > 0 else None
