"""`make test`: every check and every test, two lanes side by side, with what had to be left out in the last lines."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from postgres import find_binaries, throwaway_cluster

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SERVICE_TESTS = ("src/dueregard", "tests")


@dataclass
class Run:
    """What failed and what was left out so far."""

    failed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def step(self, name: str, *command: str, **environment: str) -> None:
        """What it prints stands together, when it has ended: another step may run beside it."""
        print(f"... {name}", flush=True)
        started = time.monotonic()
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            done = subprocess.run(
                [str(BIN / command[0]), *command[1:]],
                cwd=ROOT,
                env=os.environ | BASE | environment,
                stdout=said,
                stderr=subprocess.STDOUT,
                check=False,
            )
            said.seek(0)
            verdict = "passed" if done.returncode == 0 else "FAILED"
            end = f"--- {name}: {verdict} in {time.monotonic() - started:.0f} s"
            print(f"\n=== {name}\n{said.read()}{end}", flush=True)
        if done.returncode != 0:
            self.failed.append(name)


BASE = {
    "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    "DJANGO_SETTINGS_MODULE": "tests.settings",
    "PYTHONDONTWRITEBYTECODE": "",  # or each of a hundred processes would compile all that it imports
}
DEPLOYED = {
    "SECRET_KEY": "x9" * 30 + "q!w@e#r$",
    "HTTPS": "1",
    "DJANGO_SETTINGS_MODULE": "dueregard.config.settings",
}


def check(run: Run) -> None:
    run.step("style", "ruff", "check", ".")
    run.step("format", "ruff", "format", "--check", ".")
    run.step("types", "mypy")
    run.step("import contracts", "lint-imports")
    run.step("migrations", "python", "-m", "django", "makemigrations", "--check", "--dry-run")
    run.step(
        "deployment", "python", "-m", "django", "check", "--deploy", "--fail-level", "WARNING", **DEPLOYED
    )


def library(run: Run) -> None:
    """In an environment where Django cannot be imported."""
    if shutil.which("java") is None:
        run.left_out.append("cubes in PostgreSQL and Spark: install Debian's openjdk-17-jre-headless")
    alone = ("-c", "tests/library.ini", "--rootdir", ".", "--confcutdir", ".", "src/equalities")
    run.step("library, without Django", "python", "-m", "pytest", *alone, "-q", "-rs")


def service(run: Run) -> None:
    run.step("service on SQLite", "python", "-m", "pytest", *SERVICE_TESTS, "-q", "-rs", "-m", "not journey")


def second_database(run: Run) -> None:
    if find_binaries() is None:
        run.left_out.append("the service on PostgreSQL: install Debian's postgresql")
        return
    with throwaway_cluster() as url:
        run.step(
            "service on PostgreSQL",
            "python",
            "-m",
            "pytest",
            *SERVICE_TESTS,
            "-q",
            "-m",
            "not journey",
            "--only-database",
            DATABASE_URL=url,
        )


def journeys(run: Run) -> None:
    if shutil.which("chromium") is None:
        run.left_out.append("the journeys in a real browser: install Debian's chromium")
        return
    run.step("journeys", "python", "-m", "pytest", "tests", "-q", "-rs", "-m", "journey")


PARTS: dict[str, Callable[[Run], None]] = {
    part.__name__: part for part in (service, second_database, journeys, library, check)
}
"""The longest first, and whichever lane is free takes the next, so that both end at about the same time."""
LANES = 2
"""Side by side; no two parts share a file or a port."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS)
    only = parser.parse_args().only
    run = Run()
    with ThreadPoolExecutor(LANES) as side_by_side:
        list(side_by_side.map(lambda name: PARTS[name](run), [only] if only else PARTS))
    print("\n=== summary")
    for what in run.left_out:
        print(f"left out: {what}")
    for what in run.failed:
        print(f"FAILED: {what}")
    if run.left_out and os.environ.get("NOTHING_LEFT_OUT") == "1":
        print("FAILED: nothing may be left out here")
        return 1
    print("some failed" if run.failed else "all that ran passed")
    return 1 if run.failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
