"""What is done to an organisation itself."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Confirmation, Membership, Organisation, Readiness, User
from dueregard.access.roles import Role
from dueregard.audit.services import Process, record

SETUP = Process("first start")


@transaction.atomic
def create_organisation(
    *, name: str, slug: str, by: User | Process, parent: Organisation | None = None, **fields: Any
) -> Organisation:
    is_live = parent is not None and parent.is_live
    organisation = Organisation.objects.create(name=name, slug=slug, parent=parent, is_live=is_live, **fields)
    organisation.path = f"{parent.path if parent else '/'}{organisation.pk}/"
    organisation.save()
    record("access.organisation_created", by=by, organisation=organisation, target=organisation, name=name)
    return organisation


@transaction.atomic
def create_first_organisation(*, organisation: str, slug: str, name: str, email: str, password: str) -> User:
    """The first organisation and its first officer; refused once there is one."""
    if Organisation.objects.exists():
        raise ValidationError(_("The first organisation has been made already: sign in instead."))
    made = create_organisation(name=organisation, slug=slug, by=SETUP)
    user = User.objects.create_user(email, password, name=name)
    Membership.objects.create(organisation=made, user=user, role=Role.OFFICER)
    record("access.person_invited", by=SETUP, organisation=made, target=user, role=Role.OFFICER)
    return user


@transaction.atomic
def update_details(organisation: Organisation, *, by: User, **details: Any) -> Organisation:
    changed = {key: value for key, value in details.items() if getattr(organisation, key) != value}
    for key, value in changed.items():
        setattr(organisation, key, value)
    organisation.save()
    names = sorted(changed)
    record("access.details_updated", by=by, organisation=organisation, target=organisation, changed=names)
    return organisation


@transaction.atomic
def confirm_duty(
    organisation: Organisation, *, duty: str, confirmed_by: str, confirmed_on: date, by: User
) -> Confirmation:
    """Keep who looked up what is to be confirmed for a duty; said again, it takes the place of the one before."""
    said = {"confirmed_by": confirmed_by, "confirmed_on": confirmed_on}
    kept = {**said, "recorded_by": by}
    made, _new = Confirmation.objects.update_or_create(organisation=organisation, duty=duty, defaults=kept)
    record("access.duty_confirmed", by=by, organisation=organisation, target=made, duty=duty, **said)
    return made


@transaction.atomic
def take_back_confirmation(confirmation: Confirmation, *, by: User) -> None:
    organisation, duty = confirmation.organisation, confirmation.duty
    record("access.confirmation_taken_back", by=by, organisation=organisation, target=confirmation, duty=duty)
    confirmation.delete()


@transaction.atomic
def allow_live_data(organisation: Organisation, *, by: User, **answers: str) -> Readiness:
    """From now on the organisation and all under it may hold facts about real people. Asked again, the new answers take
    the place of the old, which stay in the log."""
    check_may_go_live(organisation)
    kept = {**answers, "answered_by": by, "answered_at": timezone.now()}
    made, _created = Readiness.objects.update_or_create(organisation=organisation, defaults=kept)
    Organisation.objects.within(organisation).update(is_live=True)
    organisation.is_live = True
    record("access.live_data_allowed", by=by, organisation=organisation, target=organisation, **answers)
    return made


def check_may_go_live(organisation: Organisation) -> None:
    if organisation.is_demonstration:
        raise ValidationError(
            _("This organisation is made up, and stays so: start with DEMO=0 and a data folder of its own.")
        )
    if organisation.parent_id:
        raise ValidationError(_("The body above this one answers for all under it."))
