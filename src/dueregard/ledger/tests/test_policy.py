"""The rules by which figures go out: shown, adopted, and followed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dueregard.access.tests.factories import OrganisationFactory
from dueregard.audit.models import Event
from dueregard.monitoring.tests.factories import ETHNICITY, loaded
from dueregard.publications import services as publications
from dueregard.publications.reports import releases_of
from dueregard.publications.tests.factories import prepared, publish
from dueregard.releases import services
from dueregard.releases.models import DisclosurePolicy
from tests.pages import page

URL, ADOPT = "/releases/policy/", "/releases/policy/adopt/"


def typed(day=None, **said):
    day = day or timezone.localdate()
    boxes = {f"starts_on_{box}": str(part) for box, part in enumerate((day.day, day.month, day.year))}
    return {"preset": "under10", "signed_off_by": "Head of Governance"} | boxes | said


def adopt(organisation, officer, day, post="Head of Governance", preset="under10"):
    return services.adopt_policy(
        organisation, preset=preset, signed_off_by=post, starts_on=day, by=officer.user
    )


def rows(seen, caption):
    return [list(row.values()) for row in seen.table(caption)]


def test_until_one_is_adopted_the_page_says_that_nobody_signed(reader):
    seen = page(reader.get(URL))
    text = " ".join(seen.all("//dl"))
    assert "Counts of 1 to 4 are withheld" in text
    assert "Nobody yet: it holds until a policy is adopted" in text
    assert "No policy has been adopted here yet." in seen.all("//p")
    assert not seen.root.xpath(f"//a[@href='{ADOPT}']")


def test_each_rule_shows_what_it_would_print(reader):
    seen = page(reader.get(URL))
    headings = seen.all("//table[1]//thead//th")
    assert headings == ["Group", "People", "Under 5", "Under 10", "HESA", "NHS hospital statistics", "Ofqual"]
    found = {row[0]: row[1:] for row in rows(seen, "One example under each rule")}
    assert found["Jewish"][:3] == ["3", "Withheld", "Withheld"]
    assert found["No religion"][1:3] == ["412", "412"]
    assert found["Sikh"][:3] == ["7", "7", "Withheld"]
    assert found["Everybody"][:3] == ["901", "901", "901"]
    listed = seen.all("//main//li")
    assert any(line.startswith("Ofqual") and "Chosen report by report." in line for line in listed)
    assert any(
        "nothing more can be withheld" in each and "To round a report" in each for each in seen.all("//p")
    )
    assert not any(line.startswith("Under 10") and "report by report" in line for line in listed)


def test_it_is_confirmed_on_a_page_that_says_what_changes(officer):
    seen = page(officer.post(ADOPT, **typed()))
    assert seen.h1 == "What this policy changes"
    assert "What is published, and what staff see of data that are loaded, stays as it is." in seen.all(
        "//li"
    )
    assert not DisclosurePolicy.objects.exists()
    carried = {each.get("name"): each.get("value") for each in seen.root.xpath("//main//form/input")}
    answer = officer.post(ADOPT, **carried, deed="adopt")
    assert answer.url == URL
    adopted = DisclosurePolicy.objects.get()
    assert (adopted.preset, adopted.signed_off_by, adopted.starts_on) == (
        "under10",
        "Head of Governance",
        timezone.localdate(),
    )
    assert Event.objects.filter(kind="releases.policy_adopted").count() == 1
    seen = page(officer.get(URL))
    assert "Counts of 1 to 9 are withheld" in " ".join(seen.all("//dl"))


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"preset": ""}, "Choose a policy"),
        ({"preset": "hesa"}, "Select a valid choice. hesa is not one of the available choices."),
        ({"signed_off_by": ""}, "Name the post that answers for it"),
        ({"starts_on_0": "", "starts_on_1": "", "starts_on_2": ""}, "Enter the first day"),
        ({"starts_on_2": "2020"}, "The first day is over: figures went out under another policy on it"),
    ],
)
def test_what_is_missing_is_said(officer, said, error):
    assert page(officer.post(ADOPT, **typed(**said), deed="adopt")).errors == [error]
    assert not DisclosurePolicy.objects.exists()


def test_who_may(officer, director, reader, analyst):
    assert reader.get(ADOPT).status_code == analyst.post(ADOPT, **typed()).status_code == 403
    assert director.get(ADOPT).status_code == officer.get(ADOPT).status_code == 200


def test_rules_of_before_and_of_later_stay_in_the_list(officer, council):
    today = timezone.localdate()
    adopt(council, officer, date(2024, 4, 1), preset="under5")
    adopt(council, officer, today - timedelta(days=1), post="Monitoring Officer")
    adopt(council, officer, today + timedelta(days=9), preset="under5")
    found = rows(page(officer.get(URL)), "Policies, the latest first")
    assert [row[-1] for row in found] == ["Not yet", "In force", "Until then"]
    assert found[2][0] == "1 April 2024"
    assert found[1][2] == "Monitoring Officer"


def test_a_body_sees_the_policy_it_follows_and_not_that_of_others(officer, council, stranger):
    adopt(stranger.membership.organisation, stranger, date(2024, 4, 1))
    adopt(OrganisationFactory(parent=council), officer, date(2024, 4, 1))
    assert rows_or_none(page(officer.get(URL))) is None


def rows_or_none(seen):
    return seen.table("Policies, the latest first") if len(seen.root.xpath("//table")) > 1 else None


def test_figures_follow_it_and_a_draft_of_before_is_taken_again(officer, director, analyst, dataset, council):
    draft = prepared(officer, choice=[(dataset.pk, "ethnicity")])
    adopt(council, officer, timezone.localdate())
    with pytest.raises(ValidationError, match="the policy in force, has changed"):
        publish(draft, by=director.user)
    publications.revise(draft, by=officer.user)
    publish(draft, by=director.user)
    policy = releases_of(draft.taken)[0].policy
    assert (policy.name, policy.threshold, policy.signed_off_by) == ("under10", 10, "Head of Governance")
    people = {"White British": 500, "White Irish": 8, "Indian": 90, "Chinese": 30}
    lines = [name for name, count in people.items() for _ in range(count)]
    content = "\n".join(["Ethnic group", *lines]).encode()
    next_year = {"starts_on": date(2025, 4, 1), "ends_on": date(2026, 3, 31)}
    cells = loaded(analyst, content, columns=(ETHNICITY,), **next_year).release.tables[0].cells
    assert cells[("14",)].value is None  # eight, which the default would show
