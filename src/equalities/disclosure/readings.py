"""What is taken for granted where nobody says whether two universes are the same people.

They could be: whoever published them knows, a reader does not. The reading under which most can be worked out is
that they are the same, so that reading is attacked, and protected from, unless the numbers rule it out; every
population of it is one under any weaker reading too (docs/decisions/0007).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from equalities.cubes import Universe
from equalities.disclosure.relations import Populace, Relation, Together, plain, read_universe, segments
from equalities.disclosure.statements import UNKNOWN, Sheet, Statements
from equalities.refusals import Refused
from equalities.saying import say

SAME, DIFFERENT = "same people", "different people"


@dataclass(frozen=True)
class Assumption:
    """Two universes of which nobody says how they relate. reading: SAME; or DIFFERENT, where the numbers
    rule out that they are the same people."""

    universes: tuple[Universe, Universe]
    reading: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"universes": [plain(universe) for universe in self.universes], "reading": self.reading}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> "Assumption":
        """The assumption that `as_dict` gave."""
        one, two = stored["universes"]
        return cls((read_universe(one), read_universe(two)), stored["reading"])

    def sentence(self) -> str:
        """For people who read the receipt."""
        one, two = map(said, self.universes)
        if self.reading == SAME:
            return say(
                "Nobody says whether {one} and {two} are the same people: they were taken to be.",
                one=one,
                two=two,
            )
        return say(
            "Nobody says whether {one} and {two} are the same people: their numbers differ, so they are not.",
            one=one,
            two=two,
        )


def unsaid(universes: Sequence[Universe], relations: Sequence[Relation]) -> list[tuple[Universe, Universe]]:
    """The pairs of universes that name different things, without a relation that names both."""
    said = [{segments(universe) for universe in relation.universes} for relation in relations]
    once = {segments(universe): universe for universe in universes}
    return [
        (once[one], once[two])
        for one, two in combinations(once, 2)
        if _could_be_same(once[one], once[two]) and not any({one, two} <= each for each in said)
    ]


def _could_be_same(one: Universe, two: Universe) -> bool:
    """Universes of the same names say by their values who they are; of others, those shared must agree."""
    shared = set(one) & set(two)
    return set(one) != set(two) and all(segments({n: one[n]}) == segments({n: two[n]}) for n in shared)


def taken_for_granted(
    sheets: Sequence[Sheet], relations: Sequence[Relation]
) -> tuple[tuple[Relation, ...], tuple[Assumption, ...]]:
    """(relations with those assumed, what was assumed). Raises Refused where the sheets contradict one
    another without any assumption."""
    pairs = unsaid([sheet.universe for sheet in sheets], relations)
    if not pairs:
        return tuple(relations), ()
    Statements(sheets, relations)
    held, assumed = tuple(relations), []
    for pair in pairs:
        trial = (*held, Together("same", pair))
        possible = _is_possible(sheets, trial)
        held = trial if possible else held
        assumed.append(Assumption(pair, SAME if possible else DIFFERENT))
    return held, tuple(assumed)


def held_under(relations: Sequence[Relation], assumed: Sequence[Assumption]) -> tuple[Relation, ...]:
    """The relations with those that these assumptions add."""
    same = (Together("same", each.universes) for each in assumed if each.reading == SAME)
    return (*relations, *same)


def _is_possible(sheets: Sequence[Sheet], relations: Sequence[Relation]) -> bool:
    """Whether nothing that is said of the same people differs, and nobody is left without people."""
    universes = [sheet.universe for sheet in sheets]
    try:
        populace = Populace(universes, relations)
        if not all(populace.of(universe) for universe in universes):
            return False
        told = Statements(sheets, relations)
    except Refused:
        return False
    known = told.values != UNKNOWN
    return bool(((told.least <= told.values) & (told.values <= told.most))[known].all())


def said(universe: Universe) -> str:
    """A universe in words."""
    words = [
        f"{name} {value if isinstance(value, str) else say(' and ').join(value)}"
        for name, value in universe.items()
    ]
    return f'"{", ".join(words)}"' if words else say("the people of a table that names nobody")
