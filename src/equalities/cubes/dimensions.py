"""The dimension of a cube that a column, as recognised, becomes."""

from collections.abc import Iterable, Mapping, Sequence

from equalities.codelists import CodeList, Recognition, load, state_labels
from equalities.cubes.cube import KNOWN, Dimension

UNKNOWN = "unknown"
"""The group of everybody who was in scope and gave no usable answer."""

OUT_OF_SCOPE = "not_applicable"
UNSPECIFIED = "_unspecified"
UNCODABLE = "uncodable"


Axis = tuple[Dimension, Mapping[str, int]]
"""A dimension, and the place on it of every value of its column."""


def axis(name: str, recognition: Recognition) -> Axis:
    """The dimension that a recognised column becomes; values without a list are groups as they stand."""
    states = {*recognition.states.values(), *([UNCODABLE] if recognition.unrecognised else [])}
    codes = recognition.mapping.values()
    if recognition.classification is None:
        dimension = as_written(name, set(codes), states)
    else:
        dimension = listed(name, recognition.classification, codes, states)
    places = {code: place for place, code in enumerate(dimension.codes)}
    held = {value: places[unspecified(code, places)] for value, code in recognition.mapping.items()}
    absent = {value: places[state] for value, state in recognition.states.items()}
    if recognition.unrecognised:
        absent |= dict.fromkeys(recognition.unrecognised, places[UNCODABLE])
    return dimension, held | absent


def listed(name: str, classification: str, used: Iterable[str], states: Iterable[str]) -> Dimension:
    """The dimension of a code list: its broad groups where only those are `used`, else its finest groups,
    with an "unspecified" one for each broad group that is used among them. `states` are the missing states
    met."""
    codelist = load(classification)
    used = set(used)
    labels = {code.code: code.label for code in codelist.codes}
    parents = {code.code: code.parent for code in codelist.codes if code.parent is not None}
    if used and used <= set(codelist.tops):
        return _with_states(name, classification, codelist.tops, labels, {}, states)
    codes = _with_unspecified(codelist, used, labels, parents)
    return _with_states(name, classification, codes, labels, parents, states)


def unspecified(code: str, dimension_codes: Iterable[str]) -> str:
    """Where a value coded to `code` goes: to itself, or to its "unspecified" code among finer groups."""
    return code if code in dimension_codes else f"{code}{UNSPECIFIED}"


def as_written(name: str, values: Iterable[str], states: Iterable[str]) -> Dimension:
    """A dimension whose codes are the values themselves, in alphabetical order."""
    codes = sorted(values, key=lambda value: (value.casefold(), value))
    return _with_states(name, "", codes, {}, {}, states)


def _with_unspecified(
    codelist: CodeList, used: set[str], labels: dict[str, str], parents: dict[str, str]
) -> list[str]:
    """The finest codes, and after the members of each broad group that is itself used its "unspecified"
    one."""
    codes = list(codelist.leaves)
    for top in codelist.tops:
        if top in used and top not in codes:
            fine = f"{top}{UNSPECIFIED}"
            labels[fine] = f"{labels[top]}, not further specified"
            parents[fine] = top
            codes.insert(1 + max(codes.index(member) for member in codelist.members(top)), fine)
    return codes


def _with_states(
    name: str,
    classification: str,
    codes: Sequence[str],
    labels: Mapping[str, str],
    parents: Mapping[str, str],
    states: Iterable[str],
) -> Dimension:
    met = set(states)
    missing = tuple(state for state in state_labels() if state in met)
    above = dict(parents)
    if missing:
        tops = {_top(code, parents): KNOWN for code in codes}
        unknown = {state: UNKNOWN for state in missing if state != OUT_OF_SCOPE}
        above |= tops | unknown
    words = (
        {**labels, **state_labels(), KNOWN: "Answered", UNKNOWN: "No usable answer"} if missing else labels
    )
    used = {code for fine in (*codes, *missing) for code in _line(fine, above)}
    return Dimension(
        name,
        (*codes, *missing),
        {code: words[code] for code in used if code in words},
        {code: parent for code, parent in above.items() if code in used},
        missing=missing,
        classification=classification,
    )


def _top(code: str, parents: Mapping[str, str]) -> str:
    return _line(code, parents)[-1]


def _line(code: str, parents: Mapping[str, str]) -> list[str]:
    line = [code]
    while (parent := parents.get(line[-1])) is not None:
        line.append(parent)
    return line
