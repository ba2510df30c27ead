"""Groups that a paper counts in one number: "Sikh and Jewish", "All other ethnic groups", "Non-white"."""

from collections.abc import Iterable, Sequence
from dataclasses import fields

from equalities.cubes import Dimension
from equalities.cubes.cube import KNOWN
from equalities.disclosure.layout import Axis, Summed

PLUS, ALL_BUT = " + ", "all but "
"""How a code says it: "4 + 5" is both, "all but white" everybody else who answered."""


def together(codes: Sequence[str]) -> str:
    """The code of these groups in one number."""
    return PLUS.join(sorted(codes))


def all_but(codes: Sequence[str]) -> str:
    """The code of everybody who answered and is in none of these groups."""
    return f"{ALL_BUT}{together(codes)}"


def named_in(code: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """The groups that a code names: itself, where it is `known` or no joined one."""
    return (code,) if code in known else tuple(code.removeprefix(ALL_BUT).split(PLUS))


def is_joined(code: str) -> bool:
    return PLUS in code or code.startswith(ALL_BUT)


def with_sums(dimension: Dimension, codes: Iterable[str]) -> Dimension:
    """The dimension, with those of these codes that join groups of it as sums beside its tree."""
    known = set(Axis(dimension).codes)
    sums = {
        code: _members(dimension, code)
        for code in sorted(set(codes) - known)
        if is_joined(code) and set(named_in(code)) <= known
    }
    own = {each.name: getattr(dimension, each.name) for each in fields(Dimension)}
    return Summed(**own, sums=sums) if sums else dimension


def _members(dimension: Dimension, code: str) -> tuple[str, ...]:
    """The finest groups under a joined code, each once."""
    named = dict.fromkeys(fine for part in named_in(code) for fine in dimension.members(part))
    if not code.startswith(ALL_BUT):
        return tuple(named)
    answered = dimension.members(KNOWN if KNOWN in dimension.groups else dimension.total)
    return tuple(fine for fine in answered if fine not in named)
