"""A gap that an enquiry can be opened about."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dueregard.monitoring.models import Benchmark, Dataset
from dueregard.monitoring.reports.results import VERDICTS, Result, period
from equalities.comparison import GroupShare, Verdict

BIG_ENOUGH = (Verdict.UNDER, Verdict.OVER)


@dataclass(frozen=True)
class Gap:
    """A group of users, and in one sentence what the protected figures say of it."""

    dataset: Dataset
    characteristic: str
    code: str
    group: str
    seen: str
    verdict: Verdict | None
    share: str
    population: str

    @property
    def label(self) -> str:
        """ "Indian: 7.4% of users, 4.3% of the population. More than expected"."""
        what = {"group": self.group, "share": self.share, "population": self.population}
        if self.verdict is None or not self.population:
            return _("%(group)s: %(share)s of users") % what
        what["verdict"] = str(VERDICTS[self.verdict][0])
        return _("%(group)s: %(share)s of users, %(population)s of the population. %(verdict)s") % what


def gaps(result: Result) -> list[Gap]:
    """Every group of a result whose share is shown; those with a gap first, too few before too many."""
    order = {Verdict.UNDER: 0, Verdict.OVER: 1}
    shown = [group for group in result.figures.groups if group.share is not None]
    ranked = sorted(shown, key=lambda group: order.get(group.verdict, 2) if group.verdict else 2)
    return [_gap(result, group) for group in ranked]


def _gap(result: Result, group: GroupShare) -> Gap:
    return Gap(
        result.dataset,
        result.characteristic,
        group.code,
        group.label,
        _seen(result, group),
        group.verdict,
        _percent(group.share),
        _percent(group.benchmark_share),
    )


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f}%"


def _seen(result: Result, group: GroupShare) -> str:
    what = {"service": result.dataset.service, "period": period(result.dataset)}
    what["share"] = f"{100 * (group.share or 0):.1f}%"
    if result.benchmark is None or group.benchmark_share is None or group.verdict is None:
        return _("%(share)s of users of %(service)s, %(period)s.") % what
    what["population"] = f"{100 * group.benchmark_share:.1f}%"
    what["whom"] = _whom(result.benchmark)
    what["verdict"] = str(VERDICTS[group.verdict][0])
    if group.expected_share is not None and result.adjusted.wording:
        what |= {
            "expected": f"{100 * group.expected_share:.1f}%",
            "what": str(result.adjusted.wording.marker),
        }
        words = _(
            "%(share)s of users of %(service)s, %(period)s; %(what)s: %(expected)s; %(population)s of the people of "
            "%(whom)s. %(verdict)s."
        )
    else:
        words = _(
            "%(share)s of users of %(service)s, %(period)s; %(population)s of the people of %(whom)s. %(verdict)s."
        )
    return words % what


def _whom(benchmark: Benchmark) -> str:
    return _("%(area)s, %(day)s") % {"area": benchmark.area_name, "day": benchmark.as_at}
