"""A plan goes out in its own document, with what the register says today."""

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.plans import reports, services
from dueregard.plans.models import Action, Lead, Objective, Template
from dueregard.plans.tests.factories import TODAY, ActionFactory, ObjectiveFactory, upload
from equalities.documents import read_plan
from equalities.documents.tests.templates import word_template, workbook_template
from tests.pages import page

SAID = ("ref", "text", "objective", "leads", "status")


def import_file(officer, path):
    content = SimpleUploadedFile(path.name, path.read_bytes())
    found = services.read_plan(officer.membership.organisation, by=officer.user, upload=content)
    return services.confirm(found, by=officer.user, title="Equality plan")


@pytest.fixture
def imported(officer, tmp_path):
    return import_file(officer, word_template(tmp_path / "plan.docx"))


def taken_out(client, plan, kind, tmp_path):
    file = tmp_path / f"out.{kind}"
    file.write_bytes(client.get(f"/plans/{plan.pk}/layout/{kind}/").content)
    return file


def said(path):
    return [tuple(getattr(each, name) for name in SAID) for each in read_plan(path).actions]


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_cover_headings_and_glossary_go_out_too(officer, imported, tmp_path, kind):
    content = read_plan(taken_out(officer, imported, kind, tmp_path))
    assert content.title == "Equality plan 2025 to 2028"
    lines = {problem.source.line for problem in content.problems if not problem.kept}
    assert len(lines) == 5  # as in the document: foreword, glossary and its line, header and footer
    assert said(tmp_path / f"out.{kind}") == said(tmp_path / "plan.docx")


@pytest.mark.parametrize(("maker", "kind"), [(word_template, "docx"), (workbook_template, "xlsx")])
def test_the_document_says_what_the_register_does(officer, tmp_path, maker, kind):
    plan = import_file(officer, maker(tmp_path / f"plan.{kind}"))
    first, second = Objective.objects.order_by("ref")
    third = ObjectiveFactory(plan=plan, ref="3", text="Speak plainly", position=9)
    changed, moved = Action.objects.get(ref="1.2"), Action.objects.get(ref="2.1")
    changed.text = "Publish all answers"
    changed.say("On track")
    changed.save()
    Lead.written("Head of Insight", action=changed).save()
    moved.objective = first
    moved.save()
    ActionFactory(plan=plan, objective=third, ref="3.1", text="Write short", position=90)
    ActionFactory(plan=plan, objective=second, ref="2.3", text="Paint lines", position=91)
    ActionFactory(plan=plan, objective=third, ref="3.2", text="Translate", position=92)
    ActionFactory(plan=plan, text="Given up", position=93, closed_on=TODAY)
    out = taken_out(officer, plan, kind, tmp_path)
    assert said(out) == [
        ("1.1", "Ask every tenant", "1", ("Head of Housing",), None),
        ("1.2", "Publish all answers", "1", ("Head of Insight",), "On track"),
        ("2.1", "Fit ramps", "1", ("Estates",), None),
        ("2.2", "Fit loops", "2", ("Estates",), None),
        ("2.3", "Paint lines", "2", (), None),
        ("3.1", "Write short", "3", (), None),
        ("3.2", "Translate", "3", (), None),
    ]
    assert next(each for each in read_plan(out).actions if each.ref == "2.1").fields["Notes"] == "Costed"
    if kind == "docx":
        assert docx.Document(str(out)).sections[0].header.paragraphs[0].text == "Barchester Council"
    else:
        assert openpyxl.load_workbook(out)["Plan"].oddFooter.center.text == "Version 3"


def test_what_is_imported_from_there_changes_nothing(officer, imported, tmp_path):
    out = taken_out(officer, imported, "docx", tmp_path)
    content = SimpleUploadedFile("again.docx", out.read_bytes())
    found = services.read_plan(imported.organisation, by=officer.user, upload=content, plan=imported)
    shown = reports.preview(found)
    assert (shown.counts, shown.differences.gone) == ({"objective_there": 2, "action_there": 4}, ())


def test_what_was_changed_by_hand_comes_back_as_what_is_there(officer, imported, tmp_path):
    changed = Action.objects.get(ref="1.2")
    for words in ("Tell tenants in person", "Hold a yearly open evening"):
        changed.text = words
        changed.say("On track")
        changed.save()
        out = taken_out(officer, imported, "docx", tmp_path)
        assert [each.text for each in read_plan(out).actions].count(words) == 1
        content = SimpleUploadedFile(f"{words}.docx", out.read_bytes())
        found = services.read_plan(imported.organisation, by=officer.user, upload=content, plan=imported)
        shown = reports.preview(found)
        assert (shown.counts, shown.differences.gone) == ({"objective_there": 2, "action_there": 4}, ())
        Template.objects.all().delete()  # so that it may be imported, though nothing in it is new
        services.confirm(found, by=officer.user, title="")
        changed.refresh_from_db()
        assert (changed.text, changed.imported_text) == (words, words)


def test_what_was_corrected_in_the_preview_goes_out_corrected(officer, tmp_path):
    path = word_template(tmp_path / "plan.docx")
    content = SimpleUploadedFile(path.name, path.read_bytes())
    found = services.read_plan(officer.membership.organisation, by=officer.user, upload=content)
    at, entry = next(
        (at, each) for at, each in enumerate(found.document["actions"]) if each["text"] == "Ask every tenant"
    )
    values = {"text": entry["text"], "ref": entry["ref"], "objective": entry["objective"], "left_out": False}
    values |= {"leads": ["Head of Insight"], "measures": [], "status": entry["status"]}
    services.correct(
        found, by=officer.user, version=0, kind="action", number=at, timescale="31 May 2027", **values
    )
    found.refresh_from_db()
    plan = services.confirm(found, by=officer.user, title="Equality plan")
    first, *rest = read_plan(taken_out(officer, plan, "docx", tmp_path)).actions
    assert (first.leads, first.timescale.phrase) == (("Head of Insight",), "31 May 2027")
    assert [each.leads for each in rest] == [each.leads for each in read_plan(path).actions[1:]]


def test_a_day_that_a_workbook_writes_its_own_way_is_no_difference(officer, tmp_path):
    plan = import_file(officer, workbook_template(tmp_path / "plan.xlsx"))
    action = Action.objects.get(ref="2.2")
    services.redate(
        action, by=officer.user, version=action.version, timescale="30 June 2028", reason="Late lift"
    )
    out = taken_out(officer, plan, "xlsx", tmp_path)
    assert openpyxl.load_workbook(out)["Plan"]["D9"].value.isoformat() == "2028-06-30T00:00:00"
    content = SimpleUploadedFile("again.xlsx", out.read_bytes())
    found = services.read_plan(plan.organisation, by=officer.user, upload=content, plan=plan)
    assert reports.preview(found).counts == {"objective_there": 2, "action_there": 4}


SHARED = (
    "<table><tr><th>Objective</th><th>Action</th><th>Lead</th></tr><tr><td>Fair jobs</td><td>Advertise</td>"
    "<td rowspan=2>HR</td></tr><tr><td>Fair pay</td><td>Pay fairly</td></tr></table><h2>Glossary</h2>"
)


def test_what_the_document_has_no_place_for_goes_out_in_tables_alone(officer, tmp_path):
    document = tmp_path / "plan.html"
    document.write_text(SHARED)
    plan = import_file(officer, document)
    assert "Glossary" in taken_out(officer, plan, "html", tmp_path).read_text()
    Lead.written("Finance", action=Action.objects.get(text="Pay fairly")).save()  # and HR stands for both
    out = taken_out(officer, plan, "html", tmp_path)
    assert [each.leads for each in read_plan(out).actions] == [("HR",), ("HR", "Finance")]
    assert "Glossary" not in out.read_text()


def test_the_last_version_is_the_template_and_another_document_is_not(officer, imported, tmp_path):
    (kept,) = Template.objects.all()
    assert kept.found.filename == "plan.docx"
    other = services.read_plan(
        imported.organisation,
        by=officer.user,
        upload=upload("Action,When\nPlant trees,May 2030\n"),
        plan=imported,
    )
    services.confirm(other, by=officer.user, title="")
    assert Template.objects.get().found_id == kept.found_id
    document = docx.Document(str(tmp_path / "plan.docx"))
    document.tables[0].rows[2].cells[3].text = "May 2028"
    document.save(str(tmp_path / "next.docx"))
    content = SimpleUploadedFile("next.docx", (tmp_path / "next.docx").read_bytes())
    found = services.read_plan(imported.organisation, by=officer.user, upload=content, plan=imported)
    services.confirm(found, by=officer.user, title="", changed=["action-0"])
    assert Template.objects.get().found_id == found.pk
    actions = read_plan(taken_out(officer, imported, "docx", tmp_path)).actions
    whens = [each.timescale.phrase for each in actions]
    assert whens == ["May 2028", "June 2026", "Ongoing", "31 March 2027", "May 2030"]


def test_an_import_that_is_undone_is_no_template(officer, imported):
    services.undo(imported.imports.get(), by=officer.user)
    assert not Template.objects.exists()


def test_a_longer_plan_takes_no_more_queries(officer, imported, django_assert_max_num_queries):
    ActionFactory.create_batch(30, plan=imported, objective=Objective.objects.first())
    with django_assert_max_num_queries(13):
        reports.filling_of(imported, imported.imports.get())


PROSE = "# Fairness plan 2026\n\n## Our objectives\n\n1. Fair jobs\n\nWe will:\n\n- advertise every post\n- train managers\n"


@pytest.mark.parametrize("kind", ["docx", "html", "csv"])
def test_a_plan_in_prose_gets_its_new_action_as_a_line(officer, tmp_path, kind):
    document = tmp_path / "plan.md"
    document.write_text(PROSE)
    plan = import_file(officer, document)
    first = Action.objects.get(text="advertise every post")
    ActionFactory(plan=plan, objective=first.objective, text="publish pay", position=first.position)
    first.text = "advertise every post widely"
    first.save()
    texts = [each.text for each in read_plan(taken_out(officer, plan, kind, tmp_path)).actions]
    assert texts == ["advertise every post widely", "publish pay", "train managers"]


MERGED_THEME = (
    "<table><tr><th>Theme</th><th>Objective</th><th>Action</th></tr><tr><td rowspan=2>People</td>"
    "<td rowspan=2>Fair jobs</td><td>Advertise</td></tr><tr><td>Train</td></tr>"
    "<tr><td>Place</td><td>Open doors</td><td>Fit ramps</td></tr></table>"
)


def test_a_new_action_goes_on_with_the_merged_theme_and_objective(officer, tmp_path):
    document = tmp_path / "plan.html"
    document.write_text(MERGED_THEME)
    plan = import_file(officer, document)
    first = Action.objects.get(text="Advertise")
    ActionFactory(plan=plan, objective=first.objective, text="Pay fairly", position=first.position)
    out = taken_out(officer, plan, "html", tmp_path)
    assert [(each.theme, each.objective, each.text) for each in read_plan(out).actions] == [
        ("People", "Fair jobs", "Advertise"),
        ("People", "Fair jobs", "Pay fairly"),
        ("People", "Fair jobs", "Train"),
        ("Place", "Open doors", "Fit ramps"),
    ]
    assert '<td rowspan="3">People</td>' in out.read_text()


def test_a_plan_without_its_document_gets_it_back_by_the_same_one(officer, imported, tmp_path):
    content = (tmp_path / "plan.docx").read_bytes()
    Template.objects.all().delete()  # as by a redaction
    response = officer.post(
        "/plans/import/", upload=SimpleUploadedFile("plan.docx", content), real_people="no"
    )
    seen = page(officer.get(response.url))
    assert "Keep it as the document that the plan goes out in" in seen.all("//button")
    officer.post(response.url)
    assert Template.objects.get().plan == imported
    assert Action.objects.count() == 4
    response = officer.post(
        "/plans/import/", upload=SimpleUploadedFile("plan.docx", content), real_people="no"
    )
    assert "Keep it as the document" not in page(officer.get(response.url)).main
