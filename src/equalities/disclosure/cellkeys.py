"""Cell-key perturbation, through the package of the Office for National Statistics (an optional extra)."""

import contextlib
import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from itertools import product
from types import ModuleType
from typing import Any

import numpy as np

from equalities.cubes import Cube, Dimension
from equalities.disclosure.approximations import Printed, told
from equalities.disclosure.policies import Policy
from equalities.disclosure.sheets import all_levels
from equalities.disclosure.statements import UNKNOWN
from equalities.disclosure.tables import SafeCell, SafeTable, Status, all_codes
from equalities.refusals import Refused

KEYS = 256
"""Record keys are whole numbers below this, as the package's table of changes expects."""
EVERYONE = "everyone"
KEY = "record key"


def perturbed(cubes: Sequence[Cube], policy: Policy, key: int) -> tuple[SafeTable, ...]:
    """These tables as `cell_key_perturbation.create_perturbed_table` makes them with the table of changes that
    comes with it, at all levels.

    Every person gets a random record key (from `key`), so that one cell changes alike wherever it stands; the
    people are those of the table that has all dimensions. Raises Refused where there is none such or the package
    is not installed.
    """
    pandas, change, changes = _packages()
    widest = max(cubes, key=lambda cube: len(cube.dimensions))
    for cube in cubes:
        _check_margin(cube, widest)
    people = _people(widest, key, pandas)
    settings = {"ptable": changes, "geog": [], "record_key": KEY, "threshold": policy.threshold}
    quiet = partial(_quietly, partial(change, data=people, **settings))
    return tuple(_table(cube, quiet if len(people) else None, policy) for cube in cubes)


def _quietly(change: Callable[..., Any], names: list[str]) -> Any:
    """The changed table by these columns; the package prints that its input is valid."""
    with contextlib.redirect_stdout(io.StringIO()):
        table = change(tab_vars=names)
    return table.assign(count=table["count"].fillna(UNKNOWN))


def _packages() -> tuple[ModuleType, Any, Any]:
    """pandas, the function that changes a table, and the table of changes."""
    try:
        made = import_module("cell_key_perturbation.create_perturbed_table").create_perturbed_table
        changes = import_module("cell_key_perturbation.utils.generate_test_ptable").generate_ptable_10_5_rule
        return import_module("pandas"), made, changes()
    except ImportError as error:
        raise Refused(
            'The method "cell-key" needs two more packages: pip install "dueregard[cell-key]".'
        ) from error


def _check_margin(cube: Cube, widest: Cube) -> None:
    names = [dimension.name for dimension in cube.dimensions]
    held = {dimension.name for dimension in widest.dimensions}
    if dict(cube.universe) != dict(widest.universe) or not set(names) <= held:
        raise Refused('The method "cell-key" needs one table that has the dimensions of all the others.')
    if (widest.by(*names).counts != cube.counts).any():
        raise Refused(
            '"{cube}" gives other counts than "{other}"; correct one of them.',
            cube=cube.name,
            other=widest.name,
        )


def _people(cube: Cube, key: int, pandas: ModuleType) -> Any:
    """A row a person: a column for each level of each dimension, one that is the same for all, and the key."""
    places = np.repeat(np.argwhere(cube.counts > 0), cube.counts[cube.counts > 0], axis=0)
    columns: dict[str, Any] = {EVERYONE: np.zeros(len(places), np.int64)}
    for at, dimension in enumerate(cube.dimensions):
        for level, above in enumerate(_levels(dimension)):
            names = np.array([above[code] for code in dimension.codes], dtype=object)
            columns[f"{dimension.name}\0{level}"] = names[places[:, at]]
    columns[KEY] = np.random.default_rng(key).integers(0, KEYS, len(places))
    return pandas.DataFrame(columns)


def _levels(dimension: Dimension) -> list[Mapping[str, str]]:
    """Finest code -> its code at each level; a line that ends early stays at its highest group."""
    levels: list[Mapping[str, str]] = [{code: code for code in dimension.codes}]
    while any(code in dimension.parents for code in levels[-1].values()):
        levels.append({fine: dimension.parents.get(code, code) for fine, code in levels[-1].items()})
    return levels


def _table(cube: Cube, change: Callable[[list[str]], Any] | None, policy: Policy) -> SafeTable:
    cells: dict[tuple[str, ...], Printed] = dict.fromkeys(all_codes(cube.dimensions), (Status.WITHHELD, None))
    depths = [range(len(_levels(dimension)) + 1) for dimension in cube.dimensions]
    for levels in product(*depths):
        cells |= _at(cube, levels, change) if change else {}
    _check(cube, cells, policy)
    safe = {codes: SafeCell(codes, value, status) for codes, (status, value) in cells.items()}
    return SafeTable(cube.name, cube.dimensions, safe, cube.unit, cube.universe, policy.note())


def _at(
    cube: Cube, levels: tuple[int, ...], change: Callable[[list[str]], Any]
) -> dict[tuple[str, ...], Printed]:
    """The cells of one choice of levels; the level after a dimension's last is its total."""
    columns = [
        f"{dimension.name}\0{level}" if level < len(_levels(dimension)) else None
        for dimension, level in zip(cube.dimensions, levels, strict=True)
    ]
    found: dict[tuple[str, ...], Printed] = {}
    for row in change([EVERYONE, *(column for column in columns if column)]).to_dict("records"):
        codes = tuple(
            dimension.total if column is None else row[column]
            for dimension, column in zip(cube.dimensions, columns, strict=True)
        )
        count = int(row["count"])
        found[codes] = (Status.WITHHELD, None) if count == UNKNOWN else (Status.ROUNDED, count)
    return found


def _check(cube: Cube, cells: Mapping[tuple[str, ...], Printed], policy: Policy) -> None:
    """Refuse numbers that a reader would misread by the rule that docs and attack go by."""
    counts = all_levels(cube).ravel().tolist()
    for codes, count in zip(all_codes(cube.dimensions), counts, strict=True):
        least, most = told(policy, *cells[codes])
        if not least <= count <= most:
            raise Refused(
                "The installed package changes counts in another way than this program knows: "
                "install cell-key-perturbation 3.1."
            )
