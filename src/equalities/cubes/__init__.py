"""Counts by labelled groups, and the engines that make them from rows."""

from equalities.cubes.cube import Cube, Dimension, Universe

__all__ = ["Cube", "Dimension", "Universe"]
