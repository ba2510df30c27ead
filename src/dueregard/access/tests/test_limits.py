import pytest
from django.core.cache import cache
from django.test import Client

from dueregard.access.models import Unit
from dueregard.audit.models import Event
from tests.pages import page


@pytest.fixture(autouse=True)
def limits(settings):
    cache.clear()
    settings.LIMITS = {"form": 3, "visit": 2, "file": 2}
    yield
    cache.clear()


def add_unit(person, number):
    return person.post("/units/add/", name=f"Unit {number}").status_code


def test_forms_sent_faster_than_by_people_are_refused_and_change_nothing(officer, director):
    assert [add_unit(officer, number) for number in range(5)] == [302, 302, 302, 429, 429]
    assert Unit.objects.count() == 3
    assert Event.objects.count() == 3
    assert director.post("/units/add/").status_code == 403  # each has a count of their own


def test_the_page_says_how_long_to_wait(officer):
    for number in range(4):
        response = officer.post("/units/add/", name=str(number))
    assert response["Retry-After"] == "60"
    assert page(response).h1 == "Too much in one minute"


def test_a_visitor_is_counted_by_address(client, council):
    answers = [client.post("/sign-in/", {"username": f"{n}@example.org", "password": "x"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert elsewhere.post("/sign-in/", {"username": "a@example.org", "password": "x"}).status_code == 200


def test_what_a_visitor_writes_in_the_header_is_not_their_address(client, council, settings):
    def attempt(passed):
        return client.post("/sign-in/", {"username": "a@example.org"}, headers={"x-forwarded-for": passed})

    assert [attempt(f"192.0.2.{n}").status_code for n in range(3)] == [200, 200, 429]
    cache.clear()
    settings.PROXIES = 1
    assert [attempt(f"192.0.2.{n}, 198.51.100.7").status_code for n in range(3)] == [200, 200, 429]
    assert attempt("198.51.100.7, 192.0.2.1").status_code == 200
    assert attempt("198.51.100.7, no address").status_code == 200  # then it is that of the proxy


def test_files_taken_faster_than_they_are_read_are_refused(auditor):
    assert [auditor.get("/log/download/").status_code for _ in range(3)] == [200, 200, 429]
    assert auditor.get("/log/").status_code == 200
