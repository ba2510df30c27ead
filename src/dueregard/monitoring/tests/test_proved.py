"""Tables that staff see are loaded only when another process has proved them."""

import pytest

from dueregard.audit.models import Event
from dueregard.monitoring import services
from dueregard.monitoring.models import Dataset, State
from dueregard.monitoring.tests.factories import mapped
from dueregard.releases import protecting
from equalities.refusals import Refused


def test_what_is_not_proved_is_refused_and_the_file_waits_on(analyst, monkeypatch):
    dataset = mapped(analyst)
    monkeypatch.setattr(protecting, "run_limited", lambda *_, **__: [{"table": "Sex"}])
    with pytest.raises(Refused, match="could not be proved safe, so nothing was changed"):
        services.load(dataset, by=analyst.user)
    assert Dataset.objects.get().state is State.MAPPED
    assert not Event.objects.filter(kind="monitoring.dataset_loaded").exists()
