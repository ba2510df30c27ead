"""Code lists: the groups that people are counted in, and how to tell which list a column uses."""

from equalities.codelists.characteristics import (
    Characteristic,
    characteristic,
    characteristics,
    headed,
    headed_as_place,
)
from equalities.codelists.crosswalk import Link, atoms, crosswalk
from equalities.codelists.lists import Code, CodeList, lists_for, load, names, state_labels
from equalities.codelists.recognition import Recognition, recognise

__all__ = [
    "Characteristic",
    "Code",
    "CodeList",
    "Link",
    "Recognition",
    "atoms",
    "characteristic",
    "characteristics",
    "crosswalk",
    "headed",
    "headed_as_place",
    "lists_for",
    "load",
    "names",
    "recognise",
    "state_labels",
]
