"""What every page shares that takes a file about people."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., Any]


class RealPeopleMixin(forms.Form):
    """Mixed into a form with an upload. A demonstration is open to whoever finds it, so there, and only
    there, the form asks whether the file is about real people, and refuses a yes."""

    real_people = forms.ChoiceField(
        label=_("Is this file about real people?"),
        help_text=_("This is a demonstration: anybody may sign in and see what is in it."),
        choices=[("no", _("No, the people in it are made up")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the file is about real people.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.DEMO:
            del self.fields["real_people"]

    def clean_real_people(self) -> str:
        answer: str = self.cleaned_data["real_people"]
        if answer == "yes":
            raise ValidationError(
                _("A demonstration may not hold real people: choose a file of people who are made up.")
            )
        return answer


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
