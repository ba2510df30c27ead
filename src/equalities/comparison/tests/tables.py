"""Tables for tests: a cube as if protect() had shown all of it but some cells."""

from itertools import product

import numpy as np

from equalities.disclosure import SafeCell, SafeTable, Status


def shown(cube, withheld=()):
    cells = {}
    for codes in product(*[(*each.codes, *each.groups, each.total) for each in cube.dimensions]):
        places = [
            [each.codes.index(member) for member in each.members(code)]
            for each, code in zip(cube.dimensions, codes, strict=True)
        ]
        value = int(cube.counts[np.ix_(*places)].sum())
        hidden = codes in withheld
        cells[codes] = SafeCell(codes, None if hidden else value, Status.WITHHELD if hidden else Status.SHOWN)
    return SafeTable(cube.name, cube.dimensions, cells, cube.unit, cube.universe, "All shown.")
