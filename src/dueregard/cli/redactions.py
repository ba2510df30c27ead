"""`dueregard redactions make-again`: a copy restored from an older backup forgets what was removed since."""

import argparse
from pathlib import Path

from dueregard.cli import set_up_service
from equalities.refusals import Refused

EXAMPLE = "example: dueregard redactions make-again /srv/dueregard/redactions.jsonl"


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("redactions", help="words that two people removed for good").add_subparsers(
        metavar="COMMAND", required=True
    )
    again = group.add_parser(
        "make-again", help="remove them again from a copy restored from an older backup", epilog=EXAMPLE
    )
    again.add_argument("file", type=Path, help="the redactions.jsonl that stood in the data folder")
    again.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    set_up_service()
    from dueregard.redactions.services import make_again

    if not parsed.file.is_file():
        raise Refused(
            "{file} is not there: name the redactions.jsonl of the data folder that was lost.",
            file=parsed.file,
        )
    again, doubtful = make_again(parsed.file)
    print(f"made again {again}")
    for place in doubtful:
        print(f"says something else now, so look at it: {place}")
    return 0
