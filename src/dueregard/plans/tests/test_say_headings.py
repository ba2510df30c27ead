"""What headings mean is said in a preview, remembered, and forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dueregard.audit.models import Event
from dueregard.plans import services
from dueregard.plans.models import Heading, Import, Original
from dueregard.plans.tests.factories import upload
from tests.pages import page

pytestmark = pytest.mark.django_db

STRANGE = """Way forward,Champion,Wave,Notes
Train panels,Estates,Phase 1,See the paper
Fit ramps,Human Resources,Phase 2,None yet
"""
SAID = {"Way forward": "action", "Champion": "lead"}


@pytest.fixture
def strange(officer):
    return services.read_plan(officer.membership.organisation, by=officer.user, upload=upload(STRANGE))


def url(found):
    return f"/imports/{found.pk}/say-headings/"


def say(officer, found, **fields):
    """Headings by their place, as the page sends them."""
    return officer.post(url(found), **{name.replace("_", "-"): value for name, value in fields.items()})


def texts(found):
    found.refresh_from_db()
    return [(action["text"], action["leads"]) for action in found.document["actions"]]


def test_a_document_of_unknown_headings_asks_what_they_mean(officer):
    response = officer.post("/plans/import/", upload=upload(STRANGE))
    found = Import.objects.get()
    assert response.url == f"/imports/{found.pk}/"
    assert officer.get(response.url).url == url(found)
    seen = page(officer.get(url(found)))
    assert seen.h1 == "Say what the columns mean"
    assert "No action was found, since no heading of this document is known." in seen.main
    assert [words for words in seen.all("//main//form//label") if words] == [
        "Way forward",
        "Champion",
        "Wave",
        "Notes",
    ]


def test_it_is_read_again_with_what_is_said(officer, strange):
    response = say(officer, strange, heading_0="action", heading_1="lead")
    assert response.url == f"/imports/{strange.pk}/"
    assert texts(strange) == [("Train panels", ["Estates"]), ("Fit ramps", ["Human Resources"])]
    assert page(officer.get(response.url)).messages == ["Read again, with what the headings mean"]
    event = Event.objects.get(kind="plans.headings_said")
    assert '"Way forward": "action"' in event.payload


def test_it_is_used_on_the_next_document_with_such_a_heading(officer, strange):
    say(officer, strange, heading_0="action", heading_1="lead")
    longer = STRANGE.replace("Way forward", "WAY FORWARD") + "Hear people,Policy,Phase 3,\n"
    found = services.read_plan(strange.organisation, by=officer.user, upload=upload(longer, "other.csv"))
    assert [text for text, _leads in texts(found)] == ["Train panels", "Fit ramps", "Hear people"]
    seen = page(officer.get(url(found)))
    assert seen.value("heading-0") == "action"
    assert "It was read as: Action. For example: “Train panels”, “Fit ramps”." in seen.main


def test_it_is_said_for_one_organisation(officer, stranger, strange):
    say(officer, strange, heading_0="action", heading_1="lead")
    found = services.read_plan(stranger.membership.organisation, by=stranger.user, upload=upload(STRANGE))
    assert found.document["actions"] == []


def test_corrections_by_hand_stay_and_columns_said_anew_are_read_anew(officer, strange):
    services.say_headings(
        strange.organisation, by=officer.user, said={"Way forward": "action", "Notes": "other"}
    )
    found = services.read_again(strange, by=officer.user)
    assert texts(found) == [("Train panels", []), ("Fit ramps", [])]
    words = {"text": "Train all panels", "leads": [], "left_out": False}
    services.correct(
        found, by=officer.user, version=0, kind="action", number=0, timescale="May 2027", **words
    )
    say(officer, found, heading_0="action", heading_1="lead", heading_3="other")
    assert texts(found) == [("Train all panels", ["Estates"]), ("Fit ramps", ["Human Resources"])]
    first = found.document["actions"][0]
    assert first["timescale"]["last_day"] == "2027-05-31"
    assert (first["as_read"], first["corrected"], first["by_hand"]) == (
        "Train panels",
        1,
        ["text", "timescale"],
    )


def test_what_is_imported_was_read_so_and_its_next_version_differs_in_its_columns(officer, strange):
    say(officer, strange, heading_0="action", heading_1="lead")
    strange.refresh_from_db()
    plan = services.confirm(strange, by=officer.user, title="Plan")
    assert [action.text for action in plan.actions.all()] == ["Train panels", "Fit ramps"]
    assert plan.actions.first().others == {"Wave": "Phase 1", "Notes": "See the paper"}
    newer = upload(STRANGE.replace("Estates", "Legal"))
    found = services.read_plan(strange.organisation, by=officer.user, upload=newer, plan=plan)
    plan = services.confirm(found, by=officer.user, title="Plan", changed=["action-0"])
    assert [lead.text for lead in plan.actions.first().leads.all()] == ["Legal"]
    assert plan.actions.count() == 2


def test_leaving_it_as_it_was_read_forgets_it(officer, strange):
    say(officer, strange, heading_0="action", heading_1="lead")
    say(officer, strange, heading_0="", heading_1="")
    assert not Heading.objects.exists()
    assert texts(strange) == []


def test_headings_that_differ_in_capitals_alone_are_one_and_words_are_no_html(officer, strange):
    strange.document["unread_headings"] = ["Way forward", "way  forward", "<b>Notes</b>", "x" * 201, " "]
    strange.save()
    seen = page(officer.get(url(strange)))
    assert [words for words in seen.all("//main//form//label") if words] == ["Way forward", "<b>Notes</b>"]


def test_what_no_column_can_hold_is_refused(officer, strange):
    assert page(say(officer, strange, heading_0="boss")).errors != []
    assert not Heading.objects.exists()


def test_after_a_day_the_file_is_gone_and_what_is_said_is_remembered(officer, strange):
    assert services.delete_originals() == 0
    assert services.delete_originals(timezone.now() + timedelta(hours=24)) == 1
    seen = page(say(officer, strange, heading_0="action", heading_1="lead"))
    sentence = (
        "It is remembered for the next document. The file was kept for a day and is gone: upload it again."
    )
    assert seen.errors == [sentence]
    assert Heading.objects.count() == 2


def test_the_file_goes_with_the_preview(officer, strange):
    assert bytes(Original.objects.get().content) == STRANGE.encode()
    officer.post(f"/imports/{strange.pk}/discard/")
    assert not Original.objects.exists()
    found = services.read_plan(strange.organisation, by=officer.user, upload=upload())
    services.confirm(found, by=officer.user, title="Plan")
    assert not Original.objects.exists()


def test_they_are_listed_and_forgotten(officer, strange):
    assert "None yet" in page(officer.get("/plans/headings/")).main
    say(officer, strange, heading_0="action", heading_1="lead")
    rows = page(officer.get("/plans/headings/")).table("Headings")
    assert [(row["Heading"], row["What it means"]) for row in rows] == [
        ("Champion", "Lead"),
        ("Way forward", "Action"),
    ]
    heading = Heading.objects.get(words="Champion")
    assert officer.get(f"/plans/headings/{heading.pk}/forget/").status_code == 405
    response = officer.post(f"/plans/headings/{heading.pk}/forget/")
    assert page(officer.get(response.url)).messages == [
        "Forgotten: from the next reading on it means what it says"
    ]
    assert Heading.objects.get().words == "Way forward"
    assert Event.objects.latest("number").kind == "plans.headings_said"


def test_others_cannot(reader, lead, stranger, officer, strange):
    say(officer, strange, heading_0="action", heading_1="lead")
    heading = Heading.objects.first()
    for address in (
        url(strange),
        f"/imports/{strange.pk}/read-again/",
        f"/plans/headings/{heading.pk}/forget/",
    ):
        assert reader.post(address).status_code == 403
        assert lead.post(address).status_code == 403
        assert stranger.post(address).status_code == 404
    assert page(stranger.get("/plans/headings/")).main.count("Champion") == 0
    assert Heading.objects.count() == 2


def test_getting_the_page_changes_nothing(officer, strange):
    before = Event.objects.count()
    officer.get(url(strange))
    assert (Event.objects.count(), Heading.objects.count()) == (before, 0)


def test_an_imported_document_has_no_such_page(officer, imported):
    found = Import.objects.get()
    assert officer.get(url(found)).status_code == 404
