import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.access.models import Organisation
from dueregard.plans.forms import ImportForm
from dueregard.plans.models import Import
from dueregard.plans.services import reading
from dueregard.plans.tests.factories import TABLE, upload
from equalities.refusals import Refused
from tests.pages import page

pytestmark = pytest.mark.django_db


def errors(officer, **typed):
    seen = page(officer.post("/plans/import/", **typed))
    assert seen.title.startswith("Error: ")
    assert not Import.objects.exists()
    return seen.errors


def test_a_file_is_read_into_a_preview(officer):
    response = officer.post("/plans/import/", upload=upload())
    assert response.url == f"/imports/{Import.objects.get().pk}/"


def test_a_pasted_table_is_read_too(officer):
    rows = "\n".join(line.replace(",", "\t") for line in TABLE.splitlines() if "Every" not in line)
    response = officer.post("/plans/import/", pasted=rows)
    found = Import.objects.get()
    assert response.url == f"/imports/{found.pk}/"
    assert found.filename == "pasted.txt"
    assert len(found.document["actions"]) == 3


def test_nothing_given(officer):
    assert errors(officer) == ["Choose the file that holds the plan, or paste the plan."]


def test_both_given(officer):
    assert errors(officer, upload=upload(), pasted="text") == ["Choose a file or paste the plan, not both."]


def test_an_empty_file(officer):
    sentence = "This file is empty: choose the one that holds something."
    assert errors(officer, upload=SimpleUploadedFile("plan.docx", b"")) == [sentence]


def test_a_file_that_is_too_big(officer, monkeypatch):
    monkeypatch.setattr(ImportForm.base_fields["upload"], "megabytes", 0)
    sentence = "This file has more than 0 MB: choose a smaller one, without pictures."
    assert errors(officer, upload=upload()) == [sentence]


def test_the_sentence_of_the_library_stands_on_the_page(officer, monkeypatch):
    def refuse(*_arguments):
        raise Refused("This is an old Word document: save it as .docx and try again.")

    monkeypatch.setattr(reading, "run_limited", refuse)
    sentence = "This is an old Word document: save it as .docx and try again."
    assert errors(officer, upload=upload()) == [sentence]


def test_a_document_without_a_plan_stands_on_the_page(officer):
    assert errors(officer, pasted="Nothing at all")[0].startswith("No objective and no action was found")


def test_a_demonstration_asks_about_real_people_and_refuses_a_yes(officer):
    Organisation.objects.update(is_live=False)
    assert errors(officer, upload=upload()) == ["Say whether it is about real people."]
    (sentence,) = errors(officer, upload=upload(), real_people="yes")
    assert sentence.startswith("This is a demonstration")
    officer.post("/plans/import/", upload=upload(), real_people="no")
    assert Import.objects.exists()
