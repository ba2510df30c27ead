"""Loading beside the pages: asked for, done by a process of its own, and taken back."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from threading import Thread
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dueregard.access.models import User
from dueregard.audit.services import record
from dueregard.monitoring import reports
from dueregard.monitoring.models import Dataset, Loading
from dueregard.monitoring.models.loadings import Cancelled
from dueregard.monitoring.services.files import lock
from dueregard.monitoring.services.loading import load, make_again
from equalities.refusals import Refused

PATIENCE = 3.0  # seconds for which a page waits before it says that it takes longer
GLANCE = 0.1


def begin_loading(
    dataset: Dataset, *, by: User, together: Sequence[tuple[str, str]] = (), keep_rows: bool = True
) -> Loading:
    """Have a mapped file loaded, or the tables of a loaded dataset made again, by a process of its own, and
    wait for it for a few seconds. Refused where the dataset is being loaded already, or cannot be."""
    return _begun(_ask(dataset, by=by, together=[list(pair) for pair in together], keep_rows=keep_rows))


def begin_reading(dataset: Dataset, *, by: User) -> Loading:
    """Have a large file read for the page that checks it, as it is mapped now; as `begin_loading`."""
    return _begun(_ask(dataset, by=by, only_reads=True))


def _begun(loading: Loading) -> Loading:
    start(loading.pk)
    return _waited_for(loading)


@transaction.atomic
def _ask(dataset: Dataset, *, by: User, **what: Any) -> Loading:
    lock(dataset.organisation)
    if Loading.objects.under_way().filter(dataset=dataset, only_reads=False).exists():
        raise Refused(_("This dataset is being loaded already."))
    Loading.objects.filter(dataset=dataset).delete()
    now = timezone.now()
    loading = Loading(dataset=dataset, **what)
    loading.asked_by, loading.asked_at, loading.seen_at = by, now, now
    loading.save()
    return loading


def start(pk: int) -> None:
    """A process that outlives the request, and the server where that is stopped by itself."""
    child = subprocess.Popen(  # noqa: S603 - a command of our own
        [sys.executable, "-m", "dueregard", "manage", "load_dataset", str(pk), "--language", get_language()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    Thread(target=child.wait, daemon=True).start()  # else it stays in the list of processes


def _waited_for(loading: Loading) -> Loading:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not loading.is_over:
        time.sleep(GLANCE)
        loading.refresh_from_db()
    if loading.refusal:
        raise Refused(loading.refusal)
    return loading


def carry_out(loading: Loading) -> None:
    """What the process does: the work, and the sentence that says why it cannot be done. Raises Cancelled."""
    dataset, together = loading.dataset, [(first, second) for first, second in loading.together]
    try:
        if loading.only_reads:
            loading.tells(step=Loading.Step.LOOK)
            reports.keep_reading(dataset)
            loading.tells(step=Loading.Step.READ)
        elif dataset.loaded_at:
            make_again(dataset, together=together, by=loading.asked_by, loading=loading)
        else:
            load(
                dataset,
                together=together,
                keep_rows=loading.keep_rows,
                by=loading.asked_by,
                loading=loading,
            )
    except Refused as refused:
        loading.tells(refusal=str(refused))
    except ValidationError as error:
        loading.tells(refusal=" ".join(error.messages))
    except Cancelled:
        raise
    except Exception:
        loading.tells(refusal=_("Something went wrong that nobody foresaw. Nothing was kept: try again."))
        raise


@transaction.atomic
def cancel_loading(dataset: Dataset, *, by: User) -> None:
    """Nothing of it is kept, however far it is. Refused where all of it is kept already."""
    loading = Loading.objects.select_for_update().filter(dataset=dataset).first()
    if loading is None or loading.made:
        raise Refused(_("It was loaded before it could be stopped."))
    loading.delete()
    record("monitoring.loading_cancelled", by=by, organisation=dataset.organisation, target=dataset)
