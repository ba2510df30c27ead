"""What machines ask, and the log."""

import json
import logging
import sys

import pytest
from django.db import DatabaseError, transaction
from django.test import RequestFactory

from dueregard.audit.models import Head
from dueregard.audit.services import Process, record
from dueregard.keeping import reports
from dueregard.keeping.logs import JsonFormatter
from dueregard.keeping.metrics import Answers

TOKEN = {"Authorization": "Bearer a long token"}


def test_it_is_alive_without_a_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_probes_are_answered_without_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/sign-in/").status_code == 301


@pytest.mark.django_db
@pytest.mark.slow_test
def test_it_is_ready(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        200,
        {"database": True, "migrations": True, "disk": True},
    )


@pytest.mark.django_db
@pytest.mark.slow_test
def test_it_is_not_ready_without_room_or_with_migrations_to_come(client, monkeypatch):
    monkeypatch.setattr(reports, "ROOM", 10**18)
    monkeypatch.setattr(reports, "_waiting_migrations", lambda: True)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": True, "migrations": False, "disk": False}


@pytest.mark.django_db
def test_it_is_not_ready_without_its_database(client, monkeypatch):
    def refuse(*_given):
        raise DatabaseError

    monkeypatch.setattr(Head.objects, "exists", refuse, raising=False)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["database"]) == (503, False)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer another"}, {"Authorization": "Bearer "}])
@pytest.mark.parametrize("token", ["", "a long token"])
@pytest.mark.django_db
def test_metrics_are_for_who_shows_the_token(client, settings, token, headers):
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.django_db
def test_metrics_count_what_was_answered(officer, client, settings):
    settings.METRICS_TOKEN = "a long token"
    with transaction.atomic():
        record("keeping.drill_passed", by=Process("x"), rows=1, files=0, seconds=1)
    client.get("/no/such/page/?who=someone")
    client.generic('EVIL"}', "/healthz")
    seen = client.get("/metrics", headers=TOKEN).content.decode().splitlines()
    assert 'dueregard_answers_total{page="none",method="GET",status="404"} 1' in seen
    assert 'dueregard_answers_total{page="keeping:healthz",method="other",status="200"} 1' in seen
    assert "dueregard_answer_seconds_count 2" in seen
    assert 'dueregard_answer_seconds_bucket{le="+Inf"} 2' in seen
    assert "dueregard_last_backup_timestamp_seconds 0" in seen
    assert "dueregard_audit_events 1" in seen
    (drill,) = [line for line in seen if line.startswith("dueregard_last_drill_timestamp_seconds ")]
    assert float(drill.split()[1]) > 1.7e9
    assert not any("someone" in line for line in seen)


def test_a_histogram_counts_all_that_is_no_longer():
    answers = Answers()
    for seconds in (0.01, 0.2, 9):
        answers.add("x:y", "GET", 200, seconds)
    seen = list(answers.lines())
    assert 'dueregard_answer_seconds_bucket{le="0.05"} 1' in seen
    assert 'dueregard_answer_seconds_bucket{le="0.25"} 2' in seen
    assert 'dueregard_answer_seconds_bucket{le="2.5"} 2' in seen
    assert 'dueregard_answer_seconds_bucket{le="+Inf"} 3' in seen
    assert "dueregard_answer_seconds_sum 9.210000" in seen


def lines_of(*records):
    return [json.loads(JsonFormatter().format(each)) for each in records]


def a_record(message, *given, **extra):
    error = extra.pop("exc_info", None)
    made = logging.makeLogRecord({"name": "x", "levelname": "ERROR", "msg": message, "args": given})
    made.__dict__.update(extra)
    made.exc_info = error
    return made


def test_a_log_line_names_nobody():
    request = RequestFactory().get("/calendar/secret-key/due.ics?email=a@b.example")
    try:
        raise ValueError("Key (email)=(a@b.example) already exists")
    except ValueError:
        error = sys.exc_info()
    made = a_record(
        "%s: %s", "Not Found", "/people/a@b.example/", request=request, status_code=500, exc_info=error
    )
    (line,) = lines_of(made)
    assert {name: line[name] for name in ("level", "logger", "message", "page", "status", "error")} == {
        "level": "ERROR",
        "logger": "x",
        "message": "%s: %s",
        "page": "none",
        "status": 500,
        "error": "ValueError",
    }
    assert line["trace"][0].endswith("test_a_log_line_names_nobody")
    text = json.dumps(line)
    assert "a@b.example" not in text
    assert "secret-key" not in text


@pytest.mark.django_db
def test_each_answer_is_a_line_with_the_page_and_no_address(officer, caplog):
    caplog.set_level(logging.INFO, "dueregard.answers")
    officer.get("/actions/987654/?lead=Somebody")
    (line,) = lines_of(*[record for record in caplog.records if record.name == "dueregard.answers"])
    assert (line["message"], line["page"], line["method"], line["status"]) == (
        "answered",
        "plans:action",
        "GET",
        404,
    )
    assert line["milliseconds"] >= 0
    assert "987654" not in json.dumps(line)
    assert "Somebody" not in json.dumps(line)


def test_a_message_that_was_filled_in_already_loses_its_addresses():
    (line,) = lines_of(a_record("no mailbox for a@b.example, try later"))
    assert line["message"] == "no mailbox for (address) try later"
