"""Organisations and the people in them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dueregard.access.permissions import Permission
from dueregard.access.roles import ROLES, Role

COLOUR = re.compile(r"^#[0-9a-fA-F]{6}\Z")
T = TypeVar("T", bound=models.Model)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> User:
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may do is in their memberships."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_active = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        return self.is_superuser


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def within(self, organisation: Organisation) -> Self:
        """This organisation and all under it."""
        return self.filter(path__startswith=organisation.path)


class StaffSurvey(models.TextChoices):
    """How often the staff are asked; the values are lengths of the duty staff_survey in equalities.timescales."""

    HALF_YEARLY = "P6M", _("twice a year")
    TWO_YEARLY = "P2Y", _("every two years")


class Organisation(models.Model):
    """A public authority, or a body under one. `path` holds the keys from the top down ("/1/4/")."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name in web addresses"), unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="bodies")
    path = models.CharField(max_length=200, default="", editable=False, db_index=True)
    colour = models.CharField(
        _("colour"),
        max_length=7,
        default="#1d3f72",
        validators=[RegexValidator(COLOUR, _("Enter a colour such as #1d3f72"))],
    )
    logo = models.BinaryField(null=True, blank=True, editable=True)
    contact_post = models.CharField(_("post to contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail address to contact"), blank=True)
    contact_phone = models.CharField(_("telephone number to contact"), max_length=50, blank=True)
    shows_names = models.BooleanField(_("officers' names may be published"), default=False)
    is_demonstration = models.BooleanField(default=False)
    is_live = models.BooleanField(_("facts about real people may be held"), default=False, editable=False)
    body = models.CharField(_("kind of body"), max_length=50, blank=True)
    headcount = models.PositiveIntegerField(_("number of employees"), null=True, blank=True)
    information_published_on = models.DateField(_("information last published on"), null=True, blank=True)
    objectives_published_on = models.DateField(_("objectives last published on"), null=True, blank=True)
    plan_reviewed_on = models.DateField(_("plan last reviewed on"), null=True, blank=True)
    staff_surveyed_on = models.DateField(_("staff last surveyed on"), null=True, blank=True)
    staff_survey_every = models.CharField(
        _("staff are surveyed"), max_length=10, blank=True, choices=StaffSurvey.choices
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(staff_survey_every__in=["", *StaffSurvey.values]), name="staff_survey_is_a_length"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def logo_url(self) -> str:
        return reverse("access:logo", args=[self.slug]) if self.logo else ""


class Confirmation(models.Model):
    """That somebody looked up what the data mark "to be confirmed" for a duty (its id in equalities.timescales), and
    the law is as they say. `confirmed_by` is who looked, such as the head of legal; one of us recorded it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="confirmations")
    duty = models.CharField(max_length=50)
    confirmed_by = models.CharField(_("who confirmed it"), max_length=200)
    confirmed_on = models.DateField(_("day it was confirmed"))
    recorded_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["duty"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "duty"], name="duty_confirmed_once"),
            models.CheckConstraint(condition=~Q(confirmed_by=""), name="duty_confirmed_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.duty}: {self.confirmed_by}"


class Readiness(models.Model):
    """What an authority answered before it held facts about real people. It covers all bodies under it."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="readiness")
    controller = models.TextField(_("Who answers for the data in law?"))
    assessment = models.TextField(_("Where is the data protection impact assessment?"))
    backups = models.TextField(_("Where do backups go, and who can open them?"))
    encryption = models.TextField(_("What encrypts each connection to this service?"))
    rows = models.TextField(_("Who may see rows about people?"))
    answered_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.controller


class WithinQuerySet(models.QuerySet[T]):
    """Rows that belong to an organisation."""

    def within(self, organisation: Organisation) -> Self:
        return self.filter(organisation__path__startswith=organisation.path)


class Unit(models.Model):
    """A directorate, service or team."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="units")
    name = models.CharField(_("name"), max_length=200)

    objects = WithinQuerySet["Unit"].as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="unit_name_once")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A job that leads work; people hold it from a date to a date."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="posts")
    title = models.CharField(_("title"), max_length=200)

    objects = WithinQuerySet["Post"].as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["organisation", "title"], name="post_title_once")]

    def __str__(self) -> str:
        return self.title


class HoldingQuerySet(models.QuerySet["Holding"]):
    def current(self, today: date) -> Self:
        return self.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gte=today))


class Holding(models.Model):
    """Who holds a post, from its first to its last day (null: still)."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="holdings")
    user = models.ForeignKey(User, models.PROTECT, related_name="holdings")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="holding_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.post}"


class Membership(models.Model):
    """A person's role in an organisation; it reaches all bodies under it. `follows_groups`: single sign-on gives and
    takes it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(
        _("role"), max_length=20, choices=[(role.value, ROLES[role].name) for role in Role]
    )
    remit = models.ManyToManyField(Unit, verbose_name=_("remit"), blank=True, related_name="scrutinised_by")
    is_active = models.BooleanField(default=True)
    follows_groups = models.BooleanField(default=False, editable=False)
    calendar_key = models.CharField(max_length=50, null=True, unique=True, editable=False)

    objects = WithinQuerySet["Membership"].as_manager()

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"

    def may(self, permission: Permission) -> bool:
        return self.is_active and permission in ROLES[Role(self.role)].permissions


class Draft(models.Model):
    """What somebody had typed on `page`, to be sent to `target`, when their session had ended. It rests encrypted, for
    a day at most, and is copied nowhere."""

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    page = models.CharField(max_length=4000)
    target = models.CharField(max_length=4000)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return self.page
