"""What went out by other ways: what it says, about whom it counts, and what it gives away."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from dueregard.audit.models import Event
from dueregard.releases import services
from dueregard.releases.models import OutsideRelease
from dueregard.releases.reports import (
    GivenAway,
    PrintedTable,
    fit_together,
    given_away,
    outside_about,
    sheets_of,
)
from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, Status, protect
from equalities.disclosure.relations import segments
from equalities.disclosure.statements import UNKNOWN
from equalities.refusals import Refused

FAITH = Dimension("faith", ("a", "b", "c", "d"), labels={"a": "Faith A"})
PERIOD = "2024-04-01/2025-03-31"
SAID = {
    "title": "FOI 12/34",
    "paper": "request",
    "went_out_on": date(2025, 6, 2),
    "seen_at": "https://www.example.org/foi/1234",
    "service": "Libraries",
    "starts_on": date(2024, 4, 1),
    "ends_on": date(2025, 3, 31),
    "covers": "all",
}


def printed(*rows, dimensions=(FAITH,), measures=("count",), marks=("x",)):
    return PrintedTable(dimensions, measures, rows, marks)


def universe(council, extract=1, service="Libraries"):
    return {"organisation": str(council.pk), "population": service, "period": f"{PERIOD} ({extract})"}


def cube(council, counts=(60, 3, 9, 40), dimension=FAITH, **about):
    return Cube(dimension.name, (dimension,), np.array(counts), universe=universe(council, **about))


@pytest.fixture
def recorded(council, officer):
    def recorded(table, organisation=council, **said):
        return services.record_outside(organisation, table=table, by=officer.user, **(SAID | said))

    return recorded


def about(council, *cubes, published=()):
    people = {segment for cube in cubes for segment in segments(cube.universe)}
    return outside_about(council, cubes, published, people)


def test_each_cell_says_what_the_paper_prints():
    table = printed(("a", "1,060"), ("b", "<5"), ("c", "1-4"), ("d", "x"))
    sheet = sheets_of(table, "FOI 12/34", {})[0]
    assert (sheet.release, sheet.name) == ("FOI 12/34", "FOI 12/34")
    assert sheet.values.tolist() == [1060, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]
    assert (sheet.least[1], sheet.most[1], sheet.least[2], sheet.most[2]) == (0, 4, 1, 4)
    assert sheet.asked.tolist() == [False, True, True, True, False]  # not the total, which it leaves out


def test_a_share_of_everybody_is_an_interval():
    table = printed(("a", "", "53.6", "Total"), ("Total", "112", "", ""), measures=("count", "percent", "of"))
    sheet = sheets_of(table, "Committee", {})[0]
    assert (sheet.least[0], sheet.most[0], sheet.values[-1]) == (60, 60, 112)


def test_two_counts_of_one_group_are_refused():
    with pytest.raises(Refused, match="two counts"):
        sheets_of(printed(("a", "5"), ("a", "6")), "FOI", {})


def test_it_is_kept_as_it_was_read_and_audited(recorded, officer):
    table = printed(("a", "60"), ("Total", "112"))
    outside = recorded(table)
    kept = OutsideRelease.objects.get()
    assert PrintedTable.from_dict(kept.table_kept) == table
    event = Event.objects.get(kind="releases.outside_recorded")
    assert (event.by, event.target) == (
        f"access.User:{officer.user.pk}",
        f"releases.OutsideRelease:{outside.pk}",
    )


def test_it_is_never_changed_or_deleted(recorded):
    outside = recorded(printed(("a", "60")))
    with pytest.raises(TypeError, match="never changed"):
        outside.save()
    for deed in (outside.delete, OutsideRelease.objects.all().delete):
        with pytest.raises(TypeError, match="readers know it"):
            deed()


def test_it_cannot_have_gone_out_tomorrow(recorded):
    with pytest.raises(ValidationError, match="after today"):
        recorded(printed(("a", "60")), went_out_on=timezone.localdate() + timedelta(days=1))
    assert not OutsideRelease.objects.exists()


def test_a_period_ends_after_it_starts(recorded):
    with pytest.raises(IntegrityError, match="outside_ends_after_it_starts"):
        recorded(printed(("a", "60")), ends_on=date(2024, 3, 31))


def test_it_counts_for_every_extract_of_its_service_and_period(recorded, council):
    outside = recorded(printed(("a", "60")), service="LIBRARIES")
    assert list(about(council, cube(council))) == [outside.pk]
    assert list(about(council, cube(council, extract=7))) == [outside.pk]
    assert about(council, cube(council, service="Museums")) == {}
    other = replace(cube(council), universe=universe(council) | {"period": "2023-04-01/2024-03-31 (1)"})
    assert about(council, other) == {}


def test_nobody_elses_counts(recorded, stranger, council):
    place = stranger.membership.organisation
    recorded(printed(("a", "60")), organisation=place)
    assert about(council, cube(council)) == {}


def test_another_extract_is_left_out(recorded, council):
    recorded(printed(("a", "61")))
    assert about(council, cube(council)) == {}


def test_a_range_that_does_not_hold_the_count_is_another_extract_too(recorded, council):
    recorded(printed(("a", "<5")))
    assert about(council, cube(council)) == {}


def test_said_to_be_of_others_or_struck_out_it_counts_no_longer(recorded, council, officer):
    recorded(printed(("a", "60")), covers="others")
    struck = recorded(printed(("a", "60")))
    assert len(about(council, cube(council))) == 1
    services.strike_out(struck, reason="The wrong year", by=officer.user)
    assert about(council, cube(council)) == {}
    assert OutsideRelease.objects.get(pk=struck.pk).is_struck
    assert '"reason": "The wrong year"' in Event.objects.get(kind="releases.outside_struck_out").payload


@pytest.mark.parametrize("reason", ["", "  "])
def test_striking_out_takes_a_reason(recorded, officer, reason):
    with pytest.raises(ValidationError, match="Say why"):
        services.strike_out(recorded(printed(("a", "60"))), reason=reason, by=officer.user)


def test_nothing_is_struck_out_twice(recorded, officer):
    outside = recorded(printed(("a", "60")))
    services.strike_out(outside, reason="The wrong year", by=officer.user)
    with pytest.raises(ValidationError, match="already"):
        services.strike_out(outside, reason="Again", by=officer.user)


def test_it_takes_the_groups_of_our_own_tables_where_it_can(recorded, council):
    grouped = Dimension("faith", ("a", "b", "c", "d"), parents={"b": "few", "c": "few"}, total="All")
    recorded(printed(("a", "60"), ("Total", "112")))
    (sheet,) = about(council, cube(council, dimension=grouped)).popitem()[1]
    assert sheet.dimensions == (grouped,)
    assert sheet.values[-1] == 112


def test_other_codes_keep_a_list_of_their_own(recorded, council):
    other = Dimension("faith", ("one", "two"))
    recorded(printed(("one", "70"), ("Total", "112"), dimensions=(other,)))
    (sheet,) = about(council, cube(council, dimension=replace(FAITH, name="belief"))).popitem()[1]
    assert sheet.dimensions == (other,)


def test_another_list_for_the_same_question_counts_by_its_total(recorded, council):
    other = Dimension("faith", ("one", "two"), classification="another list")
    right = recorded(printed(("one", "70"), ("Total", "112"), dimensions=(other,)))
    recorded(printed(("one", "70"), ("Total", "113"), dimensions=(other,)))
    assert list(about(council, cube(council))) == [right.pk]


def test_of_two_papers_that_contradict_each_other_the_first_counts(recorded, council):
    ward = Dimension("place", ("North", "South"))
    first = recorded(printed(("North", "60"), ("Total", "112"), dimensions=(ward,)))
    recorded(printed(("North", "61"), dimensions=(ward,)))
    third = recorded(printed(("South", "52"), dimensions=(ward,)))
    assert list(about(council, cube(council))) == [first.pk, third.pk]


def test_whose_counts_are_not_at_hand_it_fits_with_what_was_published(recorded, council):
    known = protect([cube(council)], Policy(), name="Annual report", key=1)
    right = recorded(printed(("a", "60")))
    recorded(printed(("a", "61")))
    people = set(segments(universe(council)))
    assert list(outside_about(council, [], [known], people)) == [right.pk]


def test_the_next_release_withholds_what_the_paper_would_give_away(recorded, council):
    """b is small, and withheld with c. The paper prints c, and everybody: another group makes room instead."""
    counts = cube(council)
    alone = protect([counts], Policy(), name="r", key=1)
    hidden = [code for (code,), cell in alone.tables[0].cells.items() if cell.status is Status.WITHHELD]
    assert hidden == ["b", "c"]
    recorded(printed(("c", "9")))
    (outside,) = about(council, counts).values()
    beside = protect([counts], Policy(), outside=outside, name="r", key=1)
    assert beside.receipt.against == ("FOI 12/34, 2 June 2025",)
    cells = beside.tables[0].cells
    assert [code for (code,), cell in cells.items() if cell.status is Status.WITHHELD] == ["b", "d"]


def test_a_table_that_is_given_away_is_named(council):
    known = protect([cube(council)], Policy(), name="Annual report", key=1)
    outside = sheets_of(printed(("c", "9")), "FOI 12/34", universe(council))
    assert given_away([known], outside) == [GivenAway("Annual report", "faith")]
    harmless = sheets_of(printed(("a", "60"), ("b", "x")), "FOI 12/34", universe(council))
    assert given_away([known], harmless) == []


def test_what_a_paper_gives_away_by_itself_is_named():
    table = printed(("a", "60"), ("b", "x"), ("c", "9"), ("d", "40"), ("Total", "112"))
    assert given_away([], sheets_of(table, "FOI 12/34", {})) == [GivenAway("FOI 12/34", "FOI 12/34")]


def test_a_paper_that_adds_up_to_something_else_fits_nobody():
    assert fit_together(sheets_of(printed(("a", "60"), ("b", "<5"), ("Total", "112")), "FOI", {}))
    wrong = printed(("a", "60"), ("b", "3"), ("c", "9"), ("d", "40"), ("Total", "111"))
    assert not fit_together(sheets_of(wrong, "FOI", {}))


SILENT = Dimension("faith", ("a", "b", "refused"), parents={"refused": "unknown"}, missing=("refused",))


def test_a_line_for_who_gave_no_answer_is_ours_or_left_out():
    own = Dimension(
        "faith", ("a", "not_recorded"), parents={"not_recorded": "unknown"}, missing=("not_recorded",)
    )
    table = printed(("a", "60"), ("unknown", "9"), ("not_recorded", "9"), ("Total", "69"), dimensions=(own,))
    read = table.in_terms_of([SILENT])
    assert read.dimensions == (SILENT,)
    assert [row[0] for row in read.rows] == ["a", "unknown", "Total"]
    strange = printed(("z", "60"), dimensions=(replace(own, codes=("z", "not_recorded")),))
    assert strange.in_terms_of([SILENT]) == strange
