from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "dueregard.publications"
    default_auto_field = "django.db.models.BigAutoField"
