"""SPEC.json about amounts: a file of rows, who contributed how much, and by which rules to protect their sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np

from equalities.disclosure.amounts.cubes import AmountCube, Rows, added_up
from equalities.disclosure.amounts.policies import AmountPolicy
from equalities.disclosure.specifications import (
    check_filled,
    check_spec,
    read_dimension,
    read_json,
    read_lines,
)
from equalities.disclosure.tables import universe_from_dict
from equalities.refusals import Refused

KINDS: Mapping[str, tuple[type, ...]] = {
    "data": (str,),
    "amount": (str,),
    "contributor": (str, type(None)),
    "unit": (str,),
    "dimensions": (dict,),
    "tables": (list,),
    "policy": (dict,),
    "release": (str,),
    "universe": (dict,),
}
MOST_DECIMALS = 4


@dataclass(frozen=True)
class AmountSpecification:
    """What to protect, and by which rules."""

    name: str
    cubes: tuple[AmountCube, ...]
    policy: AmountPolicy


def is_about_amounts(file: Path) -> bool:
    """Whether a SPEC asks for amounts and not for counts."""
    return "amount" in read_json(file)


def read_amounts_specification(file: Path) -> AmountSpecification:
    """Read SPEC.json and the files that it names, whose paths are relative to it. Raises Refused."""
    spec = read_json(file)
    if spec.get("history"):
        raise Refused(
            "Earlier releases of amounts cannot be counted in: put all tables of these people into one SPEC."
        )
    check_spec(spec, file, {**KINDS, "history": (list,)})
    policy = AmountPolicy.from_dict(spec.get("policy", {}))
    texts = _read(file.parent / spec["data"], spec)
    rows, decimals = _rows(texts, spec, file.parent)
    universe = universe_from_dict(spec.get("universe", {}))
    return AmountSpecification(
        str(spec.get("release", file.stem)),
        tuple(
            added_up(
                rows, table, policy.depth, decimals=decimals, unit=spec.get("unit", ""), universe=universe
            )
            for table in spec["tables"]
        ),
        policy,
    )


def _rows(texts: list[tuple[str, ...]], spec: Mapping[str, Any], folder: Path) -> tuple[Rows, int]:
    """The rows as numbers, and how many decimals the amounts have."""
    names = list(spec["dimensions"])
    dimensions = tuple(
        read_dimension(name, wanted or {}, folder, {row[at] for row in texts})
        for at, (name, wanted) in enumerate(spec["dimensions"].items())
    )
    places = [{code: place for place, code in enumerate(dimension.codes)} for dimension in dimensions]
    codes = [[place[row[at]] for at, place in enumerate(places)] for row in texts]
    amounts = [Decimal(row[-1]).normalize() for row in texts]
    decimals = max((-int(amount.as_tuple().exponent) for amount in amounts), default=0)
    whole = [int(amount.scaleb(max(decimals, 0))) for amount in amounts]
    numbers: dict[str, int] = {}
    contributors = [numbers.setdefault(row[-2], len(numbers)) for row in texts]
    if max(whole, default=0) >= 2**62:
        raise Refused("The amounts are too large to add up exactly: give them in whole pounds or thousands.")
    return Rows(
        dimensions,
        np.array(codes, np.int64).reshape(len(texts), len(names)),
        np.array(contributors, np.int64),
        np.array(whole, np.int64),
    ), max(decimals, 0)


def _read(file: Path, spec: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """(codes..., contributor, amount) of each row; without a column of contributors each row is one."""
    wanted = [*spec["dimensions"], spec["amount"]]
    who = spec.get("contributor")
    filled = [*spec["dimensions"], *([who] if who else [])]
    found = []
    for line, row in read_lines(file, list(dict.fromkeys([*wanted, *filled]))):
        check_filled({name: row[name] for name in filled}, line, file)
        codes = (row[name] for name in spec["dimensions"])
        found.append((*codes, row[who] if who else str(line), _amount(row[spec["amount"]], file, line)))
    return found


def _amount(text: str, file: Path, number: int) -> str:
    """The amount without commas and a pound sign."""
    plain = text.replace(",", "").lstrip("£").strip()
    try:
        value = Decimal(plain)
        usable = value.is_finite() and value >= 0 and -int(value.as_tuple().exponent) <= MOST_DECIMALS
    except InvalidOperation:
        usable = False
    if not usable:
        raise Refused(
            'Line {number} of {file} has "{text}" where an amount is due: a number of at least nought with at '
            "most {decimals} decimals. Net refunds off first.",
            number=number,
            file=file.name,
            text=text,
            decimals=MOST_DECIMALS,
        )
    return plain
