"""What rests encrypted: who reads the database alone, or a copy of it, cannot read it."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def cipher(purpose: str) -> Fernet:
    """With a key of its own for each purpose, made of SECRET_KEY."""
    key = hashlib.sha256(purpose.encode() + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
