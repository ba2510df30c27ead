"""The least that is valid."""

from datetime import date

import factory
from django.utils import timezone

from dueregard.access.tests.factories import OrganisationFactory, UserFactory
from dueregard.monitoring import services
from dueregard.monitoring.models import Dataset, MappedColumn, Row

ETHNICITY = MappedColumn("Ethnic group", "ethnicity", "ethnic_group_census2021_ew")
SEX = MappedColumn("Sex", "sex", "sex_census2021")


class DatasetFactory(factory.django.DjangoModelFactory):
    """A dataset whose file was deleted before it was loaded."""

    class Meta:
        model = Dataset

    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence("Library users {}".format)
    service = "Libraries"
    starts_on = date(2024, 4, 1)
    ends_on = date(2025, 3, 31)
    row = Row.PERSON
    purpose = "To see who uses the libraries."
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = factory.LazyFunction(timezone.now)


def receive(person, content=None, **said):
    """A file of people that waits, received as the page would."""
    details = {
        "content": content if content is not None else users(),
        "name": "users.csv",
        "title": "Library users",
        "service": "Libraries",
        "starts_on": date(2024, 4, 1),
        "ends_on": date(2025, 3, 31),
        "row": Row.PERSON,
        "purpose": "To see who uses the libraries.",
    }
    return services.receive_file(person.membership.organisation, by=person.user, **(details | said))


def loaded(person, content=None, columns=(SEX,), **said):
    dataset = receive(person, content, **said)
    services.map_columns(dataset, columns=columns, by=person.user)
    return services.load(dataset, by=person.user)


def users(**counts):
    """A file with a row for each of so many people: users(Female=40, Male=60)."""
    people = counts or {"Female": 60, "Male": 40, "Prefer not to say": 10}
    lines = [f"{sex},secret {number}" for sex, count in people.items() for number in range(count)]
    return "\n".join(["Sex,Note", *lines]).encode()


def census(organisation, user, *, vintage="2021-03-21", **counts):
    """A population by sex of one area."""
    people = counts or {"Female": 520, "Male": 480}
    lines = [f"E1,Fairshire,{vintage},{sex},{count}" for sex, count in people.items()]
    content = "\n".join(["area_code,area_name,period,sex,value", *lines]).encode()
    return services.load_benchmark(
        organisation, content=content, name="census.csv", source="Census office", by=user
    )
