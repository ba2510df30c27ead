"""Check a folder of published tables with its witnesses, without trusting dueregard or any solver.

    python verify_release.py DIR [EARLIER_DIR ...]

Every witness is a population of whole people. It must add up to every number shown in DIR and in the
earlier folders; two witnesses must differ by the policy's least interval in every withheld cell of DIR; and
the CSV files must be those that the receipt was made for. Needs the standard library and numpy only. Exit
status 0 when everything holds, 1 when something does not.
"""

import csv
import hashlib
import itertools
import json
import sys
from pathlib import Path

import numpy as np

STATUSES = ("shown", "withheld", "rounded", "merged")


def main(folders):
    witnesses = json.loads((folders[0] / "witnesses.json").read_text(encoding="utf-8"))
    populations = [people(witnesses["blocks"], numbers) for numbers in witnesses["populations"]]
    problems = [] if populations else ["There is no witness."]
    problems += unlike_receipt(folders[0])
    for blocks in populations:
        problems += disagreements(witnesses["blocks"], blocks)
    release = json.loads((folders[0] / "release.json").read_text(encoding="utf-8"))
    known = {cell for folder in folders[1:] for cell in printed(folder)}
    for folder in folders:
        width = release["policy"]["min_interval"] if folder == folders[0] else 0
        problems += check_tables(folder, width, witnesses["blocks"], populations, known)
    for problem in problems[:20]:
        print(problem)
    print(f"{len(populations)} witnesses, {len(problems)} problems.")
    return 1 if problems else 0


def people(blocks, numbers):
    """One array a block from [[place, people], ...]."""
    sizes = [int(np.prod([len(codes) for codes in block["dimensions"].values()])) for block in blocks]
    whole = np.zeros(sum(sizes), np.int64)
    for place, count in numbers:
        if not isinstance(count, int) or count < 0:
            raise SystemExit("A witness has a number of people that is not whole, or below nought.")
        whole[place] = count
    return [
        whole[block["start"] : block["start"] + size].reshape([len(c) for c in block["dimensions"].values()])
        for block, size in zip(blocks, sizes, strict=True)
    ]


def unlike_receipt(folder):
    receipt = json.loads((folder / "receipt.json").read_text(encoding="utf-8"))
    text = b"".join(file.read_bytes() for file in sorted(folder.glob("[0-9]*.csv")))
    same = hashlib.sha256(text).hexdigest() == receipt["statements_sha256"]
    return [] if same else [f"{folder.name}: the tables are not those of the receipt."]


def margin(block, counts, names):
    """The finest counts by `names`, in that order."""
    held = list(block["dimensions"])
    others = tuple(at for at, name in enumerate(held) if name not in names)
    summed = counts.sum(axis=others)
    left = [name for name in held if name in names]
    return summed.transpose([left.index(name) for name in names])


def disagreements(blocks, populations):
    """Blocks about the same people must agree on the dimensions they share."""
    for (one, first), (two, second) in itertools.combinations(zip(blocks, populations, strict=True), 2):
        shared = [name for name in one["dimensions"] if name in two["dimensions"]]
        if (
            one["universe"] == two["universe"]
            and (margin(one, first, shared) != margin(two, second, shared)).any()
        ):
            return [f"A witness counts {shared} in two ways."]
    return []


def check_tables(folder, width, blocks, populations, known):
    release = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    for table in release["tables"]:
        rows = list(csv.reader((folder / table["file"]).open(encoding="utf-8", newline="")))[1:]
        values = np.array([all_levels(table, blocks, one) for one in populations]).reshape(-1, len(rows))
        for at, (*codes, count, status) in enumerate(rows):
            where = f"{folder.name}/{table['file']}: {', '.join(codes)}"
            between = told(release["policy"], status, count)
            if between is None:
                yield f"{where} is neither shown nor withheld, nor what its policy prints."
                continue
            if (values[:, at] < between[0]).any() or (values[:, at] > between[1]).any():
                yield f"{where} is {status}, and a witness has another number."
            if status == "merged" and name_of(table, codes) in known:
                continue  # left out of this table, and no secret
            if is_asked(release["policy"], status, between) and np.ptp(values[:, at]) < width:
                yield f"{where} is {status}, and no two witnesses differ enough."


def printed(folder):
    """The cells that a folder gives a number exactly."""
    release = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    for table in release["tables"]:
        rows = list(csv.reader((folder / table["file"]).open(encoding="utf-8", newline="")))[1:]
        yield from (name_of(table, codes) for *codes, _, status in rows if status == "shown")


def name_of(table, codes):
    """The same for one cell in whatever table it stands."""
    pairs = zip(table["dimensions"], codes, strict=True)
    wanted = sorted((one["name"], code) for one, code in pairs if code != one["total"])
    return json.dumps([table["universe"], wanted], sort_keys=True)


def told(policy, status, count):
    """The least and the most that a row by itself says; None where it says nothing that makes sense."""
    rounds = policy["method"] in ("round", "cell-key")
    if (status in ("shown", "rounded")) != count.isdecimal() or (status not in STATUSES):
        return None
    if status == "shown":
        return int(count), int(count)
    if not rounds:
        return None if status == "rounded" else (0, np.iinfo(np.int64).max)
    number = int(count) if count else None
    alike = [
        n
        for n in range((number or policy["threshold"]) + 2 * policy["base"] + 15)
        if rounded(policy, n) == number
    ]
    return (min(alike), max(alike)) if alike else None


def rounded(policy, count):
    """What a policy that rounds prints for a count; None where it withholds it."""
    base = 5 if policy["method"] == "cell-key" else policy["base"]
    number = (2 * count + base) // (2 * base) * base
    if policy["method"] == "cell-key":
        return None if count < 10 or number < policy["threshold"] else number
    smallest = 0 if policy["protect_zeros"] else 1
    return None if policy["hide_small"] and smallest <= count < policy["threshold"] else number


def is_asked(policy, status, between):
    """Whether two witnesses must differ here: where the count is withheld, or rounded and may be small."""
    smallest = 0 if policy["protect_zeros"] else 1
    if status == "rounded":
        return between[0] < policy["threshold"] and between[1] >= smallest
    return status != "shown"


def all_levels(table, blocks, populations):
    """One witness's counts for every row of a table's file."""
    names = [dimension["name"] for dimension in table["dimensions"]]
    counts = finest(table, names, blocks, populations)
    for axis, dimension in enumerate(table["dimensions"]):
        counts = np.moveaxis(np.tensordot(members(dimension, blocks), counts, axes=(1, axis)), 0, axis)
    return counts.ravel()


def finest(table, names, blocks, populations):
    """The table's finest counts: one block for each group of people in its universe."""
    wanted = {name: [value] if isinstance(value, str) else value for name, value in table["universe"].items()}
    found = {}
    for block, counts in zip(blocks, populations, strict=True):
        universe = block["universe"]
        inside = set(universe) == set(wanted) and all(
            value in wanted[name] for name, value in universe.items()
        )
        if inside and set(names) <= set(block["dimensions"]):
            found.setdefault(json.dumps(universe), margin(block, counts, names))
    return sum(found.values())


def members(dimension, blocks):
    """Rows: finest codes, groups, total, as in the file; columns: finest codes, as in the witnesses."""
    name, parents = dimension["name"], dimension["parents"]
    finest_codes = next(block["dimensions"][name] for block in blocks if name in block["dimensions"])
    groups = []
    for code in dimension["codes"]:
        while (code := parents.get(code)) is not None:
            groups += [code] if code not in groups else []
    rows = [*dimension["codes"], *groups, dimension["total"]]
    matrix = np.zeros((len(rows), len(finest_codes)), np.int64)
    for column, code in enumerate(finest_codes):
        while code is not None:
            matrix[rows.index(code), column] = 1
            code = parents.get(code)
    matrix[-1] = 1
    return matrix


if __name__ == "__main__":
    sys.exit(main([Path(folder) for folder in sys.argv[1:]]))
