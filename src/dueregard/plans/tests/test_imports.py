from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.access.models import Post, Unit
from dueregard.access.tests.factories import OrganisationFactory, PostFactory
from dueregard.audit.models import Event
from dueregard.plans import reports, services
from dueregard.plans.models import Action, Import, Objective, Plan
from dueregard.plans.services import reading
from dueregard.plans.tests.factories import TABLE, TODAY, PlanFactory, upload
from equalities.refusals import Refused

pytestmark = pytest.mark.django_db


def read(officer, text=TABLE, name="Equality plan.csv"):
    return services.read_plan(officer.membership.organisation, by=officer.user, upload=upload(text, name))


def confirm(officer, found, **given):
    return services.confirm(found, by=officer.user, title="Equality plan", **given)


def kinds():
    return list(Event.objects.values_list("kind", flat=True))


def action(ref):
    return Action.objects.get(ref=ref)


def test_a_document_is_read_and_nothing_is_created_yet(officer, waiting):
    assert (waiting.filename, waiting.is_confirmed) == ("Equality plan.csv", False)
    assert not Plan.objects.exists()
    assert kinds() == ["plans.document_read"]


def test_the_same_document_waits_once(officer, waiting):
    assert read(officer) == waiting
    assert Import.objects.count() == 1


def test_a_document_with_nothing_in_it_is_refused(officer):
    with pytest.raises(ValidationError, match="No objective and no action was found"):
        read(officer, "Nothing at all\n")
    assert not Import.objects.exists()


def test_the_sentence_of_the_library_is_passed_on(officer, monkeypatch):
    def refuse(*_arguments):
        raise Refused("Save it as .docx.")

    monkeypatch.setattr(reading, "run_limited", refuse)
    with pytest.raises(ValidationError, match=r"Save it as \.docx\."):
        read(officer)
    assert not Import.objects.exists()


@pytest.mark.slow_test
def test_the_document_is_read_in_a_process_of_its_own(officer):
    assert len(read(officer).document["actions"]) == 4
    with pytest.raises(ValidationError, match="holds no text"):
        services.read_plan(
            officer.membership.organisation, by=officer.user, upload=SimpleUploadedFile("plan.csv", b" \n")
        )


def test_a_confirmed_document_is_in_the_register(officer, waiting):
    period = {"starts_on": date(2013, 1, 1), "ends_on": date(2016, 3, 31)}
    plan = confirm(officer, waiting, **period)
    assert (plan.title, plan.starts_on, plan.ends_on) == ("Equality plan", *period.values())
    assert [str(objective) for objective in plan.objectives.all()] == ["1 Know who uses our services"]
    first = action("1")
    assert first.text == first.imported_text == "Ask the same questions in every service"
    assert first.objective == plan.objectives.get()
    assert [lead.text for lead in first.leads.all()] == ["Insight Manager"]
    assert [measure.text for measure in first.measures.all()] == ["Share of users who answered"]
    assert {str(label) for label in first.labels.all()} == {"All", "Age"}
    assert (first.status_as_written, first.saying) == ("On target", "well")
    assert (first.timescale_text, first.last_day) == ("31 March 2013", date(2013, 3, 31))
    assert first.first_last_day == date(2013, 3, 31)
    assert first.is_to_be_mapped
    assert first.others == {"Directorate": "Customer Services", "EFLG criteria": "To be mapped"}
    assert first.fields["Timescale"] == "31 March 2013"
    assert first.sources["Timescale"]["column"] == 6
    assert (first.imported_in, first.registered_on) == (waiting, TODAY)
    assert kinds()[-1] == "plans.plan_imported"


def test_what_the_timescales_of_a_document_become(imported):
    assert action("2").next_due_on > TODAY  # it recurs: the next end of a quarter
    assert (action("2").last_day, action("2").next_due_on.day) == (None, action("2").next_due_on.day)
    assert (action("3").last_day, action("3").timescale_text) == (None, "03/04")  # more than one reading
    assert (action("4").waits_for, action("4").last_day) == ("staff survey", None)


def test_the_same_document_twice_changes_nothing(officer, imported):
    again = read(officer)
    shown = reports.preview(again)
    assert shown.plan == imported
    assert (len(shown.having("new")), len(shown.having("there"))) == (0, 5)
    with pytest.raises(ValidationError, match="there is nothing to import"):
        confirm(officer, again)
    assert (Objective.objects.count(), Action.objects.count()) == (1, 4)


def test_a_document_with_one_more_line_adds_one_action(officer, imported):
    changed = action("1")
    services.reword(changed, by=officer.user, version=changed.version, text="In other words")
    again = read(
        officer, TABLE.replace(",2.1\n", ",2.2\n") + "5,Publish the results,,Insight Manager,,,,,,\n"
    )
    again.document["title"] = imported.title
    again.save()
    shown = reports.preview(again)
    assert [entry.content["text"] for entry in shown.having("new")] == ["Publish the results"]
    confirm(officer, again)
    assert [each.text for each in imported.actions.order_by("pk")][-1] == "Publish the results"
    assert action("5").objective == imported.objectives.get()
    assert action("1").text == "In other words"


def test_two_lines_alike_are_two_actions(officer):
    twice = "Action,Lead\nMeet the network,Manager\nMeet the network,Manager\n"
    plan = confirm(officer, read(officer, twice))
    assert plan.actions.count() == 2
    assert len(reports.preview(read(officer, twice)).having("there")) == 2


def test_leads_are_linked_to_posts_and_posts_and_units_are_added_when_ticked(officer, waiting):
    held = PostFactory(organisation=officer.membership.organisation, title="insight manager")
    shown = reports.preview(waiting)
    assert shown.posts == (("Head of Staff", True),)
    assert shown.units == ("Customer Services", "Human Resources")
    confirm(officer, waiting, posts=["Head of Staff"], units=["Customer Services"])
    assert action("1").leads.get().post == held
    assert action("2").leads.get().post is None
    assert action("3").leads.get().post == Post.objects.get(title="Head of Staff")
    assert action("1").unit == Unit.objects.get(name="Customer Services")
    assert action("3").unit is None
    assert {"access.unit_added", "access.post_added"} < set(kinds())


def correct(officer, found, kind="action", number=2, **changes):
    content = found.document[f"{kind}s"][number]
    typed = {name: content[name] for name in ("text", "ref", "leads", "measures")}
    typed["timescale"] = content["timescale"]["phrase"] if content["timescale"] else ""
    which = {"kind": kind, "number": number, "version": content.get("corrected", 0)}
    return services.correct(found, by=officer.user, **which, **(typed | changes))


def test_a_cell_is_corrected_before_it_goes_in(officer, waiting):
    correct(
        officer, waiting, timescale="By March 2004", text="Train everybody", leads=["Head of Staff", "TBC"]
    )
    waiting.refresh_from_db()
    assert reports.preview(waiting).entries[3].doubts == ()
    confirm(officer, waiting)
    third = action("3")
    assert (third.text, third.imported_text) == ("Train everybody", "Train the front line")
    assert third.last_day == date(2004, 3, 31)
    assert third.fields["Timescale"] == "03/04"  # the words of the document stay
    assert [lead.text for lead in third.leads.all()] == ["Head of Staff", "TBC"]
    assert "plans.preview_corrected" in kinds()


def test_a_timescale_is_taken_away(officer, waiting):
    correct(officer, waiting, number=0, timescale="")
    confirm(officer, waiting)
    assert (action("1").timescale, action("1").last_day) == (None, None)


def test_a_correction_must_have_one_meaning(officer, waiting):
    with pytest.raises(ValidationError, match="several ways"):
        correct(officer, waiting, timescale="04/05")
    waiting.refresh_from_db()
    assert waiting.document["actions"][2]["timescale"]["phrase"] == "03/04"


def test_who_corrects_second_is_told_and_nothing_of_the_first_is_lost(officer, waiting):
    same = Import.objects.get(pk=waiting.pk)
    correct(officer, same, text="The first words")
    with pytest.raises(services.ChangedMeanwhile, match="Somebody changed this"):
        correct(officer, waiting, text="The second words")
    correct(officer, waiting, number=0, text="Another entry")
    waiting.refresh_from_db()
    assert [each["text"] for each in waiting.document["actions"]][::2] == ["Another entry", "The first words"]


def test_what_is_left_out_does_not_go_in(officer, waiting):
    correct(officer, waiting, left_out=True)
    confirm(officer, waiting)
    assert sorted(Action.objects.values_list("ref", flat=True)) == ["1", "2", "4"]


def test_what_is_confirmed_is_no_longer_corrected_confirmed_or_discarded(officer, waiting):
    confirm(officer, waiting)
    waiting.refresh_from_db()
    for deed in (
        lambda: correct(officer, waiting),
        lambda: confirm(officer, waiting),
        lambda: services.discard(waiting, by=officer.user),
    ):
        with pytest.raises(ValidationError, match="has been imported already"):
            deed()


def test_a_discarded_document_leaves_only_its_event(officer, waiting):
    services.discard(waiting, by=officer.user)
    assert not Import.objects.exists()
    assert kinds() == ["plans.document_read", "plans.preview_discarded"]


def undo(officer):
    found = Import.objects.latest("confirmed_at")
    return services.undo(found, by=officer.user)


def test_an_import_is_undone_in_one_step(officer, imported):
    assert undo(officer) == {"actions": 4, "objectives": 1}
    assert not Plan.objects.exists()
    assert not Action.objects.exists()
    assert kinds()[-1] == "plans.import_undone"
    assert len(reports.preview(read(officer)).having("new")) == 5  # it may come in again


def test_undoing_keeps_what_was_added_by_hand(officer, imported):
    services.add_action(imported, by=officer.user, text="By hand", objective=imported.objectives.get())
    assert reports.undo_effect(Import.objects.get()) == reports.UndoEffect(1, 4, 0, 0)
    undo(officer)
    kept = Action.objects.get()
    assert (kept.text, kept.objective, kept.plan) == ("By hand", None, imported)


def test_undoing_says_how_much_was_changed_by_hand(officer, imported):
    first, objective = action("1"), imported.objectives.get()
    for text in ("Once", "Twice"):
        services.reword(first, by=officer.user, version=first.version, text=text)
    services.reword(objective, by=officer.user, version=1, text="Other")
    assert reports.undo_effect(Import.objects.get()).by_hand == 2


def test_an_update_rests_on_an_import_so_that_it_stays(officer, imported):
    first = action("1")
    services.record_update(
        first, by=officer.user, version=first.version, status="On target", note="", on=TODAY
    )
    with pytest.raises(ValidationError, match="Olive Officer recorded an update on “Ask the same"):
        undo(officer)
    assert not services.can_undo(Import.objects.get())
    assert Action.objects.count() == 4


def test_nothing_is_undone_twice(officer, imported):
    found = Import.objects.get()
    assert services.can_undo(found)
    undo(officer)
    with pytest.raises(ValidationError, match="nothing to undo"):
        services.undo(found, by=officer.user)


def test_the_period_and_the_title_come_from_the_document(waiting):
    assert services.period(waiting) == {"starts_on": None, "ends_on": None}
    assert reports.title(waiting) == "Equality plan"
    waiting.document |= {"title": "The plan", "period": "January 2013 to March 2016"}
    assert services.period(waiting) == {"starts_on": date(2013, 1, 1), "ends_on": date(2016, 3, 31)}
    assert reports.title(waiting) == "The plan"


def test_measures_and_outcomes_of_the_whole_plan_go_in_once(officer, waiting):
    waiting.document |= {"measures": ["Share of staff"], "outcomes": ["A fair place"]}
    waiting.save()
    plan = confirm(officer, waiting)
    again = read(officer, TABLE + "5,Publish the results,,Insight Manager,,,,,,\n")
    again.document |= {
        "title": plan.title,
        "measures": ["Share of staff"],
        "outcomes": ["A fair place", "More"],
    }
    again.save()
    confirm(officer, again)
    plan.refresh_from_db()
    assert plan.outcomes == ["A fair place", "More"]
    assert [each.text for each in plan.measures.filter(action=None, objective=None)] == ["Share of staff"]


def test_doubts_stand_beside_the_words_of_the_document(waiting):
    shown = reports.preview(waiting)
    unclear = {entry.content["ref"]: entry.doubts for entry in shown.unclear}
    (doubt,) = [doubt for doubt in unclear["3"] if doubt.words == "03/04"]
    assert "No one day can be read here" in doubt.what
    assert doubt.place == "table 1, row 5, column 6, line 5"
    assert shown.counts == {"objective_new": 1, "action_new": 4}


def test_a_doubt_of_no_entry_stands_alone(officer, waiting):
    source = dict.fromkeys(("file", "page", "sheet", "table", "row", "column", "line")) | {"line": 99}
    waiting.document["problems"] = [{"what": "Not in a row", "source": source, "kept": False}]
    shown = reports.preview(waiting)
    assert shown.loose == (reports.imports.Doubt("Not in a row", "", "line 99"),)


def test_words_in_which_no_date_is_found_are_said(waiting):
    waiting.document["actions"][0]["timescale"] |= {"kind": "unknown", "phrase": "Sometime", "last_day": None}
    (doubt,) = reports.preview(waiting).entries[1].doubts
    assert (doubt.words, doubt.what) == ("Sometime", "No date could be read here: it goes in without one.")


def test_blank_leads_and_measures_are_none(officer, waiting):
    waiting.document["actions"][0] |= {"leads": [" "], "measures": ["", "Number"]}
    waiting.save()
    confirm(officer, waiting)
    assert not action("1").leads.exists()
    assert [measure.text for measure in action("1").measures.all()] == ["Number"]


def test_a_plan_of_a_body_below_is_another_plan(officer, waiting):
    school = OrganisationFactory(parent=officer.membership.organisation)
    PlanFactory(organisation=school, title="Equality plan")
    assert reports.preview(waiting).plan is None
