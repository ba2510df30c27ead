"""What a column holds once the officer's rulings have been heard."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from equalities.codelists import Recognition, load, recognise, state_labels
from equalities.codelists.ages import band, years
from equalities.codelists.standardise import without_point, yes_or_no
from equalities.cubes.mapping import AS_WRITTEN, Column
from equalities.refusals import Refused
from equalities.saying import say


def recognised(column: Column, values: Mapping[str, int]) -> Recognition:
    """What the values (value -> rows) of a column mean: inferred, or as the column says; its own `codes`
    first.

    Where no list can be inferred the values are taken as they stand. Raises Refused for what may not be
    collected and for a ruling that names a code the list does not have.
    """
    said = None if column.classification == AS_WRITTEN else column.classification
    found = recognise(values, column.heading, classification=said, youngest=column.youngest)
    if found.refused is not None:
        raise Refused(found.refused)
    if column.classification == AS_WRITTEN or found.classification is None:
        found = as_written(found, values)
    return _ruled(found, column.codes, values)


def as_written(found: Recognition, values: Mapping[str, int]) -> Recognition:
    """The same column with its values as the groups: spellings of one group are put together under the one
    that most rows have (of equals the fullest; with capitals, slips of typing and bare codes last), and a value that no
    list knows is a group of its own. A column of nothing but yes and no has two groups, however they are written. Ages
    in years keep their bands, and bands of ages are groups of their own even where a list has them within one."""
    in_years = any(years(value) is not None for value in found.mapping)
    if found.characteristic == "age" and found.classification is not None and in_years:
        return found
    keys = _keys(found, [value for value in values if value not in found.states])
    rows: dict[object, Counter[str]] = {}
    for value, key in keys.items():
        rows.setdefault(key, Counter())[value] += values[value]
    shown = {
        key: min(
            spellings,
            key=lambda each: (
                each in found.slips,
                _is_code(each, found),
                -spellings[each],
                _shouts(each),
                -len(each),
                each,
            ),
        )
        for key, spellings in rows.items()
    }
    return replace(
        found,
        classification=None,
        mapping={value: shown[key] for value, key in keys.items()},
        unrecognised={},
        recognised=sum(values[value] for value in keys),
        reasons=(*found.reasons, say("The values are taken as they stand.")),
    )


def _is_code(value: str, found: Recognition) -> bool:
    """Whether a value is the code of its group, and none of its words: "A1" beside "Indian"."""
    return found.mapping.get(value, "").casefold() == without_point(value).casefold()


def _shouts(value: str) -> bool:
    return len(value) > 1 and value.isupper()


def _keys(found: Recognition, answers: Sequence[str]) -> dict[str, object]:
    """What answers that are one group have in common."""
    said = {value: yes_or_no(value) for value in answers}
    if None not in said.values():
        return dict(said)
    known: Mapping[str, object] = found.mapping
    if found.characteristic == "age":
        known = {value: ages for value in answers if (ages := band(value)) is not None}
    return {value: known.get(value, unicodedata.normalize("NFC", value).casefold()) for value in answers}


def _ruled(found: Recognition, codes: Mapping[str, str], values: Mapping[str, int]) -> Recognition:
    if not codes:
        return found
    ruled = {value: code for value, code in codes.items() if value in values}
    if found.classification is not None:
        known = {code.code for code in load(found.classification).codes} | set(state_labels())
        for value, code in ruled.items():
            if code not in known:
                raise Refused(
                    "{code} (for {value}) is not a code of {title}.",
                    code=code,
                    value=value,
                    title=load(found.classification).title,
                )
    states = {value: code for value, code in ruled.items() if code in state_labels()}
    coded = {value: code for value, code in ruled.items() if value not in states}
    mapping = {value: code for value, code in found.mapping.items() if value not in ruled} | coded
    absent = {value: state for value, state in found.states.items() if value not in ruled} | states
    missing: Counter[str] = Counter()
    for value, state in absent.items():
        missing[state] += values[value]
    return replace(
        found,
        mapping=mapping,
        states=absent,
        missing=dict(missing),
        unrecognised={value: rows for value, rows in found.unrecognised.items() if value not in ruled},
        recognised=sum(values[value] for value in mapping),
        reasons=(*found.reasons, say("You ruled on {ruled} values yourself.", ruled=len(ruled))),
    )
