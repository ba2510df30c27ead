"""Counts by labelled groups, and the engines that make them from rows."""

from equalities.cubes.ages_beside import Populations, read_populations, read_populations_as_dict
from equalities.cubes.apart import (
    read_apart,
    read_apart_as_dict,
    read_together,
    read_together_as_dict,
)
from equalities.cubes.cube import KNOWN, Cube, Dimension, Sum, Universe
from equalities.cubes.describing import (
    ColumnSummary,
    Described,
    columns,
    columns_as_dict,
    columns_of,
    describe,
    describe_as_dict,
    header,
)
from equalities.cubes.grouping import Problem
from equalities.cubes.joint import JointPopulation, Wanted, joint_population
from equalities.cubes.leaving_out import LeftOut
from equalities.cubes.mapping import AS_WRITTEN, REPEATING, Amount, Column, Layout
from equalities.cubes.population import (
    Benchmark,
    combined,
    read_population,
    read_population_as_dict,
)
from equalities.cubes.reading import Reading, read, read_as_dict
from equalities.cubes.references import hashed, new_key
from equalities.cubes.storing import forget, forget_as_dict, store, store_as_dict, take_in, take_in_as_dict

__all__ = [
    "AS_WRITTEN",
    "KNOWN",
    "REPEATING",
    "Amount",
    "Benchmark",
    "Column",
    "ColumnSummary",
    "Cube",
    "Described",
    "Dimension",
    "JointPopulation",
    "Layout",
    "LeftOut",
    "Populations",
    "Problem",
    "Reading",
    "Sum",
    "Universe",
    "Wanted",
    "columns",
    "columns_as_dict",
    "columns_of",
    "combined",
    "describe",
    "describe_as_dict",
    "forget",
    "forget_as_dict",
    "hashed",
    "header",
    "joint_population",
    "new_key",
    "read",
    "read_apart",
    "read_apart_as_dict",
    "read_as_dict",
    "read_population",
    "read_population_as_dict",
    "read_populations",
    "read_populations_as_dict",
    "read_together",
    "read_together_as_dict",
    "store",
    "store_as_dict",
    "take_in",
    "take_in_as_dict",
]
