from django.apps import AppConfig


class RedactionsConfig(AppConfig):
    name = "dueregard.redactions"
