"""Nightly: next due days that an update has answered move on. Safe to run twice."""

from typing import Any

from django.core.management.base import BaseCommand

from dueregard.plans import services


class Command(BaseCommand):
    help = "Move on the next due day of recurring actions that have been updated. Run it every night."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{services.move_due_days()} due days moved on")
