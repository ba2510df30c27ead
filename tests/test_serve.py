"""`dueregard serve` ends when it is told to, whatever it is doing."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.server import ROOT, free_port

SECONDS = 10  # well under those after which what does not end is killed


def children(process):
    return [int(key) for key in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def family(process):
    return [process, *(each for child in children(process) for each in family(child))]


def its_worker_was_just_made(server, log):
    return any(children(each) for each in children(server.pid))


def it_fills_its_database(server, log):
    return "Loading" in log.read_text()


@pytest.mark.slow_test
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the children are read from Linux's /proc")
@pytest.mark.parametrize(("moment", "demo"), [(it_fills_its_database, "1"), (its_worker_was_just_made, "0")])
def test_it_ends_also_while_it_starts(tmp_path, moment, demo):
    settings = {"SECRET_KEY": "only for tests", "DATA_DIR": str(tmp_path), "DEMO": demo}
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "dueregard", "serve", "--port", str(free_port())]
    log = tmp_path / "log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            command,
            env=inherited | settings | {"PYTHONPATH": str(ROOT / "src")},
            stdout=file,
            stderr=file,
        )
    try:
        deadline = time.monotonic() + 120
        while not moment(server, log) and server.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.poll() is None, log.read_text()
        server.terminate()
        assert server.wait(timeout=SECONDS) == 0
    finally:
        for each in reversed(family(server.pid)) if server.poll() is None else ():
            os.kill(each, 9)
        server.wait()
