"""The service's settings under test: only what tests must have otherwise."""

import os
import tempfile

# Whatever the shell says, but for the database: both are tested.
os.environ |= {"SECRET_KEY": "only for tests", "DEMO": "0", "ADMIN": "0", "HTTPS": "0"}
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="dueregard-tests-")

from dueregard.config.settings import *  # noqa: F403
from dueregard.config.settings import CACHES, DATABASES, LIMITS, STATIC_ROOT, STORAGES

NOTHING_KEPT = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = CACHES | {"counts": NOTHING_KEPT}  # factories write no log
AXES_ENABLED = False
LIMITS = dict.fromkeys(LIMITS, 1_000_000)  # tests are quicker than people
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
