"""Check a release of amounts with its witnesses: run `python verify_release.py [--private FILE] DIR`.

Every witness is a table of amounts that are never below nought. Added up, it must be every amount shown in DIR, to a
thousandth of the last digit printed; two witnesses must lie so far apart in every withheld cell that nobody can guess
it to within the percentage that the receipt names; and the CSV files must be those that the receipt was made for. With
the private receipt, which only the publisher has, the witnesses must also reach the protection level of each sensitive
amount.
"""

from decimal import Decimal

import numpy as np

import verify_release as counts

SAME = 1e-3
"""Of the last digit printed."""
EXACT = 1e-6
"""Of a protection level."""
LOOSEST = 1
"""Percent that a receipt must promise at the least."""


def check(folders, private):
    """(what is wrong, a closing line)."""
    if len(folders) > 1:
        raise counts.Unusable("A release of amounts is checked by itself: give one folder.")
    (folder,) = folders
    release, receipt, witnesses = (
        counts.read(folder / f"{name}.json") for name in ("release", "receipt", "witnesses")
    )
    within = promised(folder, release, receipt)
    kept = counts.read(private) if private else {"kept": []}
    try:
        blocks = witnesses["blocks"]
        unit = 10 ** release["decimals"]
        fillings = [filling(blocks, numbers) for numbers in witnesses["fillings"]]
        problems = [] if fillings else ["There is no witness."]
        problems += counts.unlike_receipt(folder)
        for amounts in fillings:
            problems += disagreements(blocks, amounts)
        if fillings:
            problems += check_tables(folder, release, blocks, fillings, within, unit)
            problems += check_levels(release, blocks, fillings, kept["kept"], unit)
    except counts.BROKEN as error:
        raise counts.Unusable(
            f"{folder}: its files are not written as docs/disclosure.md says: {error!r}."
        ) from error
    except OSError as error:
        raise counts.Unusable(f"{folder} lacks a table, or one cannot be read: {error}.") from error
    levels = f", {len(kept['kept'])} protection levels" if private else ""
    return problems, (
        f"{len(fillings)} witnesses, no guess to within {within} percent{levels}, {len(problems)} problems."
    )


def promised(folder, release, receipt):
    """The percentage to which nobody may guess, which no file of the folder may lower unseen."""
    try:
        said = {release["policy"]["within"], receipt["within"]}
    except (KeyError, TypeError) as error:
        raise counts.Unusable(
            f"{folder} does not say to within how many percent nobody may guess."
        ) from error
    if len(said) > 1 or not isinstance(within := said.pop(), int | float) or not within >= LOOSEST:
        raise counts.Unusable(
            f"{folder}: release.json and receipt.json must name one percentage of at least {LOOSEST}."
        )
    return within


def filling(blocks, numbers):
    """One array a block from [[place, amount], ...], in units of the last digit printed."""
    shapes = [[len(codes) for codes in block["dimensions"].values()] for block in blocks]
    sizes = [int(np.prod(shape)) for shape in shapes]
    starts = [block["start"] for block in blocks]
    if starts != [sum(sizes[:at]) for at in range(len(sizes))]:
        raise ValueError("the blocks do not follow one another")
    whole = np.zeros(sum(sizes))
    for place, amount in numbers:
        if not isinstance(place, int) or not 0 <= place < len(whole):
            raise counts.Unusable("A witness puts an amount where there is no place.")
        if not isinstance(amount, int | float) or not 0 <= amount < np.inf:
            raise counts.Unusable("A witness has an amount that is no number, or below nought.")
        whole[place] = amount
    return [
        whole[start : start + size].reshape(shape)
        for start, size, shape in zip(starts, sizes, shapes, strict=True)
    ]


def disagreements(blocks, amounts):
    """Blocks must agree on the dimensions they share."""
    for at, (one, first) in enumerate(zip(blocks, amounts, strict=True)):
        for two, second in zip(blocks[:at], amounts[:at], strict=True):
            shared = [name for name in one["dimensions"] if name in two["dimensions"]]
            apart = counts.margin(one, first, shared) - counts.margin(two, second, shared)
            if np.abs(apart).max() > SAME:
                yield f"A witness adds up {shared} in two ways."


def check_tables(folder, release, blocks, fillings, within, unit):
    for table in release["tables"]:
        rows = counts.rows_of(folder / table["file"])
        if [row[:-2] for row in rows] != counts.expected_codes(table):
            yield f"{table['file']}: the rows are not those of its dimensions, in their order."
            continue
        values = every_level(table, blocks, fillings)
        for at, (*codes, amount, status) in enumerate(rows):
            where = f"{table['file']}: {', '.join(codes)}"
            low, high = values[:, at].min(), values[:, at].max()
            if status == "shown" and amount:
                shown = float(Decimal(amount) * unit)
                if max(abs(low - shown), abs(high - shown)) > SAME:
                    yield f"{where} is shown, and a witness has another amount."
            elif status != "withheld" or amount:
                yield f"{where} is neither shown nor withheld."
            elif 100 * (high - low) < (within - EXACT) * (high + low) or high - low < 1 - SAME:
                yield f"{where} is withheld, and no two witnesses differ enough."


def check_levels(release, blocks, fillings, kept, unit):
    """Sensitive amounts, by the private receipt."""
    tables = {table["name"]: table for table in release["tables"]}
    values = {name: every_level(table, blocks, fillings) for name, table in tables.items()}
    for one in kept:
        place = counts.expected_codes(tables[one["table"]]).index(one["cell"])
        found = values[one["table"]][:, place]
        low, high = (float(Decimal(one[end]) * unit) for end in ("low", "high"))
        close = EXACT * high + SAME
        if found.min() > low + close or found.max() < high - close:
            yield f"{one['table']}: {', '.join(one['cell'])} can be told from its protection level."


def every_level(table, blocks, fillings):
    """witnesses × rows of a table's file."""
    return np.array([levels_of(table, blocks, one) for one in fillings])


def levels_of(table, blocks, amounts):
    names = [dimension["name"] for dimension in table["dimensions"]]
    block, found = next(
        pair for pair in zip(blocks, amounts, strict=True) if set(names) <= set(pair[0]["dimensions"])
    )
    found = counts.margin(block, found, names)
    for axis, dimension in enumerate(table["dimensions"]):
        matrix = counts.members(dimension, blocks)
        found = np.moveaxis(np.tensordot(matrix, found, axes=(1, axis)), 0, axis)
    return found.ravel()
