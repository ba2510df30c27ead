"""`dueregard plan read`: what a plan's document says, as people or as programs read it; `plan export`: out again."""

import argparse
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from equalities.documents import Action, Objective, PlanDocument, Problem, Source
from equalities.documents.exporting import FORMATS
from equalities.documents.vocabulary import FIELDS
from equalities.refusals import Refused
from equalities.sandbox import run_limited

_EXAMPLE = """examples:
  dueregard plan read "Equality action plan 2024.docx"
  dueregard plan read plan.xlsx --json > plan.json
  dueregard plan read plan.docx --heading "Way forward=action" --heading "Champion=lead"
"""
_EXPORT_EXAMPLE = """example:
  dueregard plan export "Equality action plan 2024.docx" --format xlsx --out plan.xlsx
"""
_WIDTHS = (6, 52, 26, 24)  # of number, action, lead and timescale
_PLACES = 6  # of a problem that are printed before the rest is counted


def register(commands: Any) -> None:
    group = commands.add_parser("plan", help="read a council's plan, or write it as another kind of file")
    verbs = group.add_subparsers(metavar="VERB", required=True)
    parser = verbs.add_parser(
        "read",
        help="print what a plan's document says",
        description="Read a plan: its objectives, its actions, and what was not understood, with the place of each.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the plan, in any layout")
    parser.add_argument("--json", action="store_true", help="print everything that was read, for programs")
    parser.add_argument(
        "--heading",
        action="append",
        default=[],
        metavar="WORDS=FIELD",
        help=f"what a column holds, by its heading as printed; one of {', '.join(FIELDS)}",
    )
    parser.set_defaults(run=read)
    _register_export(verbs)


def _register_export(verbs: Any) -> None:
    parser = verbs.add_parser(
        "export",
        help="write a plan as another kind of file, in the layout it came in",
        description="Write a plan as another kind of file: the same lines and tables, with nothing added.",
        epilog=_EXPORT_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the plan, in any layout")
    parser.add_argument("--format", choices=FORMATS, required=True, help="the kind of file to write")
    parser.add_argument("--out", type=Path, metavar="PATH", required=True, help="where to write it")
    parser.set_defaults(run=export)


def read(arguments: argparse.Namespace) -> int:
    _check_there(arguments.file)
    source, name = str(arguments.file.resolve()), arguments.file.name
    headings = dict(map(_heading, arguments.heading))
    if arguments.json:
        print(run_limited("equalities.documents:read_as_json", source, name, headings))
    else:
        data = run_limited("equalities.documents:read_as_dict", source, name, headings)
        print("\n".join(_readable(PlanDocument.from_dict(data))))
    return 0


def _heading(text: str) -> tuple[str, str]:
    """A heading may hold an equals sign itself; a field does not."""
    words, found, field = text.rpartition("=")
    if not found or not words.strip():
        raise Refused(f"'{text}' does not say what a heading means; write it as \"Way forward=action\".")
    return words, field.strip()


def export(arguments: argparse.Namespace) -> int:
    _check_there(arguments.file)
    source, out = arguments.file.resolve(), arguments.out.resolve()
    if out.is_dir():
        raise Refused(f"{arguments.out} is a folder: give --out the name of a file in it.")
    if source == out:
        raise Refused("The plan would be written over itself: give --out another name.")
    if not out.parent.is_dir():
        raise Refused(
            f"There is no folder called {arguments.out.parent}: make it, or give --out another one."
        )
    made_at = datetime.now(UTC).isoformat()
    target = "equalities.documents.exporting:export"
    hidden = run_limited(target, str(source), arguments.file.name, arguments.format, str(out), made_at)
    print(f"Written: {arguments.out}")
    if hidden:
        left = _counted(hidden, "cell")
        print(f"Left out: {left} that the document hides, since CSV cannot. Show them first, or write .xlsx.")
    return 0


def _check_there(file: Path) -> None:
    if not file.is_file():
        raise Refused(f"There is no file called {file}: check its name and folder.")


def _readable(plan: PlanDocument) -> Iterator[str]:
    yield plan.title or "This document has no title."
    if plan.period:
        yield f"Period: {plan.period}"
    yield _counted(len(plan.objectives), "objective") + ", " + _counted(len(plan.actions), "action")
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


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
