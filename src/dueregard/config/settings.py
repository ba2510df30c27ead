"""Every setting of the service."""

SECRET_KEY = "placeholder-until-the-foundation-lands"  # noqa: S105
USE_TZ = True
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
INSTALLED_APPS: list[str] = []
