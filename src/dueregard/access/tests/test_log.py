import csv
import io

import pytest

from dueregard.access import services
from dueregard.access.reports import allowed
from dueregard.access.roles import Role
from dueregard.audit.models import Event
from tests.pages import page


@pytest.fixture
def events(officer, lead, stranger):
    services.add_unit(officer.membership.organisation, name="=Housing", by=officer.user)
    services.change_role(lead.membership, role=Role.DIRECTOR, remit=[], by=officer.user)
    services.add_unit(stranger.membership.organisation, name="Elsewhere", by=stranger.user)


def test_the_log_shows_who_did_what_and_nothing_of_another_organisation(auditor, events):
    seen = page(auditor.get("/log/"))
    rows = seen.table("Events")
    assert [(row["Number"], row["Who"], row["What, and about what"].split(".")[1]) for row in rows] == [
        ("2", "Olive Officer", "role_changedaccess"),
        ("1", "Olive Officer", "unit_addedaccess"),
    ]
    assert rows[1]["Details"] == 'What it says, event 1 {"name": "=Housing"}'
    assert "Elsewhere" not in seen.main


def test_the_log_is_narrowed_to_a_person(auditor, officer, lead, events):
    assert page(auditor.get("/log/", who=lead.user.pk)).main.endswith("Nothing fits.")
    assert len(page(auditor.get("/log/", who=officer.user.pk)).table("Events")) == 2


def test_a_process_is_named_as_one(auditor, council):
    services.add_unit(council, name="Made at night", by=services.SETUP)
    assert page(auditor.get("/log/")).table("Events")[0]["Who"] == "by itself: first start"


def test_the_log_takes_the_same_queries_however_long(auditor, officer, council, django_assert_num_queries):
    for number in range(30):
        services.add_unit(council, name=f"Unit {number}", by=officer.user)
    with django_assert_num_queries(9):
        auditor.get("/log/")


def test_the_whole_log_is_a_file_that_bears_its_chain_and_runs_no_formula(auditor, events):
    response = auditor.get("/log/download/")
    assert response["Content-Disposition"] == 'attachment; filename="log.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    kept = list(Event.objects.filter(number__lte=2).values_list("hash", flat=True))
    assert [row["hash"] for row in rows] == kept
    assert rows[1]["previous"] == rows[0]["hash"]


def test_one_page_says_who_may_do_what(reader):
    seen = page(reader.get("/roles/"))
    rows = {row["To"]: row for row in seen.table("What each role may do")}
    assert len(rows) == len(allowed())
    sees_rows = rows["see rows about people, and upload them"]
    assert [role for role, answer in sees_rows.items() if answer == "Yes"] == ["Analyst"]
    removes = rows["have words removed for good, with a second person"]
    assert [role for role, answer in removes.items() if answer == "Yes"] == [
        "Equality officer",
        "Director",
        "Information governance",
    ]
