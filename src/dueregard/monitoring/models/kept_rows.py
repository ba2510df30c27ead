"""The rows of a loaded dataset, of which tables can be made again without its file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import models

from dueregard.monitoring.models.datasets import Dataset
from dueregard.monitoring.models.encryption import Key, seal, unseal
from dueregard.monitoring.models.raw_files import plain


class KeptRows(models.Model):
    """Parquet with the mapped columns and nothing else, sealed; what tells people apart is in it as a keyed hash. It
    stands in the database, not beside it: a loading that is killed leaves all of it or nothing, and what is restored
    has the rows of its datasets."""

    dataset = models.OneToOneField(Dataset, models.CASCADE, related_name="kept_rows")
    number = models.PositiveBigIntegerField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.dataset}, {self.number}"

    def keep(self, parquet: bytes, number: int) -> None:
        """Set what is kept; the caller saves."""
        self.sealed, self.number = seal(parquet, Key.ROWS), number

    @contextmanager
    def readable(self) -> Iterator[Path]:
        """The path of the plain Parquet file, for one reading."""
        content = unseal(bytes(self.sealed), Key.ROWS)
        with plain([content], ".parquet", len(content)) as path:
            yield path
