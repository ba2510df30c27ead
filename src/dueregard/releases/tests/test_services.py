from datetime import date

import pytest
from django.core.exceptions import ValidationError

from dueregard.access.tests.factories import OrganisationFactory
from dueregard.audit.models import Event
from dueregard.releases import services
from dueregard.releases.models import DisclosurePolicy
from equalities.disclosure import Policy

DAY = date(2026, 4, 1)


def adopt(organisation, officer, starts_on=DAY, signed_off_by="Head of Governance"):
    return services.adopt_policy(
        organisation, preset="under5", signed_off_by=signed_off_by, starts_on=starts_on, by=officer.user
    )


def test_without_a_policy_the_librarys_default_holds_and_nobody_signed(council):
    assert services.policy_of(council) == Policy()
    assert services.policy_of(council).signed_off_by == ""


def test_an_adopted_policy_holds_from_its_first_day_and_is_audited(council, officer):
    adopted = adopt(council, officer)
    assert services.policy_of(council, date(2026, 3, 31)).signed_off_by == ""
    assert services.policy_of(council, DAY).signed_off_by == "Head of Governance"
    event = Event.objects.get(kind="releases.policy_adopted")
    assert event.target == f"releases.DisclosurePolicy:{adopted.pk}"
    assert '"preset": "under5"' in event.payload


def test_the_newest_policy_counts(council, officer):
    adopt(council, officer)
    adopt(council, officer, signed_off_by="Monitoring Officer")
    assert services.policy_of(council, DAY).signed_off_by == "Monitoring Officer"


def test_a_body_follows_the_nearest_policy_above_it(council, officer):
    school = OrganisationFactory(parent=council)
    adopt(council, officer)
    assert services.policy_of(school, DAY).signed_off_by == "Head of Governance"
    adopt(school, officer, signed_off_by="Head Teacher")
    assert services.policy_of(school, DAY).signed_off_by == "Head Teacher"
    assert services.policy_of(council, DAY).signed_off_by == "Head of Governance"


def test_another_organisations_policy_does_not_count(council, officer, stranger):
    adopt(stranger.membership.organisation, stranger, signed_off_by="Elsewhere's Director")
    assert services.policy_of(council, DAY) == Policy()


def test_an_unknown_preset_is_refused(council, officer):
    with pytest.raises(ValidationError, match="Choose one of these policies: under5"):
        services.adopt_policy(council, preset="none", signed_off_by="X", starts_on=DAY, by=officer.user)
    assert not DisclosurePolicy.objects.exists()


def test_a_policy_is_named_by_its_preset_and_first_day(council, officer):
    assert str(adopt(council, officer)) == "under5 from 1 April 2026"
