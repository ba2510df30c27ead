"""What the server has answered since it started, as Prometheus reads it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Answers:
    """Counts by page, method and status, and how long they took. One process answers, in several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str, int]] = Counter()
        self._buckets: Counter[float] = Counter()
        self._seconds = 0.0

    def add(self, page: str, method: str, status: int, seconds: float) -> None:
        with self._lock:
            self._counts[page, method, status] += 1
            self._seconds += seconds
            self._buckets.update(limit for limit in BUCKETS if seconds <= limit)

    def lines(self) -> Iterator[str]:
        with self._lock:
            counts, buckets, seconds = dict(self._counts), dict(self._buckets), self._seconds
        yield "# TYPE dueregard_answers_total counter"
        for (page, method, status), number in sorted(counts.items()):
            yield f'dueregard_answers_total{{page="{page}",method="{method}",status="{status}"}} {number}'
        total = sum(counts.values())
        yield "# TYPE dueregard_answer_seconds histogram"
        yield from (
            f'dueregard_answer_seconds_bucket{{le="{limit}"}} {buckets.get(limit, 0)}' for limit in BUCKETS
        )
        yield f'dueregard_answer_seconds_bucket{{le="+Inf"}} {total}'
        yield f"dueregard_answer_seconds_sum {seconds:.6f}"
        yield f"dueregard_answer_seconds_count {total}"


def gauges(found: Iterable[tuple[str, float]]) -> Iterator[str]:
    for name, value in found:
        yield f"# TYPE dueregard_{name} gauge"
        yield f"dueregard_{name} {value}"
