"""`make load`: fifty people save at once for a minute, and in the middle the server is killed.

Everything that was answered "saved" must be in the database once: what is missing is lost, what is there twice is
doubled. The server is `dueregard serve`, killed by signal 9 with all its children and started again on its data.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil

from tests.postgres import find_binaries, throwaway_cluster
from tests.server import ROOT, free_port, wait_for

P95 = 500  # milliseconds


@dataclass(frozen=True)
class Load:
    """What is asked: how many people, for how long, each saving how often (in seconds). They begin spread over
    their pace, as people do, or `in_step`: each form and each save of all of them in the same moment."""

    people: int
    seconds: int
    pace: float
    in_step: bool = False

    @property
    def starting(self) -> float:
        """How many of them begin in a second."""
        return self.people if self.in_step else self.people / self.pace


@dataclass(frozen=True)
class Outcome:
    """What came of it. Times are of saves, in milliseconds; `unanswered` while the server was away. `server` and
    `crowd` are processor seconds: on a machine of few cores the crowd takes from the server what it measures."""

    requests: int
    errors: int
    unanswered: int
    saved: int
    lost: int
    doubled: int
    p50: float
    p95: float
    server: float = 0
    crowd: float = 0

    @property
    def is_good(self) -> bool:
        return not (self.errors or self.lost or self.doubled) and self.saved > 0 and self.p95 < P95

    def __str__(self) -> str:
        return (
            f"requests {self.requests:,}  errors {self.errors}  unanswered while away {self.unanswered}"
            f"  saved {self.saved:,}  lost {self.lost}  doubled {self.doubled}"
            f"  save p50 {self.p50:.0f} ms  p95 {self.p95:.0f} ms"
            f"  processor: server {self.server:.1f} s, crowd {self.crowd:.1f} s"
        )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--pace", type=float, default=2, help="seconds between the saves of one person")
    parser.add_argument("--in-step", action="store_true", help="all in the same moment: the hardest case")
    parsed = parser.parse_args(arguments)
    load = Load(parsed.people, parsed.seconds, parsed.pace, parsed.in_step)
    outcomes = {"SQLite": run(load, "")}
    if find_binaries():
        with throwaway_cluster("on") as url:
            outcomes["PostgreSQL"] = run(load, url)
    for database, outcome in outcomes.items():
        print(f"{database:12}{outcome}")
    return 0 if all(outcome.is_good for outcome in outcomes.values()) else 1


def run(load: Load, url: str) -> Outcome:
    """One minute against one database."""
    with tempfile.TemporaryDirectory(prefix="dueregard-load-") as name:
        folder, port = Path(name), free_port()
        environment, spent = _environment(folder, url), [0.0]
        with _server(environment, folder, port, spent):
            people = _python(environment, "-m", "benchmarks.load_data", str(load.people))
            (folder / "people.json").write_text(people)
            crowd = _crowd(load, environment, folder, port)
            _wait_for_saves(folder, crowd)
            time.sleep(load.seconds / 2)
        before = _children_seconds()
        with _server(environment, folder, port, spent):
            figures = json.loads(crowd.communicate(timeout=load.seconds + 60)[0])
            crowded = _children_seconds() - before
            notes = json.loads(_python(environment, "-c", NOTES))
        counted = outcome(figures, (folder / "saved").read_text().split(), notes)
        return replace(counted, server=sum(spent), crowd=crowded)


NOTES = """
import django, json
django.setup()
from dueregard.plans.models import Update
print(json.dumps(list(Update.objects.values_list("note", flat=True))))
"""


def outcome(figures: list[dict[str, Any]], saved: list[str], notes: list[str]) -> Outcome:
    """From locust's figures, what it saw answered as saved, and what is in the database."""
    kept = Counter(notes)
    saves = [ms for each in figures if each["name"] == "save" for ms in times(each)]
    return Outcome(
        requests=sum(each["num_requests"] for each in figures),
        errors=sum(each["num_failures"] for each in figures),
        unanswered=sum(each["num_requests"] for each in figures if each["name"] == "no answer"),
        saved=len(saved),
        lost=sum(note not in kept for note in saved),
        doubled=sum(number > 1 for number in kept.values()),
        p50=quantile(saves, 0.5),
        p95=quantile(saves, 0.95),
    )


def times(figures: dict[str, Any]) -> Iterator[float]:
    for milliseconds, number in figures["response_times"].items():
        yield from [float(milliseconds)] * number


def quantile(found: list[float], share: float) -> float:
    return sorted(found)[min(int(len(found) * share), len(found) - 1)] if found else 0


def _seconds(server: psutil.Process) -> float:
    """Of the processor, by a server and all that it started."""
    times = [each.cpu_times() for each in (server, *server.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def _children_seconds() -> float:
    """Of the processor, by what this process started and saw the end of."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def _environment(folder: Path, url: str) -> dict[str, str]:
    ours = {"SECRET_KEY": "only for load", "DATA_DIR": str(folder), "DATABASE_URL": url, "DEMO": "0"}
    ours |= {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "dueregard.config.settings"}
    return os.environ | ours


@contextmanager
def _server(environment: dict[str, str], folder: Path, port: int, spent: list[float]) -> Iterator[None]:
    """It is ended as a power cut would end it: by signal 9, with all its children. What it took of the processor, its
    start apart, is added to `spent`."""
    command = [sys.executable, "-m", "dueregard", "serve", "--port", str(port)]
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server, folder / "log")
        started = _seconds(psutil.Process(server.pid))
        yield
        spent.append(_seconds(psutil.Process(server.pid)) - started)
    finally:
        _kill(server)


def _kill(server: "subprocess.Popen[bytes]") -> None:
    """All in one moment; its port is free when the last of them is gone."""
    family = psutil.Process(server.pid).children(recursive=True) if server.poll() is None else []
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait(timeout=30)
    psutil.wait_procs(family, timeout=30)


def _python(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


def _wait_for_saves(folder: Path, crowd: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 60
    while not ((folder / "saved").exists() and (folder / "saved").stat().st_size):
        if crowd.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"nobody saved anything: {(folder / 'locust').read_text()}")
        time.sleep(0.1)


def _crowd(load: Load, environment: dict[str, str], folder: Path, port: int) -> "subprocess.Popen[str]":
    people = [
        "--users",
        str(load.people),
        "--spawn-rate",
        str(load.starting),
        "--run-time",
        f"{load.seconds}s",
    ]
    command = [
        sys.executable,
        "-m",
        "locust",
        "-f",
        str(ROOT / "benchmarks/locustfile.py"),
        "--headless",
        "--json",
    ]
    command += [*people, "--host", f"http://127.0.0.1:{port}", "--stop-timeout", "10", "--loglevel", "ERROR"]
    ours = {"LOAD_FOLDER": str(folder), "LOAD_PACE": str(load.pace)}
    with (folder / "locust").open("wb") as log:
        return subprocess.Popen(
            command, env=environment | ours, cwd=folder, stdout=subprocess.PIPE, stderr=log, text=True
        )


if __name__ == "__main__":
    raise SystemExit(main())
