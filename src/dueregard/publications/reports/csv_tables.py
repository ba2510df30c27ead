"""A report's tables as CSV files, with the signs that stand for figures that are not there."""

from django.utils.translation import gettext as _

from dueregard.monitoring.reports import VERDICTS
from dueregard.monitoring.reports.adjusting import Wording
from dueregard.publications.reports.crossed import PairSection
from dueregard.publications.reports.tables import TableSection
from equalities.comparison import GroupShare
from equalities.cubes import Dimension

WITHHELD = "[c]"
"""The Government Statistical Service's shorthand for confidential figures (gss_table_shorthand)."""
NOT_AVAILABLE = "[x]"
"""Its shorthand for figures that there are none of."""

Row = tuple[str, ...]


def csv_table(shown: TableSection | PairSection) -> tuple[Row, tuple[Row, ...]]:
    """The headings and rows of a table's file; of a pair, the rows of each group of the second question in turn."""
    headings = _headings(shown.adjusted.wording)
    if isinstance(shown, TableSection):
        return headings, _rows(shown, headings)
    parts = [*((part.among, part) for part in shown.parts), (_("Everybody"), shown.everybody)]
    rows = ((label, *row) for label, part in parts for row in _rows(part, headings))
    return (shown.titles[1], *headings), tuple(rows)


def _headings(wording: Wording | None) -> Row:
    adjusted = (_("%(share)s, per cent") % {"share": wording.share}, str(wording.index)) if wording else ()
    return (
        _("Group"),
        _("Part of"),
        _("People"),
        _("Share of those who answered, per cent"),
        _("Likely range from, per cent"),
        _("Likely range to, per cent"),
        _("Share of population, per cent"),
        _("Index, 1 is parity"),
        *adjusted,
        _("What may be said"),
        _("Note"),
    )


def _rows(shown: TableSection, headings: Row) -> tuple[Row, ...]:
    """Groups, then who did not answer, then everybody."""
    table, figures = shown.table, shown.figures
    is_adjusted = len(headings) > len(_headings(None))
    groups = [
        _group_row(group, table.dimensions[0], shown, is_adjusted=is_adjusted) for group in figures.groups
    ]
    base = [(_("All who answered"), figures.base)] if figures.missing else []
    counts = [*base, *((each.label, each.n) for each in figures.missing), (_("Everybody"), figures.total)]
    return (*groups, *(_count_row(label, n, len(headings) - 4) for label, n in counts))


def _group_row(group: GroupShare, dimension: Dimension, shown: TableSection, *, is_adjusted: bool) -> Row:
    is_withheld = group.n is None or shown.figures.base is None
    shares, of_all = (group.share, group.low, group.high), group.benchmark_share
    return (
        group.label,
        dimension.label(group.parent) if group.parent else "",
        _written(group.n),
        *(_figure(share and 100 * share, "{:.1f}", is_withheld=is_withheld) for share in shares),
        _figure(of_all and 100 * of_all, "{:.1f}", is_withheld=False),
        _figure(group.index, "{:.2f}", is_withheld=is_withheld),
        *(_adjusted(group, is_withheld=is_withheld) if is_adjusted else ()),
        str(VERDICTS[group.verdict][0]) if group.verdict else NOT_AVAILABLE,
        _note(group.n),
    )


def _adjusted(group: GroupShare, *, is_withheld: bool) -> tuple[str, str]:
    share = group.expected_share
    return (
        _figure(share and 100 * share, "{:.1f}", is_withheld=False),
        _figure(group.expected_index, "{:.2f}", is_withheld=is_withheld),
    )


def _count_row(label: str, n: int | None, figureless: int) -> Row:
    return (label, "", _written(n), *[NOT_AVAILABLE] * figureless, _note(n))


def _written(n: int | None) -> str:
    return WITHHELD if n is None else str(n)


def _figure(value: float | None, places: str, *, is_withheld: bool) -> str:
    if value is None:
        return WITHHELD if is_withheld else NOT_AVAILABLE
    return places.format(value)


def _note(n: int | None) -> str:
    return withheld_in_words() if n is None else ""


def withheld_in_words() -> str:
    return _("Withheld: this count, or another that it would give away, is small")
