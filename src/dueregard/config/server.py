"""The web server as `dueregard serve` starts it: granian, whose worker can be told to end from its first moment.

Granian forks its worker together with its own handlers for "end" and "interrupt", which do nothing there, and the
worker sets others once it has read the application, seconds later. A signal that came meanwhile would be lost, and
both would wait for ever: till then a worker simply ends.

Granian's handlers set an event whose lock their own thread may hold, as when its worker ended at the same moment and
woke it; it would then wait for itself. They run in a thread of their own, made by nothing that takes a lock."""

import os
import signal
from _thread import start_new_thread
from collections.abc import Callable
from functools import wraps

from granian.cli import entrypoint
from granian.server.common import AbstractServer

ENDINGS = (signal.SIGTERM, signal.SIGINT)


def wait_with_endings() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)


def hear_endings() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)


def end_as_any_process() -> None:
    for each in ENDINGS:
        signal.signal(each, signal.SIG_DFL)
    hear_endings()


def elsewhere(handler: Callable[..., None]) -> Callable[..., None]:
    """The handler in another thread. Not `threading.Thread`, which takes locks that were perhaps held too; nor would a
    re-entrant lock do, since what is set between the event's look and its wait would be lost."""

    @wraps(handler)
    def started(*arguments: object) -> None:
        start_new_thread(handler, arguments)

    return started


if __name__ == "__main__":
    os.register_at_fork(
        before=wait_with_endings, after_in_parent=hear_endings, after_in_child=end_as_any_process
    )
    for name in ("signal_handler_interrupt", "signal_handler_reload"):
        setattr(AbstractServer, name, elsewhere(getattr(AbstractServer, name)))
    entrypoint()  # type: ignore[no-untyped-call]
