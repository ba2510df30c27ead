"""Shares that published tables give beside counts, and what they are shares of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from equalities.disclosure.measures import SHARES, Said, Share, read_share
from equalities.disclosure.rounding import BASES, ENOUGH, widened
from equalities.disclosure.statements import NO_LIMIT
from equalities.disclosure.trees import Place
from equalities.refusals import Refused

TELLING = 3
"""Rows that must bear out what a share is of, where no column says it."""


@dataclass(frozen=True)
class SharedOut:
    """A share of one row: of a number `base`, or of the cell that keeps the codes of the dimensions `kept`. guessed:
    whether no column says so, but the numbers do."""

    place: Place
    share: Share
    base: Said | None
    kept: tuple[str, ...] | None
    guessed: bool = False


@dataclass(frozen=True)
class Lines:
    """The rows of a file below its headings: the dimensions' names stand first, `columns` are the places of what is
    said of counts. marks: what stands for a number that is withheld. totals: what stands for everyone."""

    file: str
    names: tuple[str, ...]
    columns: Mapping[str, int]
    rows: Sequence[Sequence[str]]
    marks: Sequence[str]
    totals: Sequence[str]

    def cells(self, name: str) -> list[str]:
        """A column's texts; empty ones where there is no such column."""
        at = self.columns.get(name)
        return [row[at] if at is not None else "" for row in self.rows]

    @property
    def places(self) -> list[Place]:
        return [tuple(row[: len(self.names)]) for row in self.rows]


def read_shares(lines: Lines, said: Mapping[Place, Said], bases: Sequence[Said]) -> tuple[SharedOut, ...]:
    """The shares of all rows that give one and say what it is a share of, or leave no doubt of it.

    said: what the rows say of their counts. bases: the numbers that shares are of, one a row, without limit where
    there is none. Raises Refused for a share that is none, or where nothing says what it is of and there are no counts.
    """
    if not {"base", "of"} & set(lines.columns):
        if "count" in lines.columns:
            return _of_what_fits(lines, said)
        raise Refused(
            '{file} has shares and no counts: say what of, in a column "base" or "of".', file=lines.file
        )
    found = []
    kept = [_kept(text, lines) for text in lines.cells("of")]
    for name, per in SHARES.items():
        for place, text, base, of in zip(lines.places, lines.cells(name), _widened(bases), kept, strict=True):
            share = read_share(text, per)
            if share is None and text not in lines.marks:
                raise Refused(
                    '{file} has "{text}" as a {name}; name it with --withheld-mark if withheld.',
                    file=lines.file,
                    text=text,
                    name=name,
                )
            if share and (base or of is not None):
                found.append(SharedOut(place, share, base, of))
    return tuple(found)


def _of_what_fits(lines: Lines, said: Mapping[Place, Said]) -> tuple[SharedOut, ...]:
    """The percentages as shares of the one margin that bears out all of them where all counts are known."""
    exact = {place: one.least for place, one in said.items() if one.exact}
    texts = zip(lines.places, lines.cells("percent"), strict=True)
    shares = {place: share for place, text in texts if (share := read_share(text, SHARES["percent"]))}
    candidates = [kept for size in range(len(lines.names)) for kept in combinations(lines.names, size)]
    fitting = [kept for kept in candidates if _bears_out(kept, lines, shares, exact)]
    if len(fitting) != 1:
        return ()
    return tuple(SharedOut(place, share, None, fitting[0], guessed=True) for place, share in shares.items())


def _bears_out(
    kept: tuple[str, ...], lines: Lines, shares: Mapping[Place, Share], exact: Mapping[Place, int]
) -> bool:
    """Whether the shares can be of the cells that keep the codes of these dimensions, and enough tell so."""
    codes = [{place[at] for place in exact} for at in range(len(lines.names))]
    totals = [next((total for total in lines.totals if total in each), "") for each in codes]
    told = 0
    for place, share in shares.items():
        pairs = zip(lines.names, place, totals, strict=True)
        whole = tuple(code if name in kept else total for name, code, total in pairs)
        if place in exact and whole in exact:
            count, base = exact[place], exact[whole]
            if not share.least * base <= share.scale * count <= share.most * base:
                return False
            told += whole != place and count > 0
    return told >= TELLING


def _widened(said: Sequence[Said]) -> list[Said | None]:
    """The numbers that shares are of; rounded ones as intervals, None where there is none."""
    different = {one.least for one in said if one.exact}
    base = max((by for by in BASES if all(count % by == 0 for count in different)), default=0)
    rounded = base if len(different) >= ENOUGH else 0
    return [widened(one, rounded) if one.most < NO_LIMIT else None for one in said]


def _kept(text: str, lines: Lines) -> tuple[str, ...] | None:
    """The dimensions whose codes the base of a share keeps; none of them for a share of everybody."""
    if not text:
        return None
    kept = tuple(name.strip() for name in text.split(";"))
    if text in lines.totals:
        return ()
    if not set(kept) < set(lines.names):
        raise Refused(
            '{file} has a share of "{text}": name some of its dimensions, not all, with ";" between, '
            "or the total.",
            file=lines.file,
            text=text,
        )
    return kept
