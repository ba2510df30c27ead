"""`dueregard manage ...`: Django's own command line."""

import argparse

from dueregard.cli import set_up_service

EXAMPLE = "example: dueregard manage check --deploy"


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "manage", help="Django's own commands, such as migrate", epilog=EXAMPLE, prefix_chars="\0"
    )
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...")
    parser.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    set_up_service()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["dueregard manage", *parsed.arguments])
    return 0
