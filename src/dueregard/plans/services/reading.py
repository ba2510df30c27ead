"""Files from outside are read in a child process; a person is kept waiting for a few seconds of it at most."""

from __future__ import annotations

import tempfile
from concurrent.futures import Future
from contextvars import copy_context
from datetime import timedelta
from pathlib import Path, PurePath
from threading import BoundedSemaphore, Thread
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import connection

from equalities.refusals import Refused
from equalities.sandbox import run_limited

LONGEST = timedelta(minutes=5)  # that a reading takes, with those that it waits for
PATIENCE = 3  # seconds for which a page may keep somebody waiting without a word
_AT_ONCE = BoundedSemaphore(2)  # each takes a processor whole, and up to a gigabyte


def filename_of(upload: UploadedFile[bytes], otherwise: str) -> str:
    return PurePath(upload.name or otherwise).name[-200:]


def read_in_child(target: str, upload: UploadedFile[bytes], filename: str, *arguments: Any) -> Any:
    """What a function of the library ("package.module:function") reads in a file."""
    try:
        return _read(target, upload.read(), filename, *arguments)
    except Refused as refused:
        raise ValidationError(str(refused)) from None


def write_in_child(target: str, content: bytes, filename: str, *arguments: Any) -> bytes:
    """What a function of the library writes of a file; its last argument is the path to write to. Raises Refused as the
    function does."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, f"source{PurePath(filename).suffix}"), Path(folder, "out")
        source.write_bytes(content)
        run_limited(target, str(source), filename, *arguments, str(out))
        return out.read_bytes()


def begin_reading(target: str, content: bytes, filename: str, *arguments: Any) -> Future[Any]:
    """As `read_in_child`, beside whatever else goes on; a refusal is the Refused of its result."""
    reading: Future[Any] = Future()
    inside = copy_context()  # the child says what it says in the language of who asked
    Thread(
        target=inside.run, args=(_settle, reading, target, content, filename, *arguments), daemon=True
    ).start()
    return reading


def _settle(reading: Future[Any], *arguments: Any) -> None:
    try:
        with _AT_ONCE:
            result = _read(*arguments)
    except Exception as error:
        reading.set_exception(error)
    else:
        reading.set_result(result)
    finally:
        connection.close()  # whoever waited for the result may have opened this thread's own


def _read(target: str, content: bytes, filename: str, *arguments: Any) -> Any:
    with tempfile.NamedTemporaryFile(suffix=PurePath(filename).suffix) as copy:
        copy.write(content)
        copy.flush()
        return run_limited(target, copy.name, filename, *arguments)
