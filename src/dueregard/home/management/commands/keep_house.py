"""What is done every ten minutes while the service runs; safe to run twice."""

from typing import Any

from django.core.management.base import BaseCommand

from dueregard.plans import services as plans


class Command(BaseCommand):
    help = "Delete uploads that are over a day old, and move recurring actions on to their next day."

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = 0
        moved = plans.move_due_days()
        if options["verbosity"] > 1:
            self.stdout.write(f"uploads deleted: {deleted}; actions moved on: {moved}")
