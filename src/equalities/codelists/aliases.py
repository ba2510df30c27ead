"""All ways of writing the groups of one list."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from equalities.codelists.files import words
from equalities.codelists.lists import Code, CodeList, load
from equalities.codelists.standardise import plain, spellings

FILLERS = {"any", "background", "group", "groups", "ethnic"}
"""Words that publishers put in or leave out of the same label."""


EVERYDAY = frozenset({"white british", "white irish", "white", "mixed", "asian", "black", "other"})
"""What everybody writes for short, whatever the list: no sign of any one of them."""


@lru_cache
def aliases(name: str, *, broad: bool) -> Mapping[str, str]:
    """Every plain spelling of the groups of list `name` -> code.

    With `broad`, only of its top groups. Otherwise of its finest groups first, by themselves and after
    their parent ("asian or asian british indian"), then of the groups above them: "Asian" in a list of 19
    groups is an answer that is not further specified, "Other" is the finest group of that name.
    """
    codelist = load(name)
    leaves = () if broad else tuple(codelist[code] for code in codelist.leaves)
    tops = tuple(codelist[code] for code in codelist.tops)
    written = [(form, code.code) for code in (*leaves, *tops) for form in _forms(codelist, code)]
    written += [(form, code.code) for code in leaves for form in _after_parent(codelist, code)]
    found: dict[str, str] = {}
    for form, group in written:
        found.setdefault(form, group)
    return found


@lru_cache
def own_labels(name: str) -> frozenset[str]:
    """The cores of the labels of list `name` as published, by themselves and after or before their parent."""
    codelist = load(name)
    labels = {core(code.label) for code in codelist.codes}
    return frozenset(
        EVERYDAY
        | labels
        | {
            core(pair)
            for code in codelist.codes
            if code.parent is not None
            for pair in _both_ways(codelist[code.parent].label, code.label)
        }
    )


def core(label: str) -> str:
    """A label without the words that say nothing: "Any other Asian background" -> "other asian"."""
    return " ".join(word for word in plain(label).split() if word not in FILLERS)


@lru_cache
def codes_as_written(name: str, *, numbers: bool) -> Mapping[str, str]:
    """The codes of list `name` and of its missing states, in small letters -> code.

    A list whose codes are bare numbers gives them only with `numbers`: 1 is a woman here and a man there.
    """
    codelist = load(name)
    codes = [*(each.code for each in codelist.codes), *codelist.states]
    if not numbers and all(code.lstrip("-").isdigit() for code in codelist.leaves):
        codes = [state for state in codelist.states if not state.lstrip("-").isdigit()]
    return {code.casefold(): code for code in codes}


@lru_cache
def meaning(characteristic: str, label: str) -> str:
    """The first of the synonyms of a label: equal where two lists mean the same group."""
    form = plain(label)
    return next((line[0] for line in _lines(characteristic) if form in line), form)


def _after_parent(codelist: CodeList, code: Code) -> list[str]:
    """Ways of writing a group after the broader one, or before it ("Indian (Asian or Asian British)"); the group of
    the others is then just "other"."""
    if code.parent is None:
        return []
    forms = _forms(codelist, code)
    if core(code.label).startswith("other"):
        forms = [*forms, "other", "any other"]
    parents = _forms(codelist, codelist[code.parent])
    return [pair for parent in parents for form in forms for pair in _both_ways(parent, form)]


def _both_ways(parent: str, label: str) -> tuple[str, str]:
    return f"{parent} {label}", f"{label} {parent}"


def _forms(codelist: CodeList, code: Code) -> list[str]:
    label = code.label
    lines = [line for line in _lines(str(codelist.characteristic)) if plain(label) in line]
    last = plain(label.rpartition(":")[2])
    return [*spellings(label), last, *(form for line in lines for form in line)]


@lru_cache
def _lines(characteristic: str) -> Sequence[Sequence[str]]:
    lines = words("synonyms.yaml").get(characteristic, [])
    return tuple(tuple(plain(form) for form in line) for line in lines)
