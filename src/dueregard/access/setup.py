"""The first start: a one-time code that only whoever started the service can read."""

import secrets
from pathlib import Path

from django.conf import settings

from dueregard.access.models import Organisation

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def is_needed() -> bool:
    return not settings.DEMO and not Organisation.objects.exists()


def code() -> str:
    """The code, made and kept where the service keeps its data until the first organisation is there."""
    path = _path()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text("".join(secrets.choice(ALPHABET) for _ in range(12)), encoding="ascii")
    return path.read_text(encoding="ascii")


def discard_code() -> None:
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return Path(settings.DATA_DIR) / "first-start-code"
