"""What is done every ten minutes while the service runs; safe to run twice."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from dueregard.access.services.drafts import forget_old
from dueregard.evidence import services as evidence
from dueregard.monitoring import services as monitoring
from dueregard.plans import services as plans
from dueregard.publications import services as publications


class Command(BaseCommand):
    help = (
        "Delete old uploads, move recurring actions on, forget how to reach people who were answered,"
        " and sessions that are over."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        deleted = monitoring.delete_expired(timezone.now())
        purged = monitoring.purge_due(timezone.localdate())
        files = plans.delete_originals() + evidence.delete_leftovers()
        moved = plans.move_due_days()
        forgotten = publications.forget_contacts()
        drafts = forget_old()
        call_command("clearsessions")
        if options["verbosity"] > 1:
            self.stdout.write(
                f"files deleted: {deleted + files}; datasets purged: {purged}; actions moved on: {moved}; "
                f"contacts forgotten: {forgotten}; drafts forgotten: {drafts}"
            )
