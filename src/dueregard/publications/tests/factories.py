"""The least that is valid."""

from datetime import date

import factory

from dueregard.access.tests.factories import OrganisationFactory
from dueregard.publications import reports, services
from dueregard.publications.models import FormatRequest

PERIOD = {"starts_on": date(2024, 4, 1), "ends_on": date(2025, 3, 31)}


class FormatRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FormatRequest

    organisation = factory.SubFactory(OrganisationFactory)
    format = "large_print"
    what = "The whole report"
    contact = "07700 900 000"


def prepared(person, **details):
    """A draft, prepared as the page would."""
    said = {"title": "Annual equality report", **PERIOD} | details
    return services.prepare(person.membership.organisation, by=person.user, **said)


def published(preparer, publisher, **details):
    return publish(prepared(preparer, **details), by=publisher.user)


def publish(version, *, by):
    """As somebody does who has read its words."""
    return services.publish(version, by=by, words_read=reports.digest(reports.free_texts(version)))


def ticked(version):
    """What the page sends when they have."""
    return {"words_read": reports.digest(reports.free_texts(version)), "is_read": "on"}


FIRST_YEAR = {
    "White British": 500, "White Irish": 3, "White Roma": 40, "Indian": 90, "Pakistani": 60, "Chinese": 30,
}  # fmt: skip
SECOND_YEAR = {
    "White British": 520, "White Irish": 9, "White Roma": 44, "Indian": 2, "Pakistani": 66, "Chinese": 21,
}  # fmt: skip


def ethnic_groups(people):
    """The file of so many people of each group."""
    lines = [name for name, count in people.items() for _ in range(count)]
    return "\n".join(["Ethnic group", *lines]).encode()
