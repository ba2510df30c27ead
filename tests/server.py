"""A real server for tests: `dueregard serve` on a free port, with a data folder of its own."""

import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 300


PORTS = range(20_000, 32_000)
"""Below those that the system gives to whoever calls out: while a server is away, no caller is given its port."""


def free_port() -> int:
    for port in random.sample(PORTS, 100):
        if is_free(port):
            return port
    raise RuntimeError(f"no free port was found from {PORTS.start} to {PORTS.stop}")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as `dueregard serve` asks
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[str]:
    """The address of a server that is there for the length of the block; it is ended by its own process id."""
    port = free_port()
    settings = {"SECRET_KEY": "only for tests", "DATA_DIR": str(folder), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "dueregard", "serve", "--port", str(port)]
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, env=inherited | settings | environment, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/sign-in/", server, folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the server did not answer: {log.read_text()}")
