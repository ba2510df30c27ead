"""The pages at the top of every page: words, URL name, and the permission they need."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dueregard.access.permissions import Permission

Entry = tuple[Promise, str, Permission | None]

NAVIGATION: list[Entry] = [
    (_("Plans"), "plans:plans", Permission.PLAN_READ),
    (_("Calendar"), "home:calendar", Permission.PLAN_READ),
    (_("My remit"), "plans:remit", Permission.REMIT_READ),
    (_("Monitoring"), "monitoring:datasets", Permission.DATASET_READ),
    (_("Publications"), "publications:publications", Permission.PUBLICATION_READ),
    (_("People"), "access:people", Permission.PEOPLE_MANAGE),
]

FOOTER: list[Entry] = [
    (_("Change your password"), "access:change-password", None),
]
