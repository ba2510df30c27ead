"""Files about people do not touch the disk as they come."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., Any]


class MemoryHandler(FileUploadHandler):
    """Keeps an upload in memory, where Django would write a large one to disk as it is. A file over `limit`
    bytes is let go while it comes; its size stays, for the form to refuse."""

    def __init__(self, request: Any, limit: int) -> None:
        super().__init__(request)
        self.limit = limit

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file, self.came = BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> None:
        self.came += len(raw_data)
        if self.came <= self.limit:
            self.file.write(raw_data)
        else:
            self.file = BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.file.seek(0)
        name, kind = self.file_name or "", self.content_type or ""
        return InMemoryUploadedFile(self.file, self.field_name, name, kind, file_size, self.charset)


def kept_in_memory(megabytes: int) -> Callable[[View], View]:
    """The view's uploads never touch the disk. It stands below the guard."""

    def decorate(view: View) -> View:
        checked = csrf_protect(view)

        @csrf_exempt  # or the middleware reads the body before the handler is in its place; `checked` checks
        @wraps(view)
        def handled(request: Any, *args: Any, **kwargs: Any) -> Any:
            request.upload_handlers = [MemoryHandler(request, megabytes * 1_000_000)]
            return checked(request, *args, **kwargs)

        return handled

    return decorate
