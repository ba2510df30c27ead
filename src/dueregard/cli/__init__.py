"""`dueregard ...`: thin; each command calls the library or one service.

A group of commands is a module of this package with `register(commands)`, which adds its parsers and
sets `run` to a function of the parsed arguments that returns the exit status. Django is imported only
inside the functions that need it.
"""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib.metadata import version

from equalities.refusals import Refused


def main(arguments: Sequence[str] | None = None) -> int:
    try:
        parsed = parser().parse_args(arguments)
        status: int = parsed.run(parsed)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2
    return status


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="dueregard", description="Run the public sector equality duty.")
    top.add_argument("--version", action="version", version=f"dueregard {version('dueregard')}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg):
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
