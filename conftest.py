"""Fixtures for every test: the folder of real data, and the cast."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.in_process import in_this_process

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")  # how long an example takes says how busy the machine is

SHARED = Path(os.environ.get("DUEREGARD_SHARED", Path(__file__).parent.parent / "shared"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out the tests that take no database, or that any database serves: for a second one",
    )


def needs_second_database(item: pytest.Item) -> bool:
    return takes_database(item) and item.get_closest_marker("any_database") is None


def takes_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return "_django_db_helper" in fixtures or item.get_closest_marker("django_db") is not None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """After `-m` has chosen: the number that is said is of tests left out for this reason alone."""
    if config.getoption("--only-database"):
        without = [item for item in items if not needs_second_database(item)]
        items[:] = [item for item in items if needs_second_database(item)]
        config.hook.pytest_deselected(items=without)
        print(f"{len(items)} tests rest on the database; {len(without)} do not, and run on one alone")


def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """Who takes the database in the middle of a test says so at its head, or the second one would miss the test."""
    if fixturedef.argname == "_django_db_helper" and not takes_database(request.node):
        pytest.fail("mark this test django_db: none of the fixtures that it names takes the database")


@pytest.fixture
def shared() -> Path:
    """The folder of real test data, which is not ours to ship."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder of real test data named by DUEREGARD_SHARED")
    return SHARED


@pytest.fixture(autouse=True)
def proves_in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are proved without the half second that a child takes to start; test_protecting.py has the child."""
    if request.config.pluginmanager.hasplugin("tests.without_django"):
        return  # the library's tests have no service
    from dueregard.releases import protecting

    monkeypatch.setattr(protecting, "run_limited", in_this_process)


@dataclass(frozen=True)
class Person:
    """Somebody of the cast, signed in."""

    user: Any
    membership: Any
    client: Any

    def get(self, url: str, **data: Any) -> Any:
        return self.client.get(url, data)

    def post(self, url: str, **data: Any) -> Any:
        return self.client.post(url, data)


def enter(organisation: Any, role: str, name: str) -> Person:
    from django.test import Client

    from dueregard.access.tests.factories import MembershipFactory, UserFactory

    user = UserFactory(name=name)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["second_factor_passed"] = "totp"
    session.save()
    return Person(user, MembershipFactory(organisation=organisation, user=user, role=role), client)


@pytest.fixture
def council(db: None) -> Any:
    from dueregard.access.tests.factories import OrganisationFactory

    return OrganisationFactory(name="Fairshire Council", slug="fairshire")


@pytest.fixture
def officer(council: Any) -> Person:
    return enter(council, "officer", "Olive Officer")


@pytest.fixture
def lead(council: Any) -> Person:
    return enter(council, "lead", "Leo Lead")


@pytest.fixture
def director(council: Any) -> Person:
    return enter(council, "director", "Dee Director")


@pytest.fixture
def analyst(council: Any) -> Person:
    return enter(council, "analyst", "Ana Analyst")


@pytest.fixture
def councillor(council: Any) -> Person:
    return enter(council, "councillor", "Cora Councillor")


@pytest.fixture
def reader(council: Any) -> Person:
    return enter(council, "reader", "Rae Reader")


@pytest.fixture
def governance(council: Any) -> Person:
    return enter(council, "governance", "Gwen Governance")


@pytest.fixture
def auditor(council: Any) -> Person:
    return enter(council, "auditor", "Amir Auditor")


@pytest.fixture
def stranger(db: None) -> Person:
    """The officer of another organisation."""
    from dueregard.access.tests.factories import OrganisationFactory

    return enter(OrganisationFactory(name="Elsewhere Council", slug="elsewhere"), "officer", "Sam Stranger")


@pytest.fixture
def counts_kept(settings: Any) -> Iterator[None]:
    """As in use. Other tests keep no counts, since factories write no log."""
    from django.core.cache import caches

    from dueregard.config.settings import CACHES

    settings.CACHES = CACHES
    caches["counts"].clear()
    yield
    caches["counts"].clear()
