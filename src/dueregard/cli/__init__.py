"""`dueregard ...`: thin; each command calls the library or one service.

A group of commands is a module of this package (without an underscore before its name) with
`register(commands)`, which adds its parsers and sets `run` to a function of the parsed arguments that
returns the exit status. Django is imported only inside the functions that need it.
"""

import argparse
import importlib
import io
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import NoReturn

from equalities.refusals import Refused


def main(arguments: Sequence[str] | None = None) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(
            errors="backslashreplace"
        )  # a terminal that cannot show a letter shows its number
    try:
        words = sys.argv[1:] if arguments is None else arguments
        parsed = parser(*words[:1]).parse_args(words)
        status: int = parsed.run(parsed)
        sys.stdout.flush()
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2
    except BrokenPipeError:  # who reads the output has seen enough, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong with a command, and where its help is."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message[0].upper()}{message[1:]}: see {self.prog} --help.\n")


def parser(command: str | None = None) -> argparse.ArgumentParser:
    """The parser of every command; where `command` is the name of a group, of that alone, since others take a second
    to import what they need."""
    top = _Parser(prog="dueregard", description="Run the public sector equality duty.")
    top.add_argument("--version", action="version", version=f"dueregard {version('dueregard')}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg)
    names = [name for name in modules if not name.startswith("_")]
    for name in [command] if command in names else names:
        importlib.import_module(f"{__name__}.{name}").register(commands)
    return top


def set_up_service() -> None:
    """Start Django, for a command that needs the service's data; a wrong setting is one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Refused(str(error)) from None
