"""`dueregard serve`: everything that a first start needs, then the web server and its housekeeping."""

import argparse
import logging
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress

from dueregard.cli import set_up_service
from equalities.refusals import Refused

EXAMPLE = "example: dueregard serve --port 8001"
SETTLING_SECONDS = 5  # the first page comes before the first housekeeping
HOUSEKEEPING_SECONDS = 600
KILL_SECONDS = 20  # what has not ended by then is killed; who watches over the service waits longer


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("serve", help="prepare the database and serve the pages", epilog=EXAMPLE)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    _check_port_is_free(parsed.host, parsed.port)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))  # by default nothing ends process 1 of a container
    set_up_service()
    from dueregard.home.start import prepare, welcome

    prepare()
    print(welcome(f"http://{parsed.host}:{parsed.port}"), flush=True)
    return _serve(parsed.host, parsed.port)


def _check_port_is_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise Refused(
                "Port {port} is in use: stop what runs there, or choose another (make run PORT={other}).",
                port=port,
                other=port + 1,
            ) from None


def _serve(host: str, port: int) -> int:
    """The server, and between its waits the housekeeping, until one of them is told to end."""
    options = ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    options += ["--workers-kill-timeout", str(KILL_SECONDS), "--host", host, "--port", str(port)]
    command = ["-m", "dueregard.config.server", "--interface", "wsgi", *options]
    server = subprocess.Popen([sys.executable, *command, "dueregard.config.wsgi:application"])
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    seconds = SETTLING_SECONDS
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                return server.wait(timeout=seconds)
            _keep_house()
            seconds = HOUSEKEEPING_SECONDS
    except KeyboardInterrupt:
        server.terminate()
        return server.wait(timeout=30)


def _keep_house() -> None:
    """What fails now is tried again in ten minutes; the pages are served meanwhile."""
    from django.core.management import call_command

    try:
        call_command("keep_house")
    except Exception:
        logging.getLogger(__name__).exception("housekeeping failed")
