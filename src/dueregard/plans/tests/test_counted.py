"""What is kept of each organisation is what would be counted now, whoever wrote what, in whichever process."""

from random import Random
from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import transaction

from dueregard.access import counting
from dueregard.access.tests.factories import MembershipFactory, OrganisationFactory, UnitFactory, UserFactory
from dueregard.plans import reports, services
from dueregard.plans.models import Action, Deed, Plan
from dueregard.plans.tests.factories import TODAY, days
from dueregard.redactions import services as redactions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("processes")]
STATUSES = ("On target", "Behind", "Done", "Waiting for the survey")
LEADS = ("Head of Housing", "Head of Parks", "TBC")
DATES = ("31 March 2013", "Every quarter from April 2013", "By 31 March 2040", "")


@pytest.fixture
def processes(settings):
    """Two that keep counts, each its own, and one that keeps none."""
    from dueregard.config.settings import CACHES

    kept = {name: CACHES["counts"] | {"LOCATION": name} for name in ("first", "second")}
    settings.CACHES = settings.CACHES | kept
    for name in kept:
        caches[name].clear()
    yield
    for name in kept:
        caches[name].clear()


@pytest.fixture
def region():
    """Two bodies under one, a plan each."""
    top, by = OrganisationFactory(name="Region"), UserFactory()
    for body in (top, *(OrganisationFactory(name=name, parent=top) for name in ("North", "South"))):
        UnitFactory(organisation=body, name=f"Housing of {body.name}")
        plan = services.add_plan(body, by=by, title=f"Plan of {body.name}")
        for number, lead in enumerate(LEADS):
            services.add_action(
                plan, by=by, text=f"Action {number} of {body.name}", leads=[lead], timescale=DATES[number]
            )
    return top


class Officer:
    """Does deeds at random, within an organisation."""

    def __init__(self, organisation, random):
        self.membership = MembershipFactory(role="officer", organisation=organisation)
        self.user, self.second = self.membership.user, UserFactory()
        self.organisation, self.random = organisation, random

    def act(self):
        deed = self.random.choice(DEEDS)
        try:
            with transaction.atomic():
                deed(self)
                if self.random.random() < 0.2:
                    seen(self.membership, "first")  # as it never came to be
                    raise ValidationError("taken back")
        except ValidationError:
            pass  # what cannot be done changes nothing
        return deed.__name__

    def any_of(self, rows):
        found = list(rows)
        if not found:
            raise ValidationError("there is none")
        return self.random.choice(found)

    @property
    def actions(self):
        return Action.objects.within(self.organisation)

    def update(self):
        action = self.any_of(self.actions)
        status = self.random.choice(STATUSES)
        services.record_update(
            action, by=self.user, version=action.version, status=status, note="Done", on=TODAY
        )

    def add(self):
        plan = self.any_of(Plan.objects.within(self.organisation))
        dates = self.random.choice(DATES)
        services.add_action(plan, by=self.user, text="Another", leads=[LEADS[0]], timescale=dates)

    def reword(self):
        action = self.any_of(self.actions)
        said = {"leads": [self.random.choice(LEADS)], "measures": ["Number of people"], "aims": ["c_foster"]}
        services.reword(action, by=self.user, version=action.version, **said)

    def redate(self):
        action = self.any_of(self.actions)
        dates = self.random.choice(DATES)
        services.redate(action, by=self.user, version=action.version, timescale=dates, reason="Later")

    def close(self):
        action = self.any_of(self.actions)
        services.close(action, by=self.user, version=action.version, closed_on=days(-1), reason="Done")

    def reopen(self):
        action = self.any_of(self.actions)
        services.reopen(action, by=self.user, version=action.version, reason="Not done")

    def change_many(self):
        unit = self.any_of(self.organisation.units.all())
        change = reports.ManyChange(leads=["Everybody"], unit=unit, status=self.random.choice(STATUSES))
        services.change_many(self.organisation, self.actions, change, by=self.user, on=TODAY)

    def merge(self):
        stays, goes = self.any_of(self.actions), self.any_of(self.actions)
        services.merge(
            stays, goes, by=self.user, version=stays.version, text="Both", adds_up=True, reason="Same"
        )

    def split(self):
        action = self.any_of(self.actions)
        services.split(action, by=self.user, version=action.version, text="One", new=["Two"])

    def undo(self):
        services.undo_deed(self.any_of(Deed.objects.within(self.organisation)), by=self.user)

    def move_due_days(self):
        services.move_due_days()

    def redact(self):
        words = self.random.choice(["Housing", "Parks", "survey"])
        asked = redactions.ask(self.organisation, words=words, reason="Asked for", by=self.user)
        redactions.confirm(asked, by=self.second)


DEEDS = [
    *(Officer.update, Officer.add, Officer.reword, Officer.redate, Officer.close, Officer.reopen),
    *(Officer.change_many, Officer.merge, Officer.split, Officer.undo, Officer.move_due_days, Officer.redact),
]


def seen(membership, process):
    """All that is kept, as somebody sees it who is answered by that process."""
    with patch.object(counting, "caches", {"counts": caches[process]}):
        plan = Plan.objects.filter(organisation=membership.organisation).get()
        return (
            reports.home_counts(membership, TODAY),
            reports.remit(membership, TODAY),
            reports.choices(membership.organisation),
            reports.choices(membership.organisation, plan),
        )


@pytest.mark.slow_test
@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_is_what_would_be_counted(region, seed):
    random = Random(seed)
    organisations = [region, *region.bodies.order_by("name")]
    officers = [Officer(organisation, random) for organisation in organisations]
    for _number in range(10):
        deed, reader = random.choice(officers).act(), random.choice(officers).membership
        for process in random.sample(["first", "second"], 2):
            assert seen(reader, process) == seen(reader, "counts"), deed


def test_each_deed_can_be_done(region):
    officer = Officer(region, Random(1))
    officer.update()
    for deed in (Officer.close, Officer.reopen, Officer.merge):
        for _time in range(50):
            try:
                with transaction.atomic():
                    deed(officer)
                break
            except ValidationError:
                continue
        else:
            pytest.fail(f"{deed.__name__} was never possible")
