"""Files from outside are read in a child process, and not kept."""

from __future__ import annotations

import tempfile
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from equalities.refusals import Refused
from equalities.sandbox import run_limited


def filename_of(upload: UploadedFile[bytes], otherwise: str) -> str:
    return PurePath(upload.name or otherwise).name[-200:]


def read_in_child(target: str, upload: UploadedFile[bytes], filename: str, *arguments: Any) -> Any:
    """What a function of the library ("package.module:function") reads in a file."""
    with tempfile.NamedTemporaryFile(suffix=PurePath(filename).suffix) as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        try:
            return run_limited(target, copy.name, filename, *arguments)
        except Refused as refused:
            raise ValidationError(str(refused)) from None
