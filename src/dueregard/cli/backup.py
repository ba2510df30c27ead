"""`dueregard backup` and `dueregard restore`: encrypted copies, and the drill that proves one."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dueregard.cli import set_up_service
from equalities.refusals import Refused

if TYPE_CHECKING:
    from dueregard.keeping.contents import Contents

BACKUP = """examples:
  dueregard backup /mnt/backups           # a new file in the folder; those older than BACKUP_DAYS are deleted
  dueregard backup monday.backup
  dueregard backup drill                  # make one, restore it apart, compare, and record that it passed

It holds every row, the evidence files, what was published and the key of the counts; never uploads about people.
The key is BACKUP_KEY (or BACKUP_KEY_FILE), --key-file, or asked for. Without it a backup is worth nothing: keep it
apart. The service may go on running."""

RESTORE = """example:
  DATA_DIR=new-folder dueregard restore monday.backup

Into an empty database and folder, by DATABASE_URL and DATA_DIR; from either kind of database into either."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = _parser(commands, "backup", "make an encrypted copy of the service, or try one", BACKUP)
    backup.add_argument("to", metavar="FILE|FOLDER|drill", help="where to, or the word drill")
    backup.set_defaults(run=run_backup)
    restore = _parser(commands, "restore", "fill an empty service from a backup, and compare", RESTORE)
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.set_defaults(run=run_restore)


def _parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, what: str, epilog: str
) -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = commands.add_parser(name, help=what, description=what, epilog=epilog, formatter_class=raw)
    parser.add_argument("--key-file", type=Path, help="a file whose first line is the key")
    return parser


def run_backup(parsed: argparse.Namespace) -> int:
    set_up_service()
    from dueregard.keeping import services

    if parsed.to == "drill":
        return _drill(_passphrase(parsed.key_file))
    target = Path(parsed.to)
    _check_target(target)
    path, found = services.back_up(target, _passphrase(parsed.key_file, twice=True))
    services.record_backup(path, found)
    print(f"{path}: {path.stat().st_size:,} bytes")
    return _report(found)


def _check_target(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise Refused("There is a file {target} already: name another.", target=target)
    if not target.parent.is_dir():
        raise Refused("There is no folder {parent}.", parent=target.parent)


def _drill(passphrase: str) -> int:
    from dueregard.keeping import services

    passed = services.drill(passphrase)
    status = _report(passed.contents)
    print(f"restored into a throw-away {passed.database} database, compared, equal: {passed.seconds:.1f} s")
    return status


def run_restore(parsed: argparse.Namespace) -> int:
    if not parsed.file.is_file():
        raise Refused("There is no file {file}.", file=parsed.file)
    set_up_service()
    from dueregard.keeping import services

    found = services.restore(parsed.file, _passphrase(parsed.key_file))
    print("restored; equal to what was backed up, row by row and file by file; the audit chain is whole")
    return _report(found)


def _report(found: "Contents") -> int:
    """What is in it; 1 where a file that a row names was not on the disk."""
    print(f"rows {found.row_count:,}\nfiles {len(found.files):,}\naudit head {found.head}")
    for name in found.missing:
        print(f"missing: {name} is named by a row, but is not on the disk", file=sys.stderr)
    return 1 if found.missing else 0


def _passphrase(key_file: Path | None, *, twice: bool = False) -> str:
    """From the file, else the settings, else whoever sits there."""
    from django.conf import settings

    from dueregard.keeping.sealed import check_passphrase

    if key_file and not key_file.is_file():
        raise Refused("There is no file {key_file}.", key_file=key_file)
    found = (
        key_file.read_text(encoding="utf-8").partition("\n")[0].strip() if key_file else settings.BACKUP_KEY
    )
    if not found and not sys.stdin.isatty():
        raise Refused("Give the key of backups by BACKUP_KEY, BACKUP_KEY_FILE or --key-file.")
    found = found or _asked(twice=twice)
    check_passphrase(found)
    return found


def _asked(*, twice: bool) -> str:
    found = getpass.getpass("Key of backups: ")
    if twice and getpass.getpass("The same again: ") != found:
        raise Refused("The two are not the same.")
    return found
