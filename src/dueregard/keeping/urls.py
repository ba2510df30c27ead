from django.urls import path

from dueregard.keeping import views

app_name = "keeping"
urlpatterns = [
    path("backups/", views.backups, name="backups"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
]
