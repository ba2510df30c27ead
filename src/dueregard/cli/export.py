"""`dueregard export all` and `dueregard import all`: leaving with everything, and arriving with it."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dueregard.cli import set_up_service
from equalities.refusals import Refused

if TYPE_CHECKING:
    from dueregard.access.models import Organisation

EXPORT = """examples:
  dueregard export all everything
  dueregard export all our-data --organisation fairshire     # one organisation, and all under it

Writes every row as CSV and as JSON, every file as it was handed in, and a schema that says what the columns are.
Passwords and secret addresses are left out. Counts are in it as they are: keep it as you would the datasets."""

IMPORT = """example:
  DATA_DIR=new-folder dueregard import all everything

Into an empty database and folder, by DATABASE_URL and DATA_DIR. Nobody has a password afterwards: begin with
`dueregard manage changepassword E-MAIL`."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    export = _parser(commands, "export", "write everything out as plain files", EXPORT)
    export.add_argument("--organisation", metavar="SHORT-NAME", help="only this one, and all under it")
    export.set_defaults(run=run_export)
    _parser(commands, "import", "fill an empty service from an export", IMPORT).set_defaults(run=run_import)


def _parser(commands: Any, name: str, what: str, epilog: str) -> argparse.ArgumentParser:
    deeds = commands.add_parser(name, help=what).add_subparsers(metavar="WHAT", required=True)
    raw = argparse.RawDescriptionHelpFormatter
    parser: argparse.ArgumentParser = deeds.add_parser(
        "all", help=what, description=what, epilog=epilog, formatter_class=raw
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    return parser


def run_export(parsed: argparse.Namespace) -> int:
    if parsed.folder.exists():
        raise Refused("There is {folder} already: name a folder that is not there yet.", folder=parsed.folder)
    if not parsed.folder.absolute().parent.is_dir():
        raise Refused("There is no folder {parent}.", parent=parsed.folder.parent)
    set_up_service()
    from dueregard.keeping import services

    found = services.export_all(parsed.folder.absolute(), _organisation(parsed.organisation))
    print(f"{parsed.folder}: rows {found.row_count:,}, files {len(found.files):,}")
    for name in found.missing:
        print(f"missing: {name} is named by a row, but is not on the disk", file=sys.stderr)
    return 1 if found.missing else 0


def _organisation(slug: str | None) -> "Organisation | None":
    from dueregard.access.models import Organisation

    if slug is None:
        return None
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Organisation.objects.values_list("slug", flat=True)[:10])
        raise Refused(
            "No organisation has the short name {slug}. There is: {known}.", slug=slug, known=known or "none"
        )
    return found


def run_import(parsed: argparse.Namespace) -> int:
    if not parsed.folder.is_dir():
        raise Refused("There is no folder {folder}.", folder=parsed.folder)
    set_up_service()
    from dueregard.keeping import services

    found = services.import_all(parsed.folder)
    print(f"rows {found.row_count:,}, files {len(found.files):,}: equal to the export")
    print("nobody has a password yet: dueregard manage changepassword E-MAIL")
    return 0
