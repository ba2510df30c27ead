"""The kit alone, without the service's apps: a page, a form and a list of its own."""

from pathlib import Path

import pytest
from django.test import override_settings

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


@pytest.fixture(scope="package", autouse=True)
def kit():
    """Once for all tests of the kit: each change of settings would compile every template again."""
    with override_settings(
        INSTALLED_APPS=["django.contrib.staticfiles", "django.forms", "dueregard.kit"],
        TEMPLATES=TEMPLATES,
        ROOT_URLCONF="dueregard.kit.tests.site",
        MIDDLEWARE=[],
        LANGUAGE_CODE="en-gb",
        TIME_ZONE="Europe/London",
    ):
        yield
