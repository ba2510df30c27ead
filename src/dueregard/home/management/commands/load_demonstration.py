"""Fill an empty database with the demonstration authority."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dueregard.access.models import Organisation
from dueregard.home.demonstration.loading import load_demonstration


class Command(BaseCommand):
    help = "Load the demonstration authority into an empty database."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if Organisation.objects.exists():
            raise CommandError(
                "There is an organisation already: the demonstration goes into an empty database."
            )
        load_demonstration()
