"""What was read of a plan, as people read it: tables of text, and what to look at."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from equalities.documents import Action, Objective, PlanDocument, Problem, Source

_WIDTHS = (6, 52, 26, 24)  # of number, action, lead and timescale
_PLACES = 6  # of a problem that are printed before the rest is counted


def readable(plan: PlanDocument) -> Iterator[str]:
    yield plan.title or "This document has no title."
    if plan.period:
        yield f"Period: {plan.period}"
    yield counted(len(plan.objectives), "objective") + ", " + counted(len(plan.actions), "action")
    yield from _objectives(plan)
    loose = [action for action in plan.actions if action.objective is None]
    if loose:
        yield from [
            "",
            "Actions that stand under no objective" if plan.objectives else "Actions",
            *_rows(loose),
        ]
    yield from _listed("Measures of the plan", plan.measures)
    yield from _listed("Outcomes of the plan", plan.outcomes)
    yield from _problems(plan)
    if plan.unread_headings:
        yield from textwrap.wrap(
            f"These may be headings of the plan that are not known: {'; '.join(plan.unread_headings)}. "
            "If they are, say with --heading what each column holds.",
            110,
        )


def _objectives(plan: PlanDocument) -> Iterator[str]:
    under = {
        name: list(actions)
        for name, actions in groupby(sorted(filter(_has_objective, plan.actions), key=_name), key=_name)
    }
    for objective in plan.objectives:
        yield ""
        yield from textwrap.wrap(_headed(objective), 110, subsequent_indent="  ")
        yield from _rows(under.pop(objective.ref or objective.text, []))


def _has_objective(action: Action) -> bool:
    return action.objective is not None


def _name(action: Action) -> str:
    return action.objective or ""


def _headed(objective: Objective) -> str:
    number = f"Objective {objective.ref}" if objective.ref else "Objective"
    theme = f" ({objective.theme})" if objective.theme else ""
    leads = f" [{'; '.join(objective.leads)}]" if objective.leads else ""
    return f"{number}{theme}: {objective.text}{leads}"


def _rows(actions: Sequence[Action]) -> Iterator[str]:
    for action in actions:
        phrase = action.timescale.phrase if action.timescale else ""
        yield from _row(action.ref or "", action.text, "; ".join(action.leads), phrase)


def _row(*texts: str) -> Iterator[str]:
    """One row of a table on as many lines as its longest cell needs."""
    cells = [textwrap.wrap(text, width - 2) for text, width in zip(texts, _WIDTHS, strict=True)]
    for line in range(max(map(len, cells))):
        parts = (cell[line] if line < len(cell) else "" for cell in cells)
        yield "  " + "".join(part.ljust(width) for part, width in zip(parts, _WIDTHS, strict=True)).rstrip()


def _listed(head: str, texts: Sequence[str]) -> Iterator[str]:
    if texts:
        yield from ("", head)
    for text in texts:
        yield from textwrap.wrap(text, 110, initial_indent="  - ", subsequent_indent="    ")


def _problems(plan: PlanDocument) -> Iterator[str]:
    yield ""
    yield f"{plan.cells_kept:,} of {plan.cells_seen:,} cells and lines are in the records above."
    if plan.problems:
        yield "Please look at:"
    by_what: dict[tuple[str, bool], list[Problem]] = {}
    for problem in plan.problems:
        by_what.setdefault((problem.what, problem.kept), []).append(problem)
    for (what, kept), problems in by_what.items():
        text = f"{what}{'' if kept else ' (left out)'}: {_places(problem.source for problem in problems)}"
        yield from textwrap.wrap(text, 110, initial_indent="  - ", subsequent_indent="    ")


def _places(sources: Iterable[Source]) -> str:
    places = list(dict.fromkeys(map(_place, sources)))
    more = f" and {len(places) - _PLACES:,} more" if len(places) > _PLACES else ""
    return "; ".join(places[:_PLACES]) + more


def _place(source: Source) -> str:
    """A place as a person looks for it: a line where there is one, else page or sheet, table and row."""
    if source.line is not None:
        parts = [("line", source.line), ("column", source.column)]
    else:
        parts = [
            ("page", source.page),
            ("table", source.table),
            ("row", source.row),
            ("column", source.column),
        ]
    named = [f"{name} {number}" for name, number in parts if number is not None]
    sheet = [f"sheet {source.sheet}"] if source.sheet else []
    return ", ".join([*sheet, *named]) or "the whole file"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
