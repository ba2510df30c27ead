from typing import Any

from django.core.management.base import BaseCommand

from dueregard.monitoring import services


class Command(BaseCommand):
    help = "Delete uploaded files of people 24 hours after they came. Safe to run twice; run it every hour."

    def handle(self, *_: Any, **options: Any) -> None:
        deleted = services.delete_expired()
        if options["verbosity"] > 0:
            self.stdout.write(f"Deleted {deleted} files.")
