"""The workbook that comes back, from the download to the update, as the officer and as a lead."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.access.tests.factories import PostFactory
from dueregard.audit.models import Event
from dueregard.plans import reports, services
from dueregard.plans.models import Action, Lead, Return, Update
from dueregard.plans.tests.factories import TODAY, ActionFactory
from tests.pages import page

pytestmark = pytest.mark.django_db
HEAD = 3  # the row of headings, after the title and the filter


@pytest.fixture
def actions(plan):
    """Two actions; a post leads the first."""
    post = PostFactory(organisation=plan.organisation, title="Depot Manager")
    first, second = ActionFactory(plan=plan, text="Fit ramps"), ActionFactory(plan=plan, text="Train staff")
    Lead.objects.create(action=first, text="Depot Manager", post=post)
    return first, second


@pytest.fixture
def holder(lead, actions):
    """The lead, who holds the post that leads the first action."""
    post = actions[0].leads.get().post
    post.holdings.create(user=lead.user, starts_on=TODAY - timedelta(days=30))
    return lead


def download(person):
    return openpyxl.load_workbook(io.BytesIO(person.get("/actions/download/xlsx/").content))


def column(sheet, heading):
    return next(cell.column for cell in sheet[HEAD] if cell.value == heading)


def fill(book, number, **words):
    """Write into the row of the `number`th action, by heading with its blanks as underlines."""
    sheet = book.active
    for heading, text in words.items():
        sheet.cell(HEAD + number, column(sheet, heading.replace("_", " ")), text)


def hand_in(person, book, name="filled.xlsx"):
    out = io.BytesIO()
    book.save(out)
    upload = SimpleUploadedFile(name, out.getvalue())
    return person.post("/returns/upload/", upload=upload)


def test_a_workbook_becomes_updates_by_the_officer_for_the_lead(officer, actions):
    book = download(officer)
    fill(
        book,
        1,
        New_status="On target",
        What_happened="Two ramps are in.",
        Evidence="https://example.org/ramps",
    )
    response = hand_in(officer, book)
    found = Return.objects.get()
    assert response.url == f"/returns/{found.pk}/"
    seen = page(officer.get(response.url))
    assert "1 update will be recorded" in seen.main
    (row,) = seen.table("Will be recorded")
    assert row["New status"] == "On target"
    assert row["Recorded for"] == "Depot Manager"
    assert not Update.objects.exists()
    assert page(officer.client.post(response.url, follow=True)).messages == ["1 update recorded"]
    made = Update.objects.get()
    assert (made.action, made.status, made.note) == (actions[0], "On target", "Two ramps are in.")
    assert (made.made_by, made.made_for, made.made_on) == (officer.user, "Depot Manager", TODAY)
    assert made.evidence.get().link == "https://example.org/ramps"
    assert Event.objects.latest("number").kind == "plans.return_recorded"
    shown = page(officer.get(f"/actions/{actions[0].pk}/")).main
    assert "Olive Officer for Depot Manager" in shown
    assert "Olive Officer recorded an update for Depot Manager" in shown


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "cp1252"), (";", "utf-8-sig"), ("\t", "utf-16")])
def test_a_workbook_saved_as_csv_becomes_updates_too(officer, actions, delimiter, encoding):
    book = download(officer)
    fill(book, 2, New_status="Late", What_happened="Panels – a “pilot”,\nthen all")
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(
        ["" if value is None else value for value in row] for row in book.active.values
    )
    upload = SimpleUploadedFile("filled.csv", text.getvalue().encode(encoding))
    officer.post(officer.post("/returns/upload/", upload=upload).url)
    made = Update.objects.get()
    assert (made.action, made.status, made.note) == (actions[1], "Late", "Panels – a “pilot”,\nthen all")
    assert Return.objects.get().rows[0]["row"] == HEAD + 2


def test_the_same_file_twice_changes_nothing(officer, actions):
    book = download(officer)
    fill(book, 1, New_status="On target")
    fill(book, 2, What_happened="Started.")
    for name in ("once.xlsx", "twice.xlsx"):
        officer.post(hand_in(officer, book, name).url)
    book.active.cell(1, 1, "Saved again, so that its bytes differ")
    url = hand_in(officer, book, "thrice.xlsx").url
    seen = page(officer.post(url))
    assert seen.errors == ["There is nothing to record: tick a row, or put the file aside."]
    assert len(seen.table("Recorded already")) == 2
    assert Update.objects.count() == 2


def test_a_row_whose_key_is_missing_or_changed_is_a_problem_and_never_a_guess(officer, actions):
    book = download(officer)
    sheet = book.active
    fill(book, 1, New_status="On target", dueregard_key="")
    fill(book, 2, New_status="Late", dueregard_key=f"{actions[1].pk}")
    seen = page(officer.get(hand_in(officer, book).url))
    assert [row["Why"] for row in seen.table("Problems")] == [
        "The hidden key of this row is missing, so nobody can say which action it is about.",
        "The hidden key of this row was changed, so nobody can say which action it is about.",
    ]
    assert sheet.column_dimensions[sheet.cell(HEAD, column(sheet, "dueregard key")).column_letter].hidden
    assert "There is nothing to record." in seen.main


def test_rows_may_be_sorted(officer, actions):
    book = download(officer)
    fill(book, 1, New_status="First")
    fill(book, 2, New_status="Second")
    sheet = book.active
    above, below = ([cell.value for cell in sheet[HEAD + n]] for n in (1, 2))
    for at, values in ((1, below), (2, above)):
        for number, value in enumerate(values, start=1):
            sheet.cell(HEAD + at, number).value = value
    officer.post(hand_in(officer, book).url)
    assert {update.action: update.status for update in Update.objects.all()} == {
        actions[0]: "First",
        actions[1]: "Second",
    }


def test_rows_sorted_without_their_hidden_column_are_never_recorded_on_another_action(officer, actions):
    for number, action in enumerate(actions, start=1):
        Action.objects.filter(pk=action.pk).update(ref=f"1.{number}")
    book = download(officer)
    sheet = book.active
    keys = [sheet.cell(HEAD + number, column(sheet, "dueregard key")) for number in (1, 2)]
    keys[0].value, keys[1].value = keys[1].value, keys[0].value
    fill(book, 1, New_status="On target")
    seen = page(officer.get(hand_in(officer, book).url))
    (row,) = seen.table("Problems")
    assert row["Why"].startswith("This row says “Fit ramps”, and its hidden key names the action shown here")
    assert "There is nothing to record." in seen.main


def test_a_row_whose_words_somebody_changed_is_recorded_only_where_it_is_ticked(officer, actions):
    book = download(officer)
    fill(book, 1, New_status="On target", Action="fit ramps. ")
    fill(book, 2, New_status="Late", Action="Train all staff")
    seen = page(officer.get(hand_in(officer, book).url))
    assert [row["New status"] for row in seen.table("Will be recorded")] == ["On target"]
    (row,) = seen.table("Differs from the register")
    assert row["Why"].startswith("This row says “Train all staff”")


def test_two_rows_about_one_action_are_a_problem(officer, actions):
    book = download(officer)
    sheet = book.active
    fill(book, 1, New_status="On target")
    fill(book, 2, New_status="Late", dueregard_key=sheet.cell(HEAD + 1, column(sheet, "dueregard key")).value)
    problems = page(officer.get(hand_in(officer, book).url)).table("Problems")
    assert [row["Why"].split(":")[0] for row in problems] == [
        "Several rows of this file are about the same action",
        "Several rows of this file are about the same action",
    ]


def test_an_action_that_changed_meanwhile_is_recorded_only_where_it_is_ticked(officer, director, actions):
    book = download(officer)
    fill(book, 1, New_status="On target")
    services.record_update(actions[0], by=director.user, version=1, status="Late", note="", on=TODAY)
    url = hand_in(officer, book).url
    (row,) = page(officer.get(url)).table("Differs from the register")
    assert row["Why"].startswith("Dee Director changed this action on ")
    officer.post(url)
    assert Update.objects.count() == 1
    officer.post(url, also=[actions[0].pk])
    assert [update.status for update in Update.objects.all()] == ["On target", "Late"]


def test_an_action_that_is_closed_is_a_problem(officer, actions):
    book = download(officer)
    fill(book, 1, New_status="On target")
    services.close(actions[0], by=officer.user, version=1, closed_on=TODAY, reason="Done")
    (row,) = page(officer.get(hand_in(officer, book).url)).table("Problems")
    assert row["Why"].startswith("This action is closed")


def test_an_action_that_is_gone_is_a_problem(officer, actions):
    book = download(officer)
    fill(book, 2, New_status="On target")
    actions[1].delete()
    (row,) = page(officer.get(hand_in(officer, book).url)).table("Problems")
    assert row["Why"] == "The action of this row is no longer in the register."


def test_a_lead_hands_in_their_own_actions_alone(holder, actions):
    book = download(holder)
    fill(book, 1, New_status="On target")
    fill(book, 2, New_status="Late")
    url = hand_in(holder, book).url
    (row,) = page(holder.get(url)).table("Problems")
    assert row["Why"] == "You can record updates on actions that your post leads."
    holder.post(url)
    made = Update.objects.get()
    assert (made.action, made.made_by, made.made_for) == (actions[0], holder.user, "")


def test_evidence_in_words_stands_in_the_note(officer, actions):
    book = download(officer)
    fill(book, 1, New_status="Done", Evidence="Minutes of 3 May, https://example.org/minutes")
    fill(book, 2, Evidence="https://example.org/alone")
    url = hand_in(officer, book).url
    (row,) = page(officer.get(url)).table("Problems")
    assert row["Why"] == "There is evidence and nothing else: write a status, or what happened."
    officer.post(url)
    made = Update.objects.get()
    assert made.note == "Evidence: Minutes of 3 May, https://example.org/minutes"
    assert made.evidence.get().link == "https://example.org/minutes"


def test_a_status_that_is_too_long_is_a_problem(officer, actions):
    book = download(officer)
    fill(book, 1, New_status="x" * 501)
    (row,) = page(officer.get(hand_in(officer, book).url)).table("Problems")
    assert row["Why"].startswith("The status has more than 500 characters")


def test_what_cannot_be_read_is_refused_with_a_sentence(officer, actions):
    (error,) = page(hand_in(officer, download(officer))).errors
    assert error.startswith("Nothing is filled in")
    (error,) = page(hand_in(officer, openpyxl.Workbook())).errors
    assert "has the column 'dueregard key'" in error
    (error,) = page(officer.post("/returns/upload/", upload=SimpleUploadedFile("a.docx", b"PK"))).errors
    assert error.startswith("Files that end in .docx are not taken")
    assert not Return.objects.exists()


def test_keys_of_another_organisation_name_nothing_here(officer, stranger, actions):
    book = download(officer)
    fill(book, 1, New_status="On target")
    (row,) = page(stranger.get(hand_in(stranger, book).url)).table("Problems")
    assert row["Why"] == "The action of this row is no longer in the register."


def test_a_reader_gets_no_columns_to_fill_in(reader, actions):
    assert "dueregard key" not in [cell.value for cell in download(reader).active[HEAD]]


def test_a_workbook_is_seen_by_who_handed_it_in_and_by_the_officer(
    officer, holder, director, stranger, actions
):
    book = download(holder)
    fill(book, 1, New_status="On target")
    url = hand_in(holder, book).url
    assert officer.get(url).status_code == 200
    assert director.get(url).status_code == 404
    assert stranger.get(url).status_code == 404
    assert director.post(f"{url}discard/").status_code == 404


def test_a_workbook_put_aside_leaves_what_was_recorded(officer, actions):
    book = download(officer)
    fill(book, 1, New_status="On target")
    url = hand_in(officer, book).url
    officer.post(url)
    assert officer.get(f"{url}discard/").status_code == 405
    officer.post(f"{url}discard/")
    assert not Return.objects.exists()
    assert Update.objects.count() == 1
    assert Event.objects.latest("number").kind == "plans.return_discarded"


def test_all_of_it_or_nothing(officer, actions, monkeypatch):
    book = download(officer)
    fill(book, 1, New_status="On target")
    fill(book, 2, New_status="Late")
    found = services.read_return(officer.membership.organisation, by=officer.user, upload=_upload(book))
    real, calls = services.returns.record_update, []

    def second_fails(action, **words):
        calls.append(action)
        if len(calls) == 2:
            raise ValidationError("No.")
        return real(action, **words)

    monkeypatch.setattr(services.returns, "record_update", second_fails)
    with pytest.raises(ValidationError):
        services.record_return(found, membership=officer.membership, on=TODAY)
    assert not Update.objects.exists()


def _upload(book):
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("filled.xlsx", out.getvalue())


def queries_of(person, url):
    with CaptureQueriesContext(connection) as found:
        assert person.get(url).status_code == 200
    return len(found)


def test_checking_takes_the_same_queries_however_many_rows(officer, plan, actions):
    book = download(officer)
    fill(book, 1, New_status="On target")
    few = queries_of(officer, hand_in(officer, book).url)
    for number in range(40):
        ActionFactory(plan=plan, text=f"More {number}")
    book = download(officer)
    for number in range(1, 43):
        fill(book, number, New_status="On target")
    url = hand_in(officer, book).url
    assert (
        len(reports.returned(Return.objects.latest("pk"), membership=officer.membership, today=TODAY).rows)
        == 42
    )
    assert Action.objects.count() == 42
    assert queries_of(officer, url) == few


def test_a_formula_without_a_result_is_a_problem_and_not_a_status(officer, actions):
    book = download(officer)
    fill(book, 1, New_status="=B4", What_happened="Half of it")
    seen = page(officer.get(hand_in(officer, book).url))
    (row,) = seen.table("Problems")
    assert "A formula without a result stands under “New status”" in row["Why"]
    assert "There is nothing to record." in seen.main


def test_the_workbook_offers_the_statuses_that_the_page_does(officer, actions):
    sheet = download(officer).active
    (offered,) = sheet.data_validations.dataValidation
    assert offered.formula1 == '"On target,At risk,Late,Complete"'
    place = sheet.cell(HEAD + 1, column(sheet, "New status")).column_letter
    assert str(offered.sqref) == f"{place}{HEAD + 1}:{place}{HEAD + 2}"
    assert not offered.showErrorMessage  # words of their own are taken
