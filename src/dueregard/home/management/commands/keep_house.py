"""What is done every ten minutes while the service runs; safe to run twice."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dueregard.monitoring import services as monitoring
from dueregard.plans import services as plans


class Command(BaseCommand):
    help = "Delete uploads that are over a day old, and move recurring actions on to their next day."

    def handle(self, *_args: Any, **options: Any) -> None:
        deleted = monitoring.delete_expired(timezone.now())
        moved = plans.move_due_days()
        if options["verbosity"] > 1:
            self.stdout.write(f"uploads deleted: {deleted}; actions moved on: {moved}")
