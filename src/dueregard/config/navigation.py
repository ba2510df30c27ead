"""The pages at the top of every page: words, URL name, and the permission they need."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dueregard.access.permissions import Permission

NAVIGATION: list[tuple[Promise, str, Permission | None]] = [
    (_("Monitoring"), "monitoring:datasets", Permission.DATASET_READ),
    (_("People"), "access:people", Permission.PEOPLE_MANAGE),
]
