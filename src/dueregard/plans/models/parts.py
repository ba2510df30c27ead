"""What hangs on an objective or an action: who leads it, how success is measured, and what it serves."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Post
from dueregard.plans.models import words

ONE_OWNER = Q(action__isnull=False, objective=None) | Q(action=None, objective__isnull=False)


class Lead(models.Model):
    """Who leads, as written; `post` where a post of that title is known."""

    action = models.ForeignKey("plans.Action", models.CASCADE, null=True, related_name="leads")
    objective = models.ForeignKey("plans.Objective", models.CASCADE, null=True, related_name="leads")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="leads")
    text = models.CharField(_("lead"), max_length=500)
    is_placeholder = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=ONE_OWNER, name="lead_of_one_entry"),
            models.CheckConstraint(condition=~Q(text=""), name="lead_not_blank"),
        ]
        indexes = [models.Index(fields=["action", "is_placeholder", "text"], name="lead_of_action")]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def written(cls, text: str, **owner: Any) -> Lead:
        return cls(text=text[:500], is_placeholder=words.is_placeholder(text), **owner)


class Measure(models.Model):
    """How success is measured, as written. One of neither an action nor an objective is the plan's own."""

    plan = models.ForeignKey("plans.Plan", models.CASCADE, related_name="measures")
    action = models.ForeignKey("plans.Action", models.CASCADE, null=True, related_name="measures")
    objective = models.ForeignKey("plans.Objective", models.CASCADE, null=True, related_name="measures")
    text = models.TextField(_("measure"))
    is_placeholder = models.BooleanField(default=False)
    is_open = models.BooleanField(_("to be determined"), default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(action=None) | Q(objective=None), name="measure_of_one_entry"),
            models.CheckConstraint(condition=~Q(text=""), name="measure_not_blank"),
            models.CheckConstraint(
                condition=Q(is_open=False) | Q(is_placeholder=True), name="measure_open_is_placeholder"
            ),
        ]
        indexes = [models.Index(fields=["action", "is_placeholder", "is_open"], name="measure_of_action")]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def written(cls, text: str, **owner: Any) -> Measure:
        opens = words.is_open(text)
        return cls(text=text, is_open=opens, is_placeholder=words.is_placeholder(text), **owner)


class Label(models.Model):
    """An aim of the duty or a characteristic that an action serves: a known code, or the value as written
    ("All", "n/a", "To be mapped")."""

    class Kind(models.TextChoices):
        AIM = "aim", _("Aim of the duty")
        CHARACTERISTIC = "characteristic", _("Characteristic")

    action = models.ForeignKey("plans.Action", models.CASCADE, related_name="labels")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    value = models.CharField(max_length=200)

    class Meta:
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(fields=["action", "kind", "value"], name="label_once"),
            models.CheckConstraint(condition=Q(kind__in=["aim", "characteristic"]), name="label_kind_known"),
            models.CheckConstraint(condition=~Q(value=""), name="label_not_blank"),
        ]
        indexes = [models.Index(fields=["kind", "value"])]

    def __str__(self) -> str:
        return str(AIMS.get(self.value, self.value)) if self.kind == self.Kind.AIM else self.value


# Equality Act 2010, section 149(1)(a) to (c), by the codes of equalities.documents.
AIMS = {
    "a_eliminate": _("Eliminate discrimination, harassment and victimisation"),
    "b_advance": _("Advance equality of opportunity"),
    "c_foster": _("Foster good relations"),
}
# Equality Act 2010, section 4.
CHARACTERISTICS = {
    "Age": _("Age"),
    "Disability": _("Disability"),
    "Gender reassignment": _("Gender reassignment"),
    "Marriage and civil partnership": _("Marriage and civil partnership"),
    "Pregnancy and maternity": _("Pregnancy and maternity"),
    "Race": _("Race"),
    "Religion or belief": _("Religion or belief"),
    "Sex": _("Sex"),
    "Sexual orientation": _("Sexual orientation"),
}
