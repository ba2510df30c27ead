"""Check a folder of published tables with its witnesses, without trusting dueregard or any solver.

    python verify_release.py [--min-interval N] DIR [EARLIER_DIR ...]

Every witness is a population of whole people. It must add up to every number shown in DIR and in the
earlier folders and obey the relations that they declare; two witnesses must differ by the least interval in
every withheld cell of DIR; and the CSV files must be those that the receipt was made for. The least interval is
the receipt's, or N where you ask for more. A count that an earlier folder prints need not differ, nor one of which
the receipt says that earlier releases give it away: how many these are is said. A release of amounts is checked by
verify_amounts.py, which stands beside this file. Needs the standard library and numpy only. Exit status 0 when
everything holds, 1 when something does not, 2 when a file is missing or broken.
"""

import argparse
import csv
import hashlib
import itertools
import json
import sys
from pathlib import Path

import numpy as np

BROKEN = (
    KeyError,
    TypeError,
    ValueError,
    IndexError,
    AttributeError,
    StopIteration,
    ArithmeticError,
    MemoryError,
)
STATUSES = ("shown", "withheld", "rounded", "merged")
SETS = ("same", "disjoint", "overlap")


class Unusable(Exception):
    """A file is missing or broken, or too little is asked for; the text is one sentence that says so."""


def main(arguments):
    parser = argparse.ArgumentParser(description="Check a release and its witnesses.")
    parser.add_argument("--min-interval", type=int, metavar="N", help="ask for more than the receipt does")
    parser.add_argument(
        "--private", type=Path, metavar="FILE", help="of amounts: check protection levels too"
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR", help="the release, then earlier ones")
    asked = parser.parse_args(arguments)
    try:
        if read(asked.folders[0] / "release.json").get("measure") == "amounts":
            import verify_amounts

            problems, said = verify_amounts.check(asked.folders, asked.private)
        elif asked.private:
            raise Unusable("--private is for releases of amounts.")
        else:
            problems, said = check(asked.folders, asked.min_interval)
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
        return 2
    for problem in problems[:20]:
        print(problem)
    print(said)
    return 1 if problems else 0


def check(folders, min_interval):
    """(what is wrong, a closing line)."""
    releases = [read(folder / "release.json") for folder in folders]
    receipt, witnesses = read(folders[0] / "receipt.json"), read(folders[0] / "witnesses.json")
    width, missing = (
        least_interval(folders[0], releases[0], receipt, min_interval),
        not_given(releases, receipt),
    )
    try:
        relations = [relation for release in releases for relation in release.get("relations", [])]
        relations += [
            {"same": one["universes"]}
            for one in receipt.get("assumed", [])
            if one["reading"] == "same people"
        ]
        blocks = witnesses["blocks"]
        populations = [people(blocks, numbers) for numbers in witnesses["populations"]]
        problems = [] if populations else ["There is no witness."]
        problems += [problem for folder in folders for problem in unlike_receipt(folder)]
        problems += strange_blocks(blocks, relations)
        for counts in populations:
            problems += disagreements(blocks, counts)
            problems += broken_flows(blocks, counts, relations)
    except BROKEN as error:
        name = folders[0] / "witnesses.json"
        raise Unusable(
            f"{name} or a receipt is not written as docs/disclosure.md says: {error!r}."
        ) from error
    known = {cell for folder in folders[1:] for cell in readable(folder, printed(folder))}
    told = readable(folders[0], given_away(releases[0], receipt))
    for folder in folders if populations else ():
        asked, passed_over = (width, known.union(told)) if folder == folders[0] else (0, known)
        problems += readable(folder, check_tables(folder, asked, blocks, populations, passed_over))
    problems += readable(folders[0], unlike_said(folders[0], releases[0], receipt))
    before = f" The receipt says that {len(told)} were given away before." if told else ""
    return problems, (
        f"{len(populations)} witnesses at a least interval of {width}, {len(relations)} relations, "
        f"{len(problems)} problems.{before}{missing}"
    )


def read(file):
    """The JSON object in a file."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Unusable(f"{file} cannot be read as JSON: {error}.") from error
    if not isinstance(found, dict):
        raise Unusable(f"{file} must hold a JSON object.")
    return found


def least_interval(folder, release, receipt, asked):
    """The width to check, which no file of the folder may lower unseen."""
    try:
        promised = {
            "release.json": release["policy"]["min_interval"],
            "receipt.json": receipt["min_interval"],
        }
    except (KeyError, TypeError) as error:
        raise Unusable(
            f"{folder} does not say which least interval it was made for: {error!r} is missing."
        ) from error
    for name, width in promised.items():
        if not isinstance(width, int) or width < 1:
            raise Unusable(
                f"{folder / name} has a least interval of {width}, which protects nobody: 1 is the least."
            )
    if len(set(promised.values())) > 1:
        raise Unusable(
            f"{folder}: release.json and receipt.json name different least intervals; one was altered."
        )
    width = promised["receipt.json"]
    if asked is not None and asked < width:
        raise Unusable(f"--min-interval {asked} is less than the receipt's {width}: ask for as much or more.")
    return asked or width


def not_given(releases, receipt):
    """A sentence about the earlier releases that the receipt counts in and that were not given."""
    given = {str(release.get("name")) for release in releases[1:]}
    against = receipt.get("against", [])
    missing = [str(name) for name in against if str(name) not in given] if isinstance(against, list) else []
    return f" Not checked against {', '.join(missing)}: give their folders after this one." if missing else ""


def people(blocks, numbers):
    """One array a block from [[place, people], ...]."""
    sizes = [int(np.prod([len(codes) for codes in block["dimensions"].values()])) for block in blocks]
    starts = [block["start"] for block in blocks]
    if starts != [sum(sizes[:at]) for at in range(len(sizes))]:
        raise ValueError("the blocks do not follow one another")
    whole = np.zeros(sum(sizes), np.int64)
    for place, count in numbers:
        if not isinstance(count, int) or count < 0:
            raise Unusable("A witness has a number of people that is not whole, or below nought.")
        if not isinstance(place, int) or not 0 <= place < len(whole):
            raise Unusable("A witness puts people where there is no place.")
        whole[place] = count
    return [
        whole[start : start + size].reshape([len(codes) for codes in block["dimensions"].values()])
        for block, start, size in zip(blocks, starts, sizes, strict=True)
    ]


def unlike_receipt(folder):
    receipt = read(folder / "receipt.json")
    files = sorted(folder.glob("[0-9]*.csv"), key=lambda file: (len(file.name), file.name))
    text = b"".join(file.read_bytes() for file in files)
    if hashlib.sha256(text).hexdigest() != receipt["statements_sha256"]:
        yield f"{folder.name}: the tables are not those of the receipt."


def unlike_said(folder, release, receipt):
    """What else the receipt says and the folder does not bear out."""
    proof = (folder / "witnesses.json").read_bytes()
    if "witnesses_sha256" in receipt and hashlib.sha256(proof).hexdigest() != receipt["witnesses_sha256"]:
        yield f"{folder.name}: the witnesses are not those of the receipt."
    if any(table["universe"] != release["tables"][0]["universe"] for table in release["tables"]):
        return  # two may be the same people, whose cells count once
    status = {name_of(table, codes): row for table, codes, row in every_row(folder, release)}
    hidden = sum(each in ("withheld", "merged") for each in status.values())
    for name, number in (("cells", len(status)), ("withheld", hidden)):
        if receipt[name] != number:
            yield f"{folder.name}: the receipt says {name}: {receipt[name]}, the tables have {number}."


def given_away(release, receipt):
    """The cells of which the receipt says that earlier releases give them away."""
    tables = {table["name"]: table for table in release["tables"]}
    for one in receipt.get("known_before", ()):
        yield name_of(tables[one["table"]], one["cell"])


def every_row(folder, release):
    """(table, codes, status) of every row."""
    for table in release["tables"]:
        yield from ((table, codes, status) for *codes, _, status in rows_of(folder / table["file"]))


def universes(block):
    """The universes that a block's people are in, all of them."""
    return [block["universe"], *block.get("also", [])]


def values(universe):
    """name -> the values that a universe joins."""
    return {name: [value] if isinstance(value, str) else value for name, value in universe.items()}


def covers(universe, one):
    """Whether a universe joins this single one."""
    return set(universe) == set(one) and all(one[name] in told for name, told in values(universe).items())


def is_in(block, universe):
    return any(covers(universe, one) for one in universes(block))


def named(relation):
    """The universes of a relation between whole groups of people."""
    kind = next((kind for kind in SETS if kind in relation), None)
    if kind:
        return relation[kind]
    if "part" in relation:
        return [relation["part"], relation["of"]]
    return [relation["union"], *relation["of"]] if "union" in relation else []


def strange_blocks(blocks, relations):
    """Blocks of people who cannot be in those universes and no others."""
    for block in blocks:
        for one, two in itertools.combinations(universes(block), 2):
            apart = any(one[name] != two[name] for name in set(one) & set(two))
            if apart and not any(said_to_share(relation, one, two) for relation in relations):
                yield f"A witness has people in {one} and {two}, which are different people."
        for relation in relations:
            inside = [is_in(block, universe) for universe in named(relation)]
            if (
                ("same" in relation and any(inside) != all(inside))
                or ("disjoint" in relation and sum(inside) > 1)
                or ("part" in relation and inside[0] and not inside[1])
                or ("union" in relation and inside[0] != any(inside[1:]))
            ):
                yield f"A witness has people in {universes(block)}, against the relation {relation}."


def said_to_share(relation, one, two):
    """Whether a relation names both, each in a universe of its own."""
    told = [] if "disjoint" in relation else named(relation)
    return any(
        covers(first, one) and covers(second, two) and not covers(first, two)
        for first, second in itertools.permutations(told, 2)
    )


def broken_flows(blocks, populations, relations):
    """Stocks that are not the stock before with those who came and without those who left."""
    for flow in (relation for relation in relations if "stock" in relation):
        signed = [(1, each) for each in (flow["stock"], *flow["in"])]
        signed += [(-1, each) for each in (*flow["out"], flow["next"])]
        whole = 0
        for names in common(blocks, [universe for _, universe in signed], flow["by"]):
            whole = sum(sign * finest(universe, names, blocks, populations) for sign, universe in signed)
            if np.any(whole):
                return [f"A witness breaks the flow from {flow['stock']} to {flow['next']}."]
    return []


def common(blocks, wanted, by):
    """The sets of dimensions by which all these universes are counted."""
    held = [
        {frozenset(block["dimensions"]) & frozenset(by) for block in blocks if is_in(block, universe)}
        for universe in wanted
    ]
    sets = set.union({frozenset()}, *held)
    return [
        sorted(names) for names in sets if all(any(names <= other for other in others) for others in held)
    ]


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
            universes(one) == universes(two)
            and (margin(one, first, shared) != margin(two, second, shared)).any()
        ):
            return [f"A witness counts {shared} in two ways."]
    return []


def readable(folder, found):
    """What a look through the tables of one folder finds."""
    try:
        return list(found)
    except (OSError, csv.Error) as error:
        raise Unusable(f"{folder} lacks a table, or one cannot be read: {error}.") from error
    except BROKEN as error:
        raise Unusable(
            f"{folder}: release.json, a table or the witnesses are not written as docs/disclosure.md says: {error!r}."
        ) from error


def rows_of(file):
    """The rows below the headings; a code may hold a line break, or what str.splitlines takes for one."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))[1:]


def check_tables(folder, width, blocks, populations, known):
    release = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    for table in release["tables"]:
        rows = rows_of(folder / table["file"])
        if [row[:-2] for row in rows] != expected_codes(table):
            yield f"{folder.name}/{table['file']}: the rows are not those of its dimensions, in their order."
            continue
        values = np.array([all_levels(table, blocks, one) for one in populations]).reshape(-1, len(rows))
        for at, (*codes, count, status) in enumerate(rows):
            where = f"{folder.name}/{table['file']}: {', '.join(codes)}"
            between = told(release["policy"], status, count)
            if between is None:
                yield f"{where} is neither shown nor withheld, nor what its policy prints."
                continue
            if (values[:, at] < between[0]).any() or (values[:, at] > between[1]).any():
                yield f"{where} is {status}, and a witness has another number."
            if name_of(table, codes) in known:
                continue  # left out of this table, and no secret
            if is_asked(release["policy"], status, between) and np.ptp(values[:, at]) < width:
                yield f"{where} is {status}, and no two witnesses differ enough."


def printed(folder):
    """The cells that a folder gives a number exactly."""
    release = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    for table in release["tables"]:
        rows = rows_of(folder / table["file"])
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
    counts = finest(table["universe"], names, blocks, populations)
    for axis, dimension in enumerate(table["dimensions"]):
        counts = np.moveaxis(np.tensordot(members(dimension, blocks), counts, axes=(1, axis)), 0, axis)
    return counts.ravel()


def finest(universe, names, blocks, populations):
    """The finest counts of a universe by some dimensions: one block for each group of its people."""
    found = {}
    for block, counts in zip(blocks, populations, strict=True):
        if is_in(block, universe) and set(names) <= set(block["dimensions"]):
            found.setdefault(json.dumps(universes(block)), margin(block, counts, names))
    held = {json.dumps(universes(block)) for block in blocks if is_in(block, universe)}
    if not found or held != set(found):
        raise ValueError(f"the witnesses do not count everybody in {universe} by {names}")
    return sum(found.values())


def expected_codes(table):
    """The codes of every row of a table's file."""
    return [list(codes) for codes in itertools.product(*map(codes_of, table["dimensions"]))]


def codes_of(dimension):
    """Finest codes, groups, total, as in the file."""
    groups = []
    for code in dimension["codes"]:
        while (code := dimension["parents"].get(code)) is not None:
            if code in groups:
                break
            groups.append(code)
    return [*dimension["codes"], *groups, dimension["total"]]


def members(dimension, blocks):
    """Rows: the codes, as in the file; columns: finest codes, as in the witnesses."""
    name, parents = dimension["name"], dimension["parents"]
    finest_codes = next(block["dimensions"][name] for block in blocks if name in block["dimensions"])
    rows = codes_of(dimension)
    matrix = np.zeros((len(rows), len(finest_codes)), np.int64)
    for column, code in enumerate(finest_codes):
        while code is not None:
            matrix[rows.index(code), column] = 1
            code = parents.get(code)
    matrix[-1] = 1
    return matrix


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
