"""Copies of the service: made, restored, tried; taken away as plain files, and brought in again."""

from dueregard.keeping.services.backups import back_up, record_backup
from dueregard.keeping.services.drills import drill
from dueregard.keeping.services.exports import export_all
from dueregard.keeping.services.imports import import_all
from dueregard.keeping.services.restoring import restore

__all__ = ["back_up", "drill", "export_all", "import_all", "record_backup", "restore"]
