"""The front door of each app."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("dueregard.home.urls")),
    path("", include("dueregard.access.urls")),
    path("", include("dueregard.evidence.urls")),
    path("", include("dueregard.redactions.urls")),
    path("", include("dueregard.plans.urls")),
    path("", include("dueregard.monitoring.urls")),
    path("", include("dueregard.publications.urls")),
    path("", include("dueregard.papers.urls")),
    path("", include("dueregard.ledger.urls")),
    path("", include("dueregard.keeping.urls")),
]

if settings.ADMIN:
    from django.contrib import admin

    urlpatterns.append(path("admin/", admin.site.urls))
