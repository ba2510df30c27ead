"""`dueregard audit verify`: is the log of every write still whole?"""

import argparse

from dueregard.cli import set_up_service

EXAMPLE = "example: dueregard audit verify --head 5f0c...e1 (a head printed earlier, or on a publication)"


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("audit", help="the log of every write").add_subparsers(
        metavar="COMMAND", required=True
    )
    verify = group.add_parser("verify", help="walk the whole chain and say where it breaks", epilog=EXAMPLE)
    verify.add_argument(
        "--head", metavar="HASH", help="a head kept from earlier, which must still be in the chain"
    )
    verify.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    set_up_service()
    from dueregard.audit.services import verify

    found = verify(parsed.head)
    print(f"rows {found.rows}\nhead {found.head}")
    if found.broken_at is not None:
        print(f"broken at event {found.broken_at}: {found.reason}")
    if found.has_earlier_head is False:
        print(f"the head {parsed.head} is not in the chain: events after it were cut off or changed")
    if found.redacted:
        numbers = ", ".join(str(number) for number in found.redacted)
        print(f"words were redacted, by two people each time, from events {numbers}")
    if found.is_whole:
        print("the chain is whole")
    return 0 if found.is_whole else 1
