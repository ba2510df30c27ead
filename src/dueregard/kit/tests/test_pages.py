"""The shells, asked for as a browser does."""

import pytest
from django.test import Client
from lxml import html


@pytest.fixture
def get():
    def get(path):
        response = Client().get(path)
        assert response.status_code == 200
        return html.fromstring(response.content.decode())

    return get


@pytest.mark.parametrize("path", ["/", "/form/", "/list/", "/detail/", "/confirm/", "/chart/"])
def test_every_shell_draws(get, path):
    page = get(path)
    assert len(page.xpath("//h1")) == 1
