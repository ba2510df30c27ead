"""The list of everything that was ever published."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.access.tests.factories import OrganisationFactory
from dueregard.ledger import reports
from dueregard.publications import services as publications
from dueregard.publications.tests.factories import published
from dueregard.releases import services
from dueregard.releases.reports import PrintedTable
from equalities.cubes import Dimension
from tests.pages import page

URL = "/releases/"
SEX = Dimension("sex", ("1", "2"))


@pytest.fixture
def report(officer, director, dataset):
    return published(officer, director, title="Annual report", choice=[(dataset.pk, "ethnicity")])


@pytest.fixture
def record(council, officer):
    def record(title="FOI 12/34", organisation=council, **said):
        details = {
            "table": PrintedTable((SEX,), ("count",), (("1", "60"), ("2", "<5"), ("Total", "x")), ("x",)),
            "paper": "request",
            "went_out_on": date(2025, 6, 2),
            "seen_at": "the FOI log",
            "service": "Museums",
            "starts_on": date(2024, 4, 1),
            "ends_on": date(2025, 3, 31),
            "covers": "all",
        }
        return services.record_outside(organisation, title=title, by=officer.user, **(details | said))

    return record


def rows(seen):
    return [
        [" ".join(" ".join(cell.itertext()).split()) for cell in row.xpath("./th|./td")]
        for row in seen.root.xpath("//table//tbody/tr")
    ]


def test_before_anything_is_out_it_says_what_to_do(officer, reader):
    assert (
        "Add what went out by other ways" in page(officer.get(URL)).all("//*[@class='govuk-inset-text']")[0]
    )
    seen = page(reader.get(URL))
    assert "Add what" not in seen.all("//*[@class='govuk-inset-text']")[0]
    assert not seen.root.xpath("//a[@href='/releases/record/']")


def test_a_report_stands_there_with_its_people_and_its_proof(report, reader):
    seen = page(reader.get(URL))
    (row,) = rows(seen)
    assert row[1:4] == ["Annual report Report, version 1", "Libraries, 1 April 2024 to 31 March 2025", "23"]
    assert row[4:] == ["2", "Dee Director", "Receipt of Annual report"]
    (link,) = seen.root.xpath("//table//a[contains(., 'Receipt')]/@href")
    address, _hash, place = link.partition("#")
    assert (
        "The receipt: what was checked"
        in page(reader.get(address)).root.get_element_by_id(place).getparent().text_content()
    )
    assert reader.get(seen.root.xpath("//table//a/@href")[0]).status_code == 200


def test_what_was_withdrawn_stays_and_is_still_known(report, reader, director):
    publications.withdraw(report, reason="error", by=director.user)
    seen = page(reader.get(URL))
    assert "Withdrawn, still known" in rows(seen)[0][1]
    assert seen.root.xpath("//table//a") == []


def test_what_went_out_by_another_way_stands_among_it(report, record, officer, reader):
    struck = record(went_out_on=date(2025, 7, 1))
    services.strike_out(struck, reason="The wrong year", by=officer.user)
    record("Return", paper="return", covers="others")
    found = rows(page(reader.get(URL)))
    assert [row[1] for row in found] == [
        "Annual report Report, version 1",
        "FOI 12/34 An answer to a request for information Struck out",
        "Return A statutory return Counts others",
    ]
    assert found[1][0] == "1 July 2025"
    assert found[1][2:6] == ["Museums, 1 April 2024 to 31 March 2025", "1", "2", "Olive Officer"]


def test_it_can_be_narrowed_to_a_service(report, record, reader):
    record()
    assert len(rows(page(reader.get(URL, service="Museums")))) == 1
    assert len(rows(page(reader.get(URL, service="Libraries")))) == 1
    assert len(rows(page(reader.get(URL, service="Nobody")))) == 2
    assert len(rows(page(reader.get(URL, period="1 April 2024 to 31 March 2025")))) == 2


def test_bodies_see_their_own_and_those_below(record, council, reader, stranger):
    record("From a school", organisation=OrganisationFactory(parent=council))
    record("From elsewhere", organisation=stranger.membership.organisation)
    assert [row[1].split(" An ")[0] for row in rows(page(reader.get(URL)))] == ["From a school"]


def test_a_hundred_take_no_more_queries_than_one(report, record, council):
    record()
    with CaptureQueriesContext(connection) as one:
        reports.history(council)
    for number in range(100):
        record(f"FOI {number}")
    with CaptureQueriesContext(connection) as many:
        assert len(reports.history(council)) == 102
    assert len(many) == len(one)


def test_publications_lead_there(reader):
    assert page(reader.get("/publications/")).root.xpath(f"//a[@href='{URL}']")
