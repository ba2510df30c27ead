"""The privacy notice and the accessibility statement."""

from datetime import date

import pytest

from dueregard.publications.reports import content
from tests.pages import page


def test_the_statement_says_what_the_regulations_ask_for(council, client):
    """SI 2018/952 regulation 8: what is not accessible and why, alternatives, whom to tell, who enforces."""
    council.contact_email = "equality@fairshire.example"
    council.save()
    seen = page(client.get("/published/fairshire/accessibility/"))
    assert seen.h1 == "Accessibility statement"
    assert seen.all("//h2") == [
        "What this statement covers",
        "How accessible these pages are",
        "What is not accessible yet, and why",
        "Other formats, and telling us of a problem",
        "If you are not content with our answer",
        "How these pages were checked",
    ]
    assert "partly meet the Web Content Accessibility Guidelines, version 2.2, at level AA" in seen.main
    assert "Equality Advisory and Support Service" in seen.main
    assert "equality@fairshire.example" in seen.main
    assert "Last checked on 22 November 2026." in seen.main


def test_the_privacy_notice_names_who_is_responsible(council, client):
    seen = page(client.get("/published/fairshire/privacy/"))
    assert (
        "Fairshire Council is responsible for these pages. To ask about them or about your data: Fairshire"
        in seen.main
    )
    assert "90 days after we have answered" in seen.main
    assert "Last checked" not in seen.main


@pytest.mark.parametrize("name", ["accessibility", "privacy"])
def test_every_page_of_content_loads(name):
    loaded = content(name)
    assert loaded.version == 1
    assert all(section.heading and (section.paragraphs or section.points) for section in loaded.sections)


def test_the_day_of_the_last_check_is_a_day():
    assert content("accessibility").checked_on == date(2026, 11, 22)


@pytest.mark.parametrize("name", ["accessibility", "privacy", "ask", "ask/thank-you"])
def test_a_page_of_nobody_is_not_found(name, db, client):
    assert client.get(f"/published/nobody/{name}/").status_code == 404
