"""Posts, and who holds them."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.access.models import Holding, Organisation, Post, Unit, User
from dueregard.audit.services import Process, record


@transaction.atomic
def add_unit(organisation: Organisation, *, name: str, by: User | Process) -> Unit:
    unit = organisation.units.create(name=name)
    record("access.unit_added", by=by, organisation=organisation, target=unit, name=name)
    return unit


@transaction.atomic
def add_post(organisation: Organisation, *, title: str, by: User | Process, unit: Unit | None = None) -> Post:
    post = organisation.posts.create(title=title, unit=unit)
    record("access.post_added", by=by, organisation=organisation, target=post, title=title)
    return post


@transaction.atomic
def appoint(post: Post, *, user: User, starts_on: date, by: User | Process) -> Holding:
    """From `starts_on`, `user` holds the post; whoever held it until then holds it to the day before."""
    for holding in post.holdings.filter(ends_on=None):
        if holding.starts_on >= starts_on:
            raise ValidationError(
                _("%(name)s holds this post from %(date)s: choose a later first day.")
                % {"name": holding.user.name, "date": holding.starts_on.strftime("%-d %B %Y")}
            )
        holding.ends_on = starts_on - timedelta(days=1)
        holding.save()
    made = post.holdings.create(user=user, starts_on=starts_on)
    record(
        "access.post_filled",
        by=by,
        organisation=post.organisation,
        target=post,
        user=user.pk,
        starts_on=starts_on,
    )
    return made


@transaction.atomic
def vacate(holding: Holding, *, last_day: date, by: User) -> None:
    """The person holds the post to `last_day`, and nobody follows yet; one that was to begin later never begins."""
    payload = {"user": holding.user_id, "last_day": last_day}
    if holding.starts_on > last_day:
        holding.delete()
    else:
        holding.ends_on = last_day
        holding.save()
    record(
        "access.post_vacated", by=by, organisation=holding.post.organisation, target=holding.post, **payload
    )
