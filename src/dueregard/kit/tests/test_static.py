"""The files made elsewhere: without what is GOV.UK's own, and with nothing a manifest could miss."""

from pathlib import Path

import pytest

STATIC = Path(__file__).parents[1] / "static/kit"


def read(name):
    return (STATIC / name).read_text()


@pytest.mark.parametrize("name", ["govuk-frontend-6.3.0.min.css", "kit.css"])
def test_styles_refer_to_no_other_file(name):
    assert "url(" not in read(name)
    assert "@import" not in read(name)


@pytest.mark.parametrize("mark", ["GDS Transport", "@font-face", "crest", "govuk-header__", "govuk-footer__"])
def test_styles_leave_out_what_is_gov_uks(mark):
    assert mark not in read("govuk-frontend-6.3.0.min.css")


@pytest.mark.parametrize("name", ["all.bundle.js", "govuk-frontend-6.3.0.min.css"])
def test_no_source_map_is_promised(name):
    assert "sourceMappingURL" not in read(name)


def test_the_style_and_the_script_are_the_version_named():
    assert '--govuk-frontend-version: "6.3.0"' in read("govuk-frontend-6.3.0.min.css")
    assert "6.3.0" in read("all.bundle.js")


def test_the_licence_travels_along():
    assert "The MIT License" in read("LICENSE-govuk-frontend.txt")
