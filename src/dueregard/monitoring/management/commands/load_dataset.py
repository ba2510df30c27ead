import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.utils import OperationalError

from dueregard.kit.speaking import in_language
from dueregard.monitoring import services
from dueregard.monitoring.models import Loading
from dueregard.monitoring.models.loadings import Cancelled

HEARTBEAT = 2.0  # seconds


class Command(BaseCommand):
    help = "Load a dataset that somebody asked for on a page, which starts this by itself."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("loading", type=int)
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="of whoever waits for it")

    def handle(self, *_args: Any, **options: Any) -> None:
        os.nice(5)  # the pages go first
        signal.signal(
            signal.SIGTERM, lambda *_: sys.exit()
        )  # what lies in scratch folders goes on the way out
        loading = Loading.objects.select_related("dataset__organisation", "asked_by").get(
            pk=options["loading"]
        )
        with suppress(Cancelled), _alive(loading), _turn(), in_language(options["language"]):
            services.carry_out(loading)


@contextmanager
def _alive(loading: Loading) -> Iterator[None]:
    """Says every other second that somebody is at work; ends the process when nobody wants it any more."""
    done = Event()
    teller = Thread(target=_tell, args=(loading, done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell(loading: Loading, done: Event) -> None:
    while not done.wait(HEARTBEAT):
        with suppress(OperationalError):  # the database is busy: two seconds later is soon enough
            if not loading.is_wanted():
                os.kill(os.getpid(), signal.SIGTERM)
                break
    connection.close()


@contextmanager
def _turn() -> Iterator[None]:
    """One loading at a time: each takes up to a gigabyte. The turn of a process that is killed is over."""
    path = settings.DATA_DIR / "loading.lock"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
