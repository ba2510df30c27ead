"""The front door of each app."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("dueregard.access.urls")),
    path("", include("dueregard.monitoring.urls")),
]

if settings.ADMIN:
    from django.contrib import admin

    urlpatterns.append(path("admin/", admin.site.urls))

handler403 = "dueregard.access.views.forbidden"
handler404 = "dueregard.access.views.not_found"
handler500 = "dueregard.access.views.server_error"
