"""The web server as `dueregard serve` starts it: granian, whose worker can be told to end from its first moment.

Granian forks its worker together with its own handlers for "end" and "interrupt", which do nothing there, and the
worker sets others once it has read the application, seconds later. A signal that came meanwhile would be lost, and
both would wait for ever: till then a worker simply ends."""

import os
import signal

from granian.cli import entrypoint

ENDINGS = (signal.SIGTERM, signal.SIGINT)


def wait_with_endings() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)


def hear_endings() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)


def end_as_any_process() -> None:
    for each in ENDINGS:
        signal.signal(each, signal.SIG_DFL)
    hear_endings()


if __name__ == "__main__":
    os.register_at_fork(
        before=wait_with_endings, after_in_parent=hear_endings, after_in_child=end_as_any_process
    )
    entrypoint()  # type: ignore[no-untyped-call]
