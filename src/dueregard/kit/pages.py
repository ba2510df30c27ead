"""A long list, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Page as DjangoPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

PER_PAGE = 50


@dataclass(frozen=True)
class ListPage:
    """One page of a list: its rows, where they stand among all, and the parameters of `govukPagination`."""

    rows: Sequence[Any]
    first: int  # counted from 1; 0 where the list is empty
    last: int
    total: int
    links: dict[str, Any]  # empty where all fits on one page


def paginate(
    queryset: QuerySet[Any] | Sequence[Any], request: HttpRequest, per_page: int = PER_PAGE
) -> ListPage:
    """The page named by `?page=`, in three queries. A page that is not there gives the nearest one that is."""
    page = Paginator(queryset, per_page).get_page(request.GET.get("page"))
    return ListPage(
        rows=_rows(queryset, page),
        first=page.start_index(),
        last=page.end_index(),
        total=page.paginator.count,
        links=pagination(page, request) if page.has_other_pages() else {},
    )


def _rows(queryset: QuerySet[Any] | Sequence[Any], page: DjangoPage[Any]) -> list[Any]:
    """Of a query the keys are put in order first and the rows of the page read afterwards: a database carries what it
    sorts, and a row is many times its key."""
    if not isinstance(queryset, QuerySet):
        return list(page.object_list)
    return list(queryset.filter(pk__in=list(_nearest(queryset, page).values_list("pk", flat=True))))


def _nearest(queryset: QuerySet[Any], page: DjangoPage[Any]) -> QuerySet[Any]:
    """The page, looked for from the end of the list that is nearer, for a database puts all before it in order. Only
    where keys settle the order: else rows that stand alike could come on two pages, or on none."""
    total, first, last = page.paginator.count, page.start_index() - 1, page.end_index()
    if first > total / 2 and queryset.query.order_by[-1:] in (("pk",), ("-pk",)):
        return queryset.reverse()[total - last : total - first]
    return cast(QuerySet[Any], page.object_list)


def pagination(page: DjangoPage[Any], request: HttpRequest) -> dict[str, Any]:
    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    links: dict[str, Any] = {
        "landmarkLabel": _("Pages of this list"),
        "items": [page_link(number, page.number, address) for number in around(page)],
    }
    if page.has_previous():
        links["previous"] = {"href": address(page.previous_page_number()), "text": _("Previous page")}
    if page.has_next():
        links["next"] = {"href": address(page.next_page_number()), "text": _("Next page")}
    return links


def around(page: DjangoPage[Any]) -> list[int | str]:
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


def page_link(number: int | str, current: int, address: Any) -> dict[str, Any]:
    if not isinstance(number, int):
        return {"ellipsis": True}
    label = _("Page %(number)s") % {"number": number}
    return {
        "number": number,
        "href": address(number),
        "visuallyHiddenText": label,
        "current": number == current,
    }
