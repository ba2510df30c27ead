"""Files from outside are read in a child process with limits of time and memory."""

import importlib
import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equalities.refusals import Refused


@dataclass(frozen=True)
class Limits:
    """What a child process may use: wall and CPU seconds, and megabytes of address space."""

    seconds: int = 60
    megabytes: int = 2048


def run_limited(target: str, *arguments: Any, limits: Limits = Limits(), scratch: Path | None = None) -> Any:
    """Call `target` ("package.module:function") with JSON arguments in a child process; return its result.

    `scratch` is the folder for the child's temporary files; its owner removes what a killed child leaves there.
    Raises Refused with the child's own sentence, or with one that says the limits were passed.
    Only JSON crosses the pipe, so a child taken over by a hostile file cannot run code in its parent.
    """
    request = json.dumps({"target": target, "arguments": arguments, "megabytes": limits.megabytes})
    try:
        child = subprocess.run(
            [sys.executable, "-m", "equalities.sandbox"],
            input=request.encode(),
            capture_output=True,
            timeout=limits.seconds,
            env=_environment(scratch),
            check=False,
        )
        answer = json.loads(child.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        raise Refused(
            f"This file needs more than {limits.seconds} seconds or {limits.megabytes:,} MB to read: "
            "remove pictures and unused sheets or pages, or split it, and try again."
        ) from None
    if "refused" in answer:
        raise Refused(answer["refused"])
    return answer["result"]


def _environment(scratch: Path | None) -> dict[str, str]:
    return {
        **({"TMPDIR": str(scratch)} if scratch else {}),
        "PYTHONPATH": ":".join(path for path in sys.path if path),
        "PYTHONUTF8": "1",
        "OPENBLAS_NUM_THREADS": "1",  # each thread reserves address space, which the limit counts
    }


def _serve() -> None:
    """The child: read one request from standard input, answer on standard output."""
    request = json.load(sys.stdin)
    limit = request["megabytes"] * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module, function = request["target"].split(":")
    out, sys.stdout = sys.stdout, sys.stderr  # a library that prints must not spoil the answer
    try:
        answer = {"result": getattr(importlib.import_module(module), function)(*request["arguments"])}
    except Refused as refused:
        answer = {"refused": str(refused)}
    out.write(json.dumps(answer))  # json.dump to a file does without the encoder in C


if __name__ == "__main__":
    _serve()
