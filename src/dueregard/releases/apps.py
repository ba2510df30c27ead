from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "dueregard.releases"
    default_auto_field = "django.db.models.BigAutoField"
