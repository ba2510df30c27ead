"""The links at the top and at the foot of every page."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dueregard.access.permissions import Permission


class Entry(NamedTuple):
    """Words, URL name, the permission the page needs, whether its address names the organisation, and the URL
    namespaces whose pages belong under it."""

    text: Promise
    name: str
    permission: Permission | None = None
    of_organisation: bool = False
    covers: tuple[str, ...] = ()


NAVIGATION = [
    Entry(_("Plans"), "plans:plans", Permission.PLAN_READ, covers=("plans",)),
    Entry(_("Calendar"), "home:calendar", Permission.PLAN_READ),
    Entry(_("My remit"), "plans:remit", Permission.REMIT_READ),
    Entry(_("Monitoring"), "monitoring:datasets", Permission.DATASET_READ),
    Entry(_("Papers"), "papers:papers", Permission.PLAN_READ),
    Entry(
        _("Publications"),
        "publications:publications",
        Permission.PUBLICATION_READ,
        covers=("publications", "ledger", "evidence"),
    ),
    Entry(_("People"), "access:people", Permission.PEOPLE_MANAGE),
]

FOOTER = [
    Entry(_("Log"), "access:log", Permission.AUDIT_READ),
    Entry(_("Words removed for good"), "redactions:redactions", Permission.REDACTION_MAKE),
    Entry(_("Who may do what"), "access:roles"),
    Entry(_("Your security"), "access:second-factors"),
    Entry(_("Change your password"), "access:change-password"),
    Entry(_("Backups"), "keeping:backups", Permission.AUDIT_READ),
    Entry(_("Accessibility statement"), "publications:accessibility", of_organisation=True),
    Entry(_("Privacy notice"), "publications:privacy", of_organisation=True),
]
