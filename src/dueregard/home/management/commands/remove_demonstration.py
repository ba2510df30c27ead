"""Empty the database of the demonstration authority, with all its files."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dueregard.access.models import Organisation

KEPT = "static"


class Command(BaseCommand):
    help = "Remove the demonstration authority: every row, and every file in the data folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="remove it without asking again")

    def handle(self, *_args: Any, **options: Any) -> None:
        if Organisation.objects.filter(is_demonstration=False).exists():
            raise CommandError("This database is in real use: nothing is removed.")
        if not Organisation.objects.exists():
            raise CommandError("There is no demonstration here.")
        if not options["yes"]:
            raise CommandError("Everything in this database goes, and cannot be brought back: add --yes.")
        call_command("flush", interactive=False, verbosity=0)
        for path in _files():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        self.stdout.write(
            "The demonstration is removed. Start with DEMO=0 to begin with an organisation of your own."
        )


def _files() -> list[Path]:
    """What the service keeps beside the database."""
    folder = Path(settings.DATA_DIR)
    return [path for path in folder.iterdir() if path.name != KEPT and "sqlite3" not in path.name]
