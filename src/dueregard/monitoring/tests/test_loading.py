"""A loading that goes on beside the pages: how far it is, taking it back, and what happens meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dueregard.audit.models import Event
from dueregard.monitoring import reports, services
from dueregard.monitoring.models import Dataset, KeptRows, Loading, RawFile, State
from dueregard.monitoring.models.loadings import Cancelled
from dueregard.monitoring.reports import counting
from dueregard.monitoring.services import background, loading
from dueregard.monitoring.tests.factories import BRANCH, SEX, branch_users, mapped
from equalities.refusals import Refused
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow(monkeypatch):
    """Nothing is done before the test does it."""
    monkeypatch.setattr(background, "start", lambda _pk: None)
    monkeypatch.setattr(background, "PATIENCE", 0)


@pytest.fixture
def dataset(analyst):
    return mapped(analyst, branch_users(), (SEX, BRANCH), reference="Card")


def url(dataset, what="loading"):
    return f"/monitoring/datasets/{dataset.pk}/{what}/"


def asked(dataset, analyst):
    return services.begin_loading(dataset, by=analyst.user, together=[("sex", "place")])


def meanwhile(monkeypatch, do):
    """Has something happen after the tables are protected and before they are kept."""
    protected = loading.set_tables

    def protect(*rest):
        protected(*rest)
        do()

    monkeypatch.setattr(loading, "set_tables", protect)


@pytest.mark.usefixtures("slow")
def test_the_page_says_how_far_it_is_and_looks_again(analyst, dataset):
    response = analyst.client.post(url(dataset, "load"), {"pairs": ["sex place"], "keep_rows": "on"})
    assert response.url == url(dataset)
    response = analyst.get(response.url)
    seen = page(response)
    assert (seen.h1, response["Refresh"]) == ("The dataset is being loaded", "5")
    assert "It waits for its turn, one dataset at a time." in seen.main
    Loading.objects.get().tells(step=Loading.Step.PROTECT)
    assert "Step 2 of 3: the tables are protected." in page(analyst.get(url(dataset))).main
    assert "see how far it is" in page(analyst.get(f"/monitoring/datasets/{dataset.pk}/")).main
    stays = analyst.get(url(dataset), stay=1)
    assert "Refresh" not in stays
    assert page(stays).links["Look whether it is loaded"] == f"{url(dataset)}?stay=1"


@pytest.mark.usefixtures("slow")
def test_what_was_asked_for_is_done_and_the_page_says_so(analyst, dataset):
    services.carry_out(asked(dataset, analyst))
    dataset.refresh_from_db()
    assert (dataset.state, dataset.pairs, dataset.kept_rows.number) == (
        State.LOADED,
        (("sex", "place"),),
        250,
    )
    response = analyst.get(url(dataset))
    assert page(response).h1 == "The dataset is loaded"
    assert page(response).links["Look at them"] == f"/monitoring/datasets/{dataset.pk}/"
    assert "Refresh" not in response


@pytest.mark.usefixtures("slow")
def test_tables_are_made_again_on_the_same_road(analyst, dataset):
    first = services.load(dataset, by=analyst.user)
    response = analyst.client.post(url(first, "make-again"), {"pairs": ["sex place"]})
    assert response.url == url(first)
    services.carry_out(Loading.objects.get())
    made = Loading.objects.get().made
    assert (made.pairs, Dataset.objects.loaded().get()) == ((("sex", "place"),), made)
    assert page(analyst.get(url(first))).links["Look at them"] == f"/monitoring/datasets/{made.pk}/"


@pytest.mark.usefixtures("slow")
def test_why_it_cannot_be_loaded_is_said_where_it_can_be_mended(analyst, dataset, monkeypatch):
    monkeypatch.setattr(counting, "MOST_CELLS", 1)
    services.carry_out(asked(dataset, analyst))
    seen = page(analyst.get(url(dataset)))
    assert seen.h1 == "It could not be loaded"
    assert "too many cells" in seen.main
    assert seen.links["Change what was asked for"] == url(dataset, "check")
    monkeypatch.undo()
    asked(dataset, analyst)  # and it can be asked for again
    assert not Loading.objects.get().is_over


@pytest.mark.usefixtures("slow")
def test_what_nobody_foresaw_is_said_too(analyst, dataset, monkeypatch):
    monkeypatch.setattr(reports, "counted", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.carry_out(asked(dataset, analyst))
    assert Loading.objects.get().refusal.startswith("Something went wrong that nobody foresaw.")


def test_a_refusal_that_comes_at_once_stands_on_the_page_that_asked(analyst, dataset, monkeypatch):
    monkeypatch.setattr(counting, "MOST_CELLS", 1)
    with pytest.raises(Refused, match="too many cells"):
        asked(dataset, analyst)


@pytest.mark.usefixtures("slow")
def test_one_dataset_is_loaded_once_at_a_time(analyst, dataset):
    first = asked(dataset, analyst)
    with pytest.raises(Refused, match="is being loaded already"):
        asked(dataset, analyst)
    Loading.objects.update(seen_at=timezone.now() - timedelta(seconds=61))  # it was killed
    asked(dataset, analyst)
    with pytest.raises(Cancelled):
        services.carry_out(first)  # or had only slept, and keeps nothing now
    assert not Dataset.objects.loaded().exists()


@pytest.mark.usefixtures("slow")
def test_a_loading_that_was_killed_is_told_as_broken_off(analyst, dataset):
    asked(dataset, analyst)
    Loading.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    response = analyst.get(url(dataset))
    assert page(response).h1 == "Loading was broken off"
    assert (
        "Loading it broke off, and nothing of it is kept"
        in page(analyst.get(f"/monitoring/datasets/{dataset.pk}/")).main
    )
    assert page(response).links["Begin again"] == url(dataset, "check")
    assert "Refresh" not in response
    services.delete_expired(timezone.now() + timedelta(hours=25))
    assert not Loading.objects.exists()


@pytest.mark.usefixtures("slow")
def test_it_can_be_stopped_at_any_moment_and_leaves_nothing(analyst, dataset, monkeypatch):
    found = asked(dataset, analyst)
    meanwhile(monkeypatch, lambda: analyst.client.post(url(dataset, "loading/cancel")))
    with pytest.raises(Cancelled):
        services.carry_out(found)
    assert not found.is_wanted()
    assert (Dataset.objects.get().state, KeptRows.objects.count(), RawFile.objects.count()) == (
        State.MAPPED,
        0,
        1,
    )
    assert Event.objects.filter(kind="monitoring.loading_cancelled").count() == 1


@pytest.mark.usefixtures("slow")
def test_tables_that_are_made_again_can_be_stopped_too(analyst, dataset, monkeypatch):
    first = services.load(dataset, by=analyst.user)
    found = asked(first, analyst)
    meanwhile(monkeypatch, lambda: services.cancel_loading(first, by=analyst.user))
    with pytest.raises(Cancelled):
        services.carry_out(found)
    assert list(Dataset.objects.all()) == [first]
    assert KeptRows.objects.get().dataset == first


def test_what_is_loaded_cannot_be_stopped(analyst, dataset):
    asked(dataset, analyst)
    response = analyst.client.post(url(dataset, "loading/cancel"), follow=True)
    assert "It was loaded before it could be stopped." in page(response).messages[0]
    assert Dataset.objects.loaded().count() == 1


def test_how_long_data_are_kept_may_be_changed_meanwhile(analyst, dataset, monkeypatch):
    until = timezone.localdate() + timedelta(days=7)

    def shorten():
        for each in Dataset.objects.filter(title=dataset.title, removed_at=None):
            said = {"lawful_basis": "consent", "owner": "Head of Pools", "keep_until": until}
            services.change_retention(each, by=analyst.user, **said)

    meanwhile(monkeypatch, shorten)
    first = services.load(dataset, by=analyst.user)
    first.refresh_from_db()
    assert (first.keep_until, first.owner, first.state) == (until, "Head of Pools", State.LOADED)
    until += timedelta(days=1)
    again = services.make_again(first, by=analyst.user)
    again.refresh_from_db()
    assert again.keep_until == until


def test_a_page_that_was_open_before_it_was_loaded_does_not_undo_the_loading(analyst, dataset):
    stale = Dataset.objects.get(pk=dataset.pk)
    services.load(dataset, by=analyst.user)
    said = {"lawful_basis": "consent", "owner": "", "keep_until": timezone.localdate()}
    services.change_retention(stale, by=analyst.user, **said)
    assert Dataset.objects.get().state is State.LOADED


def test_columns_that_are_changed_meanwhile_are_counted_anew(analyst, dataset, monkeypatch):
    meanwhile(monkeypatch, lambda: services.map_columns(dataset, columns=(SEX,), by=analyst.user))
    with pytest.raises(Refused, match="changed the columns, while this was counted: try again"):
        services.load(dataset, by=analyst.user)
    assert Dataset.objects.get().state is State.MAPPED


@pytest.mark.parametrize("deed", ["purge", "remove"])
def test_what_is_purged_or_removed_while_tables_are_made_again_does_not_come_back(
    deed, analyst, dataset, monkeypatch
):
    first = services.load(dataset, by=analyst.user)
    meanwhile(monkeypatch, lambda: getattr(services, deed)(first, by=analyst.user))
    with pytest.raises(Refused, match="look at it again"):
        services.make_again(first, by=analyst.user)
    assert list(Dataset.objects.all()) == [first]
    assert not KeptRows.objects.exists()


def test_two_loads_of_the_same_period_at_once_leave_one(analyst, dataset, monkeypatch):
    other = mapped(analyst, branch_users(North=(80, 20)), (SEX, BRANCH), reference="Card")
    once = iter([lambda: services.load(other, by=analyst.user)])
    meanwhile(monkeypatch, lambda: next(once, lambda: None)())
    with pytest.raises(Refused, match="loaded the same period"):
        services.load(dataset, by=analyst.user)
    assert list(Dataset.objects.loaded()) == [other]
    assert services.load(Dataset.objects.get(pk=dataset.pk), by=analyst.user).state is State.LOADED
    assert Dataset.objects.loaded().get() == dataset


@pytest.mark.usefixtures("slow")
def test_only_an_analyst_of_the_place_may(analyst, dataset, reader, stranger):
    asked(dataset, analyst)
    assert reader.get(url(dataset)).status_code == 403
    assert reader.client.post(url(dataset, "loading/cancel")).status_code == 403
    assert stranger.get(url(dataset)).status_code in (403, 404)
    assert analyst.get(url(dataset, "loading/cancel")).status_code == 405
    assert Loading.objects.count() == 1
