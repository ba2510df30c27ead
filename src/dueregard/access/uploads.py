"""Files about people do not touch the disk as they come, and never stand in memory whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import wraps
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., Any]


class Scrambled:
    """A file on disk without a name, encrypted with a key that stands nowhere but here: when the process ends, however
    it ends, nobody can read it. Written from the beginning to the end, then read so."""

    def __init__(self) -> None:
        folder = settings.DATA_DIR / "tmp"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by whoever was given it
        self._cipher = Cipher(AES256(os.urandom(32)), CTR(os.urandom(16)))
        self._writing = self._cipher.encryptor()
        self._reading: CipherContext | None = None

    def write(self, content: bytes) -> int:
        return self._file.write(self._writing.update(content))

    def seek(self, place: int) -> int:
        if place:
            raise OSError("it is read from the beginning")
        self._reading = self._cipher.decryptor()
        return self._file.seek(0)

    def read(self, size: int = -1) -> bytes:
        if self._reading is None:
            self.seek(0)
        return self._reading.update(self._file.read(size)) if self._reading else b""

    def empty(self) -> None:
        self._file.truncate(0)

    def close(self) -> None:
        self._file.close()


class ScramblingHandler(FileUploadHandler):
    """Keeps an upload as a Scrambled file, where Django would write a large one to disk as it is. A file over `limit`
    bytes is let go while it comes; its size stays, for the form to refuse."""

    def __init__(self, request: Any, limit: int) -> None:
        super().__init__(request)
        self.limit = limit
        self.file: Any = None  # the one that is coming

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file, self.came = Scrambled(), 0

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> None:
        self.came += len(raw_data)
        if self.came <= self.limit:
            self.file.write(raw_data)
        else:
            self.file.empty()

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        file, self.file = self.file, None
        return UploadedFile(file, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        if self.file:
            self.file.close()
            self.file = None


def kept_scrambled(megabytes: int) -> Callable[[View], View]:
    """No upload of the view stands on disk as it is, or in memory whole. It stands below the guard."""

    def decorate(view: View) -> View:
        checked = csrf_protect(view)

        @csrf_exempt  # or the middleware reads the body before the handler is in its place; `checked` checks
        @wraps(view)
        def handled(request: Any, *args: Any, **kwargs: Any) -> Any:
            handler = ScramblingHandler(request, megabytes * 1_000_000)
            request.upload_handlers = [handler]
            try:
                return checked(request, *args, **kwargs)
            finally:
                handler.upload_interrupted()  # Django does not say so where what comes cannot be read

        return handled

    return decorate
