"""The account of a document's cells: each is kept in a record or named in a problem, none is lost."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from equalities.documents.blocks import Cell, Pages, Paragraph, Problem, Source, Table
from equalities.documents.drafts import Said
from equalities.documents.formats.markup import struck_out
from equalities.documents.grid import Row
from equalities.saying import say, to_say

UNREAD = to_say("This was not understood, and is in no record")


class Ledger:
    """Counts what a document holds: cells of tables and lines outside them in which words stand, struck ones too."""

    def __init__(self, pages: Pages):
        self._pages = pages
        self._problems = [*pages.problems, *_struck(pages)]
        lost = [problem.source for problem in self._problems if not problem.kept]
        self._order = {source: place for place, source in enumerate(dict.fromkeys([*_places(pages), *lost]))}
        self._kept: set[Source] = set()
        self._left = set(lost)

    def keep(self, *pieces: Cell | Paragraph | Said | Row) -> None:
        """These are in the result."""
        self._kept.update(source for piece in pieces for source in _sources(piece))

    def leave(self, what: str, *pieces: Cell | Paragraph | Said | Row) -> None:
        """These are in no record, for the reason given."""
        left = [source for piece in pieces for source in _sources(piece)]
        self._left.update(left)
        self._problems += [Problem(what, source, kept=False) for source in left]

    def leave_unkept(self, what: str, *lines: Paragraph | Said) -> None:
        """As `leave`, for lines that nothing has kept or explained so far."""
        self.leave(
            what, *(line for line in lines if line.source not in self._kept and line.source not in self._left)
        )

    def keep_with(self, joined: Mapping[Paragraph, tuple[Paragraph, ...]]) -> None:
        """Lines that were joined to others are in the result where those are."""
        self.keep(*(one for line, others in joined.items() if line.source in self._kept for one in others))

    def note(self, what: str, *pieces: Cell | Paragraph | Said) -> None:
        """Something about what is kept that a person should look at."""
        self._problems += [Problem(what, piece.source) for piece in pieces]

    @property
    def seen(self) -> int:
        return len(self._order)

    @property
    def kept(self) -> int:
        return len(self._kept.intersection(self._order))

    def problems(self) -> tuple[Problem, ...]:
        """Every problem, said, in the order of the document, with one for each cell that nothing else accounts for."""
        named = {problem.source for problem in self._problems if not problem.kept}
        unnamed = (source for source in self._order if source not in self._kept and source not in named)
        rest = [Problem(UNREAD, source, kept=False) for source in unnamed]
        true = [
            replace(each, kept=True) if not each.kept and each.source in self._kept else each
            for each in self._problems
        ]
        found = dict.fromkeys(self._with_words([*true, *rest]))
        return tuple(sorted(found, key=lambda problem: self._order.get(problem.source, -1)))

    def _with_words(self, problems: list[Problem]) -> Iterator[Problem]:
        """Problems in the language of who asks, each that something was left out for with the words that were."""
        left = {problem.source for problem in problems if not problem.kept}
        words = {piece.source: piece.text.strip() for piece in _pieces(self._pages) if piece.source in left}
        for each in problems:
            said = replace(each, what=say(each.what))
            yield said if each.kept else replace(said, words=words.get(each.source, ""))


def _struck(pages: Pages) -> Iterator[Problem]:
    """What is struck through is not the plan; who reads it is told."""
    for piece in _pieces(pages):
        for phrase in piece.struck:
            yield Problem(struck_out(phrase), piece.source, kept=bool(piece.text.strip()))


def _places(pages: Pages) -> Iterator[Source]:
    return (piece.source for piece in _pieces(pages) if piece.text.strip() or piece.struck)


def _pieces(pages: Pages) -> Iterator[Cell | Paragraph]:
    for block in pages.blocks:
        if isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row)
        else:
            yield block


def _sources(piece: Cell | Paragraph | Said | Row) -> list[Source]:
    return [cell.source for cell in piece.own.values()] if isinstance(piece, Row) else [piece.source]
