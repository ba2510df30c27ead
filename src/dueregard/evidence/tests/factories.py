"""The least that is valid."""

import factory

from dueregard.access.tests.factories import OrganisationFactory, UserFactory
from dueregard.evidence.models import Document


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence("Report {}".format)
    link = "https://www.example.org/report"
    added_by = factory.SubFactory(UserFactory)
