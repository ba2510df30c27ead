"""A throw-away PostgreSQL cluster on a unix socket, from the binaries of the machine."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def find_binaries() -> Path | None:
    """The folder that holds initdb and pg_ctl, newest version first."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if on_path := shutil.which("initdb"):
        folders.insert(0, Path(on_path).parent)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@contextmanager
def throwaway_cluster(fsync: str = "off") -> Iterator[str]:
    """The DATABASE_URL of a cluster that is there for the length of the block. With `fsync` "on" it writes as a real
    one does."""
    binaries = find_binaries()
    if binaries is None:
        raise RuntimeError("PostgreSQL's binaries are not on this machine")
    user = _unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="dueregard-pg-", dir="/tmp"))
    if user:
        shutil.chown(folder, user)
    cluster, run = folder / "cluster", lambda *command: _run(*command, user=user)
    try:
        run(
            binaries / "initdb",
            "-D",
            cluster,
            "-U",
            "dueregard",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        options = f"-k {folder} -c listen_addresses='' -c fsync={fsync} -c max_connections=50"
        run(binaries / "pg_ctl", "-D", cluster, "-w", "-o", options, "-l", folder / "log", "start")
        try:
            yield f"postgresql://dueregard@/postgres?host={folder}"
        finally:
            run(binaries / "pg_ctl", "-D", cluster, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root: then as the first of these users there is."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _run(*command: Path | str, user: str | None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        user=user,
        cwd="/tmp",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}{done.stdout}")
