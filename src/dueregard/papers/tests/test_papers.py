"""The pages: prepared, read, issued, and then for ever the same."""

import hashlib

import pytest
from django.db import IntegrityError, transaction

from dueregard.access.models import Organisation
from dueregard.audit.models import Event
from dueregard.papers.models import Paper, PaperFile
from dueregard.plans.models import Action
from tests.pages import page

pytestmark = pytest.mark.django_db


def kinds():
    return list(Event.objects.order_by("number").values_list("kind", flat=True))


def test_it_is_prepared_read_and_issued(officer, reader, paper):
    seen = page(officer.get(f"/papers/{paper.pk}/"))
    assert seen.h1 == "Progress"
    assert seen.summary["About"] == "all actions: 4 actions"
    assert seen.summary["Issued"] == "Not yet"
    web = officer.get(f"/papers/{paper.pk}/paper.html").content
    assert "Fit ramps" in web.decode()
    officer.post(f"/papers/{paper.pk}/issue/")
    paper.refresh_from_db()
    assert paper.issued_by == officer.user
    assert kinds() == ["papers.paper_prepared", "papers.paper_issued"]
    assert reader.get(f"/papers/{paper.pk}/paper.html").content == web
    assert page(reader.get("/papers/")).table("Papers")[0]["As at"] != ""


def test_what_was_issued_stays_when_the_register_changes(officer, paper):
    officer.post(f"/papers/{paper.pk}/issue/")
    before = {name: officer.get(f"/papers/{paper.pk}/{name}").content for name in ("paper.pdf", "paper.docx")}
    Action.objects.filter(ref="1.1").update(text="Something else")
    after = {name: officer.get(f"/papers/{paper.pk}/{name}").content for name in ("paper.pdf", "paper.docx")}
    assert before == after
    shown = [
        row["SHA-256, as it was made"] for row in page(officer.get(f"/papers/{paper.pk}/")).table("Files")
    ]
    assert hashlib.sha256(before["paper.pdf"]).hexdigest() in shown


def test_it_is_about_what_the_address_asks_for(officer, plan):
    address = f"/papers/prepare/?plan={plan.pk}&gap=overdue&status=nonsense"
    assert "Equality plan, only: Overdue" in page(officer.get(address)).main
    officer.post(address, title="Late")
    assert Paper.objects.get().action_count == 1
    assert Paper.objects.get().scope == "Equality plan, only: Overdue"


def test_lists_of_actions_lead_to_it_with_their_filter(officer, reader, plan):
    links = page(officer.get("/actions/?gap=overdue")).links
    assert links["Prepare a paper for a committee"] == "/papers/prepare/?gap=overdue"
    assert page(officer.get(f"/plans/{plan.pk}/?gap=stale")).links["Prepare a paper for a committee"] == (
        f"/papers/prepare/?plan={plan.pk}&gap=stale"
    )
    assert "Prepare a paper for a committee" not in page(reader.get("/actions/")).links


@pytest.mark.parametrize(
    ("query", "typed", "sentence"),
    [
        ("", {}, "Enter a title"),
        ("?lead=Depot+Manager&gap=no_measure&due=closed", {"title": "None"}, "No action fits"),
    ],
)
def test_what_is_wrong_is_said(officer, plan, query, typed, sentence):
    assert page(officer.post(f"/papers/prepare/{query}", **typed)).errors[0].startswith(sentence)
    assert not Paper.objects.exists()


def test_before_it_is_issued_nobody_else_sees_it(reader, director, paper):
    assert director.get(f"/papers/{paper.pk}/").status_code == 200
    for address in (f"/papers/{paper.pk}/", f"/papers/{paper.pk}/paper.pdf"):
        assert reader.get(address).status_code == 404
    assert "No paper has been issued yet." in page(reader.get("/papers/")).main


def test_who_may_not_issue_is_refused_and_strangers_find_nothing(reader, stranger, paper):
    for page_of in ("issue", "discard"):
        assert reader.post(f"/papers/{paper.pk}/{page_of}/").status_code == 403
        assert stranger.post(f"/papers/{paper.pk}/{page_of}/").status_code == 404
    assert reader.get("/papers/prepare/").status_code == 403
    assert stranger.get(f"/papers/{paper.pk}/paper.html").status_code == 404
    assert stranger.get(f"/papers/prepare/?plan={Action.objects.first().plan_id}").status_code == 404
    assert not Paper.objects.get().is_issued


def test_looking_changes_nothing(officer, paper):
    for address in ("issue/", "discard/", "", "paper.docx"):
        assert officer.get(f"/papers/{paper.pk}/{address}").status_code == 200
    assert kinds() == ["papers.paper_prepared"]


def test_one_that_is_not_issued_can_be_discarded_and_an_issued_one_cannot(officer, paper):
    officer.post(f"/papers/{paper.pk}/issue/")
    for again in ("issue", "discard"):
        assert officer.get(f"/papers/{paper.pk}/{again}/").url == f"/papers/{paper.pk}/"
        sent = officer.post(f"/papers/{paper.pk}/{again}/")
        refusal = page(officer.get(sent.url)).messages[-1]
        assert refusal == "This paper was issued, and stays as it is: prepare another."
    officer.post("/papers/prepare/", title="Another")
    officer.post(f"/papers/{Paper.objects.get(title='Another').pk}/discard/")
    assert [each.title for each in Paper.objects.all()] == ["Progress"]
    assert PaperFile.objects.count() == 3


def test_files_are_never_changed_or_deleted_alone(paper):
    file = paper.files.first()
    for deed in (file.save, file.delete):
        with pytest.raises(TypeError):
            deed()


def test_what_must_hold_of_a_paper(paper):
    for wrong in ({"title": ""}, {"issued_by": paper.made_by}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(**wrong)


def test_the_page_may_do_nothing(officer, paper):
    answer = officer.get(f"/papers/{paper.pk}/paper.html")
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    download = officer.get(f"/papers/{paper.pk}/paper.pdf")
    assert download["Content-Disposition"].startswith('attachment; filename="Progress ')


def test_an_authority_does_not_see_that_of_another_body(officer, paper):
    paper.organisation = Organisation.objects.create(name="Other", slug="other", path="/999/")
    paper.save()
    assert officer.get(f"/papers/{paper.pk}/").status_code == 404


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_takes_the_same_number_of_queries(officer, paper, number, django_assert_num_queries):
    for each in range(number):
        Paper.objects.create(
            organisation=paper.organisation,
            title=f"{each}",
            scope="all",
            as_at=paper.as_at,
            action_count=1,
            made_by=paper.made_by,
            made_at=paper.made_at,
        )
    with django_assert_num_queries(6):
        officer.get("/papers/")
