"""The macros draw what the design system's own fixtures say, at the version we serve.

The fixtures are those of the npm package `govuk-frontend` 6.3.0 (MIT, data/LICENSE), without the header and the
footer, which draw the GOV.UK logo and which no page of ours uses.
"""

import gzip
import json
from pathlib import Path

import pytest
from django.template import engines
from lxml import html

FIXTURES = Path(__file__).parent / "data/govuk-frontend-6.3.0-fixtures.json.gz"
COMPONENTS = json.loads(gzip.decompress(FIXTURES.read_bytes()))


def tree(markup):
    """Markup without what a browser does not see: the order of attributes, and space between words."""
    return [plain(element) for element in html.fragments_fromstring(markup.strip())]


def plain(element):
    if isinstance(element, str):
        return " ".join(element.split())
    attributes = {name: " ".join(value.split()) for name, value in element.attrib.items()}
    texts = [" ".join((text or "").split()) for text in (element.text, element.tail)]
    return [element.tag, attributes, texts, [plain(child) for child in element]]


def draw(component, options):
    words = component.split("-")
    macro = "govuk" + "".join(word.capitalize() for word in words)
    path = f"govuk_frontend_jinja/components/{component}/macro.html"
    template = f'{{% from "{path}" import {macro} %}}{{{{ {macro}(options) }}}}'
    return engines["jinja2"].env.from_string(template).render(options=options)


def test_every_component_but_the_branded_two_is_compared():
    assert len(COMPONENTS) == 35
    assert sum(map(len, COMPONENTS.values())) == 626


@pytest.mark.slow_test
@pytest.mark.parametrize("component", COMPONENTS)
def test_component_equals_its_fixtures(component):
    unequal = [
        fixture["name"]
        for fixture in COMPONENTS[component]
        if tree(draw(component, fixture["options"])) != tree(fixture["html"])
    ]
    assert unequal == []
