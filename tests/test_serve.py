"""`dueregard serve` ends when it is told to, whatever it is doing."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from dueregard.config.server import elsewhere
from tests.server import ROOT, free_port, wait_for

SECONDS = 10  # well under those after which what does not end is killed


def children(process):
    return [int(key) for key in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def family(process):
    return [process, *(each for child in children(process) for each in family(child))]


def its_worker_was_just_made(server, log):
    return any(children(each) for each in children(server.pid))


def it_fills_its_database(server, log):
    return "Loading" in log.read_text()


def it_serves(server, log):
    """Its own threads and processes are there, and it has answered."""
    wait_for(f"http://127.0.0.1:{server.args[-1]}/sign-in/", server, log)
    return True


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="the children are read from Linux's /proc"
)


@contextmanager
def started(folder, moment, demo):
    """A server in a process group of its own, at that moment; nothing is left of it afterwards."""
    settings = {"SECRET_KEY": "only for tests", "DATA_DIR": str(folder), "DEMO": demo}
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "dueregard", "serve", "--port", str(free_port())]
    log = folder / "log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            command,
            env=inherited | settings | {"PYTHONPATH": str(ROOT / "src")},
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 120
        while not moment(server, log) and server.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.poll() is None, log.read_text()
        yield server
    finally:
        for each in reversed(family(server.pid)) if server.poll() is None else ():
            os.kill(each, 9)
        server.wait()


@pytest.mark.slow_test
@needs_proc
@pytest.mark.parametrize(("moment", "demo"), [(it_fills_its_database, "1"), (its_worker_was_just_made, "0")])
def test_it_ends_also_while_it_starts(tmp_path, moment, demo):
    with started(tmp_path, moment, demo) as server:
        server.terminate()
        assert server.wait(timeout=SECONDS) == 0


@pytest.mark.slow_test
@needs_proc
def test_it_ends_where_all_of_its_processes_are_told_to(tmp_path):
    """As a terminal or a supervisor does it: the worker may end before or after its parent has heard of it."""
    with started(tmp_path, it_serves, "0") as server:
        everybody = family(server.pid)
        assert len(everybody) > 2
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=SECONDS)
        assert not [each for each in everybody if Path(f"/proc/{each}").exists()]


def test_a_handler_does_not_wait_for_the_lock_that_its_own_thread_holds():
    event = threading.Event()
    handler = elsewhere(lambda *_: event.set())
    with event._cond:
        handler(signal.SIGTERM, None)
        assert not event.is_set()
    assert event.wait(timeout=SECONDS)
