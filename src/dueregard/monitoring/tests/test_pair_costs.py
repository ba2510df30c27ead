"""What each pair would cost is said before anything is loaded, and a small place can be put together with others."""

import pytest

from dueregard.audit.models import Event
from dueregard.monitoring import reports, services
from dueregard.monitoring.models import Dataset, State
from dueregard.monitoring.reports import pair_costs
from dueregard.monitoring.tests.factories import BRANCH, SEX, mapped
from equalities.refusals import Refused
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]

SIZES = {"North": (60, 50, 9), "South": (80, 70, 8), "East": (40, 45, 7), "Moor": (11, 9, 2)}
"""Women, men and no answer at each branch: that two did not answer at Moor is small only by branch."""
PAIR = [("sex", "place")]


def waiting(analyst, **sizes):
    rows = [
        f"{sex},{branch}"
        for branch, numbers in (sizes or SIZES).items()
        for sex, number in zip(("Female", "Male", ""), numbers, strict=True)
        for _ in range(number)
    ]
    return mapped(analyst, "\n".join(["Sex,Branch", *rows]).encode(), (SEX, BRANCH))


def url(dataset):
    return f"/monitoring/datasets/{dataset.pk}/load/"


def branches(dataset):
    return set(reports.tables(dataset)["place"].dimensions[0].codes)


def test_a_pair_names_what_it_hides_and_the_place_that_it_does_so_for(analyst):
    found = reports.costs(waiting(analyst), PAIR)
    (cost,) = found.pairs
    assert (cost.title, cost.hides, found.anyway) == ("Sex by Branch", ("Branch: East", "Branch: Moor"), ())
    assert cost.withheld > 2
    assert cost.joining == reports.Joining("Moor", ("East",), 2)
    assert found.joinings == [cost.joining]


def test_with_the_place_put_together_with_others_it_hides_nothing(analyst):
    (cost,) = reports.costs(waiting(analyst), PAIR, ["Moor"]).pairs
    assert (cost.hides, cost.joining) == ((), None)


def test_where_nobody_is_few_nothing_is_hidden_nor_joined(analyst):
    found = reports.costs(waiting(analyst, North=(60, 50, 9), South=(80, 70, 8)), PAIR)
    assert [(cost.withheld, cost.hides, cost.joining) for cost in found.pairs] == [(0, (), None)]


def test_what_is_withheld_without_any_pair_is_told_apart(analyst):
    found = reports.costs(waiting(analyst, North=(60, 50, 1), South=(80, 70, 1)), ())
    assert found.pairs == ()
    assert "Sex: Total" in found.anyway


@pytest.mark.parametrize("large", [False, True])
def test_what_would_take_long_is_not_tried(analyst, monkeypatch, large):
    monkeypatch.setattr(pair_costs, "MOST_TRIED", 10**6 if large else 1)
    monkeypatch.setattr("dueregard.monitoring.models.RawFile.is_large", large)
    with pytest.raises(Refused, match="too large to try" if large else "too many cells to try"):
        reports.costs(waiting(analyst), PAIR)


def test_the_page_says_it_and_loads_nothing(analyst):
    dataset = waiting(analyst)
    seen = page(analyst.post(url(dataset), pairs="sex place", keep_rows="on", **{"try": "1"}))
    (row,) = seen.table("What each pair would cost, if it is the only one")
    assert row["Counts by one column that it hides"] == "2"
    assert row["Which these are"] == "Branch: East; Branch: Moor"
    assert "Sex by Branch hides these mostly because of “Moor”, where few people are." in seen.main
    assert "With one line for it and East together: 2 counts fewer are hidden." in seen.main
    assert Dataset.objects.get().state is State.MAPPED
    assert not Event.objects.filter(kind="monitoring.places_joined").exists()


def test_what_is_chosen_there_is_loaded_so_and_made_again_so(analyst):
    dataset = waiting(analyst)
    analyst.post(url(dataset), pairs="sex place", join="Moor", keep_rows="on")
    dataset = Dataset.objects.get()
    assert branches(dataset) == {"North", "South", "small places together"}
    assert reports.tables(dataset)["place"].cell("small places together").value == 114
    assert Event.objects.get(kind="monitoring.places_joined").payload == '{"places": 1}'
    assert branches(services.make_again(dataset, by=analyst.user)) == branches(dataset)


def test_a_place_that_the_file_has_not_is_not_joined(analyst):
    dataset = waiting(analyst)
    analyst.post(url(dataset), join="Mars", keep_rows="on")
    assert Dataset.objects.get().joined == []


def test_other_columns_forget_which_places_were_joined(analyst):
    dataset = services.join_places(waiting(analyst), places=["Moor"], by=analyst.user)
    assert services.map_columns(dataset, columns=(SEX,), by=analyst.user).joined == []


def test_without_pairs_nothing_is_compared(analyst):
    seen = page(analyst.post(url(waiting(analyst)), **{"try": "1"}))
    assert "No pair is chosen: there is nothing to compare." in seen.main
