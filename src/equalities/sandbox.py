"""Files from outside are read in a child process with limits of time and memory."""

import gc
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from equalities.refusals import Refused
from equalities.saying import say_many, speaking, spoken, to_say

_PASSED = to_say(
    "This file needs more than {what} to read: remove pictures and unused sheets or pages, or split it, "
    "and try again."
)
_PASSED_BY_ROWS = to_say("This file needs more than {what} to read: split it, and try again.")
CRASHED = to_say(
    "This file could not be read, since something in it is not as it should be: open it in the program it came from, "
    "save it again, and try with that copy."
)
_KILLED = tuple(-number for number in (signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS))


@dataclass(frozen=True)
class Limits:
    """What a child process may use: seconds by the clock, of these seconds of processor before it gets on with its
    work (`more_time`), and megabytes of address space."""

    seconds: int = 60
    megabytes: int = 1024
    processor: int = 8


def run_limited(
    target: str,
    *arguments: Any,
    limits: Limits = Limits(),
    scratch: Path | None = None,
    only_rows: bool = False,
) -> Any:
    """Call `target` ("package.module:function") with JSON arguments in a child process; return its result.

    `scratch` is the folder for the child's temporary files; its owner removes what a killed child leaves there.
    `only_rows` says that the file can hold no pictures, sheets or pages, so that nobody is asked to remove them.
    Raises Refused with the child's own sentence, or with one that says the limits were passed.
    Only JSON crosses the pipe, so a child taken over by a hostile file cannot run code in its parent.
    """
    passed = _PASSED_BY_ROWS if only_rows else _PASSED
    request = json.dumps(
        {"target": target, "arguments": arguments, "limits": asdict(limits), "catalogue": _catalogue()}
    )
    try:
        child = subprocess.run(
            [sys.executable, "-m", "equalities.sandbox"],
            input=request.encode(),
            capture_output=True,
            timeout=limits.seconds,
            env=_environment(scratch),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(passed, what=_seconds(limits.seconds)) from None
    return _answered(child, limits, passed)


def more_time(seconds: int) -> None:
    """Let a child that gets on with its work, page after page, use so many more seconds of processor, up to its
    seconds by the clock. Where there are no limits, nothing changes."""
    now, most = resource.getrlimit(resource.RLIMIT_CPU)
    if most != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_CPU, (min(now + seconds, most), most))


def _answered(child: subprocess.CompletedProcess[bytes], limits: Limits, passed: str) -> Any:
    """What the child wrote: a line of JSON, then the result where that is a text, which may be long. One that a signal
    ended before it could was out of memory, of which C libraries die."""
    if child.returncode == -signal.SIGXCPU:
        raise Refused(passed, what=_seconds(limits.processor))
    if child.returncode in _KILLED:
        raise Refused(passed, what=f"{limits.megabytes:,} MB")
    try:
        line, _, text = child.stdout.partition(b"\n")
        answer = {"result": text.decode(errors="surrogatepass"), **json.loads(line)}
    except ValueError:
        raise Refused(CRASHED) from RuntimeError(child.stderr.decode(errors="replace")[-4000:])
    if "passed" in answer:
        raise Refused(passed, what=f"{limits.megabytes:,} MB")
    if "refused" in answer:
        raise Refused(answer["refused"])
    return answer["result"]


def _catalogue() -> str | None:
    """Of the language in which the child speaks too: what it says reaches the same reader."""
    path = spoken()
    return None if path is None else str(path)


def _seconds(number: int) -> str:
    return say_many("{number} second", "{number} seconds", number)


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
    gc.set_threshold(
        5_000_000
    )  # what is read is kept to the end: looking through it took a fifth of the time
    limits = Limits(**request["limits"])
    memory = limits.megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (min(limits.processor, limits.seconds), limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out, sys.stdout = sys.stdout, sys.stderr  # a library that prints must not spoil the answer
    with speaking(Path(request["catalogue"]) if request["catalogue"] else None):
        answer, text = _answer(request["target"], request["arguments"])
    out.buffer.write(f"{json.dumps(answer)}\n{text}".encode(errors="surrogatepass"))
    out.flush()
    os._exit(0)  # what was read is not taken apart again piece by piece, which took as long as writing it


def _answer(target: str, arguments: list[Any]) -> tuple[dict[str, Any], str]:
    """What the function gives, beside it where it is a text, which may be long."""
    module, function = target.split(":")
    try:
        result = getattr(importlib.import_module(module), function)(*arguments)
    except Refused as refused:
        return {"refused": str(refused)}, ""
    except MemoryError:
        return {"passed": "memory"}, ""
    return ({}, result) if isinstance(result, str) else ({"result": result}, "")


if __name__ == "__main__":
    _serve()
