"""How a draft's figures are protected: the alternatives, the choice, and what several periods give away together."""

import json
from datetime import date

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import connection

from dueregard.audit.models import Event
from dueregard.monitoring import services as monitoring
from dueregard.monitoring.models import MappedColumn
from dueregard.monitoring.tests.factories import ETHNICITY, SEX, loaded, mapped
from dueregard.publications import reports, services
from dueregard.publications.models import Publication, Version
from dueregard.publications.reports import taking
from dueregard.publications.tests.factories import FIRST_YEAR, ethnic_groups, prepared, publish
from dueregard.releases import protecting
from dueregard.releases.models import LedgerEntry
from dueregard.releases.reports.history import named
from dueregard.releases.services import adopt_policy
from equalities.disclosure import Status, attack, protect
from equalities.disclosure.sheets import from_releases
from tests.pages import page


@pytest.fixture
def version(officer, years):
    return prepared(officer, choice=[(years[1].pk, "ethnicity")])


def url(version):
    return f"/versions/{version.pk}/protection/"


def rows(seen, number):
    """The cells of a table of the page as text."""
    table = seen.root.xpath("//table")[number]
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        for row in table.xpath(".//tbody/tr")
    ]


def test_the_draft_says_that_the_other_ways_take_a_while(version, officer):
    seen = page(officer.get(f"/publications/{version.publication.pk}/"))
    (said,) = seen.all("//p[@class='govuk-hint']")
    assert "a minute or so for several" in said
    bare = prepared(officer, title="Words alone", choice=[])
    assert not page(officer.get(f"/publications/{bare.publication.pk}/")).all("//p[@class='govuk-hint']")


def test_the_officer_sees_what_each_way_keeps(version, officer):
    seen = page(officer.get(url(version)))
    assert seen.h1 == "How the figures of Annual equality report are protected"
    found = {row[0]: row[1:] for row in rows(seen, 0)}
    assert found["The tables as chosen, small counts and others withheld (chosen now)"][3] == "Yes"
    # Who knows that Indian users are at least 1, since noughts are shown, would learn from 0 that they are 1 or 2.
    rounded = "The tables as chosen, every count to the nearest 5"
    assert found[rounded] == ["–", "–", "–", "No: cannot be chosen"]
    assert found["Small counts withheld, every other to the nearest 5"] == ["100%", "None to see", "1", "Yes"]
    assert found["Larger groups only (Ethnic group), small counts and others withheld"][0] == "100%"
    withheld = rows(seen, 1)
    assert {row[2] for row in withheld} == {"This count, or another that it would give away, is small."}
    assert "Indian" in {row[1] for row in withheld}


def test_what_was_decided_is_not_decided_again_until_readers_know_something_else(
    version, officer, director, years, monkeypatch
):
    asked = []

    def counted(cubes, *args, **options):
        asked.append(options["name"])
        return protect(cubes, *args, **options)

    caches["decisions"].clear()
    monkeypatch.setattr(protecting, "protect", counted)
    seen = rows(page(officer.get(url(version))), 0)
    first = len(asked)
    assert first == len(seen) == 6
    assert rows(page(officer.get(url(version))), 0) == seen
    assert len(asked) == first
    another = prepared(officer, title="Another", choice=[(years[1].pk, "ethnicity")])
    publish(another, by=director.user)
    asked.clear()
    officer.get(url(version))
    assert len(asked) == first


def test_looking_changes_nothing(version, officer):
    before = Version.objects.values().get()
    officer.get(url(version))
    assert Version.objects.values().get() == before


def test_she_chooses_and_it_is_kept_with_the_policy(version, officer, director, client):
    response = officer.post(url(version), design="round to 5, small counts withheld")
    assert response.url == f"/publications/{version.publication_id}/"
    version.refresh_from_db()
    assert version.design == "round to 5, small counts withheld"
    (release,) = reports.releases_of(version.taken)
    assert (release.policy.method, release.policy.base) == ("round", 5)
    assert release.tables[0].cell("Total").status is Status.ROUNDED
    event = json.loads(Event.objects.filter(kind="publications.version_revised").get().payload)
    assert event["design"] == "round to 5, small counts withheld"
    publish(version, by=director.user)
    public = client.get(version.publication.public_url).content.decode()
    assert "Counts are to the nearest 5" in public
    assert "Shares are of the numbers as they stand here" in public
    assert "No reader it was checked against can work out a small count" in public
    assert LedgerEntry.objects.get().release.policy.method == "round"


def test_a_way_that_is_not_there_is_refused(version, officer):
    seen = page(officer.post(url(version), design="everything"))
    assert seen.errors == ["Choose one of the alternatives that are safe"]
    assert page(officer.post(url(version))).errors == ["Choose how the figures are protected"]
    with pytest.raises(ValidationError, match="alternatives that are safe"):
        services.choose_design(version, design="pooled", by=officer.user)


@pytest.mark.parametrize("role", ["reader", "lead", "director", "analyst", "councillor"])
def test_only_who_prepares_chooses(role, version, request):
    assert request.getfixturevalue(role).post(url(version), design="suppress").status_code == 403


def test_a_stranger_finds_nothing_and_nobody_finds_what_is_published(version, officer, stranger, director):
    assert stranger.get(url(version)).status_code == 404
    publish(version, by=director.user)
    assert officer.get(url(version)).status_code == 404


def test_a_report_without_figures_has_nothing_to_protect(officer):
    version = prepared(officer)
    assert url(version) not in officer.get(f"/publications/{version.publication_id}/").content.decode()
    assert page(officer.get(url(version))).h1.startswith("How the figures")


def test_merged_groups_say_so(version, officer):
    services.choose_design(version, design="merge", by=officer.user)
    reasons = {row[1]: row[2] for row in rows(page(officer.get(url(version))), 1)}
    label = "Pakistani"
    assert reasons[label] == "It is part of the larger group, whose count is shown instead."


@pytest.fixture
def pooled(officer, director, years):
    """The first year published, then the second, then a draft of both together."""
    for year, title in zip(years, ("First", "Second"), strict=True):
        publish(prepared(officer, title=title, choice=[(year.pk, "ethnicity")]), by=director.user)
    draft = prepared(officer, title="Both", choice=[(year.pk, "ethnicity") for year in years])
    return services.choose_design(draft, design="pooled", by=officer.user)


def test_two_years_and_then_both_give_nothing_away(pooled, years, director):
    (release,) = reports.releases_of(pooled.taken)
    (table,) = release.tables
    counts = [year.cubes[0] for year in years]
    assert set(table.universe["period"]) == {cube.universe["period"] for cube in counts}
    total = table.cell("Total")
    assert total.value in (None, counts[0].total + counts[1].total)
    publish(pooled, by=director.user)
    out = [entry.release for entry in LedgerEntry.objects.all()]
    seen = [year.release for year in years]
    found = attack(from_releases([*out, *seen]), ("informed",))
    assert found.exposed == ()
    assert found.narrowest.high - found.narrowest.low >= 2


def test_a_cell_withheld_in_one_year_is_withheld_in_both_together_and_the_page_says_why(pooled, officer):
    reasons = {row[1]: row[2] for row in rows(page(officer.get(url(pooled))), 1)}
    irish = reasons["Irish"]
    assert irish.startswith(
        "It is withheld in First, version 1 (/published/fairshire/first-2025/1/): Libraries, 1 April 2023"
    )
    assert "shown here, it could be worked out there" in irish


def test_the_report_of_both_years_says_which_periods_it_counts(pooled, director, client):
    publish(pooled, by=director.user)
    public = client.get(pooled.publication.public_url).content.decode()
    assert "1 April 2024 to 31 March 2025; 1 April 2023 to 31 March 2024" in public


def test_a_year_published_after_both_together_counts_what_is_known_of_the_other(officer, director, years):
    draft = prepared(officer, title="Both", choice=[(year.pk, "ethnicity") for year in years])
    both = services.choose_design(draft, design="pooled", by=officer.user)
    publish(both, by=director.user)
    later = prepared(officer, title="First", choice=[(years[0].pk, "ethnicity")])
    (release,) = reports.releases_of(later.taken)
    assert set(release.receipt.against) == {
        "what staff see of Libraries, 1 April 2023 to 31 March 2024",
        "what staff see of Libraries, 1 April 2024 to 31 March 2025",
        named(LedgerEntry.objects.get()),
    }


def test_figures_are_protected_before_anything_is_locked(officer, years, monkeypatch):
    depths, protected = [], taking.protected
    outside = len(connection.savepoint_ids)

    def watched(*args, **kwargs):
        depths.append(len(connection.savepoint_ids))
        return protected(*args, **kwargs)

    monkeypatch.setattr(taking, "protected", watched)
    prepared(officer, choice=[(years[0].pk, "ethnicity")])
    assert depths == [outside]


def test_what_changes_while_figures_are_taken_is_noticed(officer, director, years, monkeypatch):
    other = prepared(officer, title="Other", choice=[(years[0].pk, "ethnicity")])
    protected = taking.protected

    def slow(*args, **kwargs):
        release = protected(*args, **kwargs)
        publish(other, by=director.user)
        return release

    monkeypatch.setattr(taking, "protected", slow)
    with pytest.raises(ValidationError, match="Something changed"):
        prepared(officer, choice=[(years[0].pk, "ethnicity")])
    assert Publication.objects.count() == 1


def test_a_draft_revised_twice_at_once_is_kept_once(version, officer):
    same = Version.objects.get(pk=version.pk)
    services.revise(version, by=officer.user, introduction="One")
    with pytest.raises(ValidationError, match="try again"):
        services.revise(same, by=officer.user, introduction="Two")
    assert Version.objects.get().introduction == "One"


def test_what_staff_saw_under_another_policy_does_not_go_out_under_a_stricter_one(
    analyst, officer, council, director
):
    """7 Irish users are seen by staff, and 2 Chinese withheld from them, when counts under 10 are to be withheld."""
    dataset = loaded(
        analyst, ethnic_groups(FIRST_YEAR | {"White Irish": 7, "Chinese": 2}), columns=(ETHNICITY,)
    )
    (seen,) = dataset.release.tables
    adopt_policy(
        council,
        preset="under10",
        signed_off_by="Head of Governance",
        starts_on=date(2020, 1, 1),
        by=officer.user,
    )
    version = prepared(officer, choice=[(dataset.pk, "ethnicity")])
    (release,) = reports.releases_of(version.taken)
    (table,) = release.tables
    shown = {codes for codes, cell in table.cells.items() if cell.value is not None}
    assert seen.cell("14").value == 7
    assert table.cell("14").value is None
    assert not any(0 < table.cells[codes].value < 10 for codes in shown)
    assert shown < {codes for codes, cell in seen.cells.items() if cell.value is not None}
    assert attack(from_releases([release]), ("informed",)).exposed == ()
    assert attack(from_releases([dataset.release, release]), ("informed",)).exposed == ()
    assert len(release.receipt.against) == 1
    assert release.receipt.against[0].endswith(", for what it withholds")
    publish(version, by=director.user)


def test_a_public_receipt_tells_nothing_that_rests_on_tables_only_staff_see(
    officer, analyst, director, client
):
    """Staff see that 4 women are Hindu or Sikh; readers, that 11 people are Hindu, Sikh or Jewish."""
    people = [
        *[("Female", "Christian")] * 30, *[("Male", "Christian")] * 30, *[("Female", "Hindu")] * 3,
        *[("Male", "Hindu")] * 5, ("Female", "Sikh"), ("Male", "Sikh"), ("Male", "Jewish"),
    ]  # fmt: skip
    raw = "\n".join(["Sex,Religion", *(",".join(one) for one in people)]).encode()
    columns = (SEX, MappedColumn("Religion", "religion", "religion_census2021_ew"))
    waiting = mapped(analyst, raw, columns)
    dataset = monitoring.load(waiting, by=analyst.user, together=[("sex", "religion")])
    version = prepared(officer, choice=[(dataset.pk, "religion")])
    (release,) = reports.releases_of(version.taken)
    assert release.receipt.narrowest.high - release.receipt.narrowest.low == 2
    publish(version, by=director.user)
    (told,) = json.loads(client.get(version.publication.public_url + "manifest.json").content)["protection"]
    assert set(told["receipt"]) & {"exposed", "narrowest", "only_if_same"} == set()
    assert told["receipt"]["withheld"] == 3
    assert b"at least 2 apart" in client.get(version.publication.public_url).content
