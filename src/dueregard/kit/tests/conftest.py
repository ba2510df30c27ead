"""The kit alone, without the service's apps: a page, a form and a list of its own."""

from pathlib import Path

import pytest

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [Path(__file__).parent / "jinja2"],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "dueregard.kit.environment.environment",
            "context_processors": ["django.contrib.messages.context_processors.messages"],
        },
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]


@pytest.fixture(autouse=True)
def kit(settings):
    settings.INSTALLED_APPS = ["django.contrib.staticfiles", "django.forms", "dueregard.kit"]
    settings.TEMPLATES = TEMPLATES
    settings.FORM_RENDERER = "dueregard.kit.govuk.GovukRenderer"
    settings.ROOT_URLCONF = "dueregard.kit.tests.site"
    settings.STATIC_URL = "/static/"
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    settings.LANGUAGE_CODE = "en-gb"
    settings.TIME_ZONE = "Europe/London"
    settings.MIDDLEWARE = []
    settings.SECRET_KEY = "for tests only"
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
