"""`dueregard plan read`: what a plan's document says, as people or as programs read it; `plan export`: out again."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

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
        _print_readable(run_limited("equalities.documents:read_as_dict", source, name, headings))
    return 0


def _print_readable(data: dict[str, Any]) -> None:
    from dueregard.cli._plan import readable  # which knows records, as `--json` need not
    from equalities.documents import PlanDocument

    print("\n".join(readable(PlanDocument.from_dict(data))))


def _heading(text: str) -> tuple[str, str]:
    """A heading may hold an equals sign itself; a field does not."""
    words, found, field = text.rpartition("=")
    if not found or not words.strip():
        raise Refused(
            "'{text}' does not say what a heading means; write it as \"Way forward=action\".", text=text
        )
    return words, field.strip()


def export(arguments: argparse.Namespace) -> int:
    _check_there(arguments.file)
    source, out = arguments.file.resolve(), arguments.out.resolve()
    if out.is_dir():
        raise Refused("{out} is a folder: give --out the name of a file in it.", out=arguments.out)
    if source == out:
        raise Refused("The plan would be written over itself: give --out another name.")
    if not out.parent.is_dir():
        raise Refused(
            "There is no folder called {parent}: make it, or give --out another one.",
            parent=arguments.out.parent,
        )
    made_at = datetime.now(UTC).isoformat()
    target = "equalities.documents.exporting:export"
    hidden = run_limited(target, str(source), arguments.file.name, arguments.format, str(out), made_at)
    print(f"Written: {arguments.out}")
    if hidden:
        shown = "1 cell" if hidden == 1 else f"{hidden:,} cells"
        print(
            f"Not hidden: {shown} that the document hides, since CSV cannot. Write .xlsx to keep them hidden."
        )
    return 0


def _check_there(file: Path) -> None:
    if not file.is_file():
        raise Refused("There is no file called {file}: check its name and folder.", file=file)
