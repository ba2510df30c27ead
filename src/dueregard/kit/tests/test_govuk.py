"""An ordinary form, drawn: what each widget becomes, and that errors lead to what is wrong."""

import datetime
from collections import Counter

import pytest
from django import forms
from django.utils.safestring import mark_safe
from lxml import html

from dueregard.kit.govuk import FieldGroup, FieldOptions, FilterForm, error_list
from dueregard.kit.tests.site import UpdateForm
from dueregard.kit.widgets import GovukDateInput


class Drawn:
    """A drawn form, asked by name."""

    def __init__(self, form):
        self.root = html.fromstring(f"<div>{form}</div>")

    def one(self, path):
        (found,) = self.root.xpath(path)
        return found

    def all(self, path):
        return self.root.xpath(path)

    def control(self, name):
        return self.one(f"//*[@name='{name}']")

    def texts(self, path):
        return [" ".join(element.text_content().split()) for element in self.root.xpath(path)]


def draw(field, data=None, options=None, **attributes):
    """A form with one field called `answer`."""
    form_class = type(
        "OneForm", (forms.Form,), {"answer": field, "options": {"answer": options or FieldOptions()}}
    )
    return Drawn(form_class(data, **attributes))


def test_text_has_a_label_a_hint_and_a_width():
    drawn = draw(
        forms.CharField(label="Name", help_text="As on the plan", max_length=40),
        options=FieldOptions(width=20),
    )
    box = drawn.control("answer")
    assert drawn.texts("//label[@for='id_answer']") == ["Name"]
    assert drawn.texts("//*[@id='id_answer-hint']") == ["As on the plan"]
    assert box.get("aria-describedby") == "id_answer-hint"
    assert "govuk-input--width-20" in box.get("class")
    assert box.get("type") == "text"


def test_text_is_never_cut_off_by_the_browser():
    assert draw(forms.CharField(max_length=40)).control("answer").get("maxlength") is None


def test_fluid_width():
    box = draw(forms.CharField(), options=FieldOptions(width="one-half")).control("answer")
    assert "govuk-!-width-one-half" in box.get("class")


def test_what_the_widget_says_is_passed_on():
    attrs = {"autocomplete": "tel", "inputmode": "tel", "class": "wide", "data-kind": "phone"}
    box = draw(forms.CharField(widget=forms.TextInput(attrs=attrs))).control("answer")
    assert (box.get("autocomplete"), box.get("inputmode"), box.get("data-kind")) == ("tel", "tel", "phone")
    assert "wide" in box.get("class").split()


def test_email_keeps_its_type_and_is_not_spell_checked():
    box = draw(forms.EmailField()).control("answer")
    assert (box.get("type"), box.get("spellcheck")) == ("email", "false")


@pytest.mark.parametrize(
    ("field", "mode"),
    [(forms.IntegerField(), "numeric"), (forms.DecimalField(), "decimal"), (forms.FloatField(), "decimal")],
)
def test_numbers_are_typed_in_text_boxes(field, mode):
    box = draw(field, {"answer": "about 12"}).control("answer")
    assert (box.get("type"), box.get("inputmode"), box.get("value")) == ("text", mode, "about 12")


def test_password_is_never_written_back():
    box = draw(forms.CharField(widget=forms.PasswordInput), {"answer": "hunter2"}).control("answer")
    assert (box.get("type"), box.get("value")) == ("password", None)


def test_textarea_counts_characters_only_where_there_is_a_limit():
    limited = draw(
        forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3})), {"answer": "Done"}
    )
    assert limited.one("//*[@data-module='govuk-character-count']").get("data-maxlength") == "300"
    assert (limited.control("answer").text.strip(), limited.control("answer").get("rows")) == ("Done", "3")
    assert not draw(forms.CharField(widget=forms.Textarea)).all("//*[@data-module]")


CHOICES = [("", "---------"), ("a", "Age"), ("d", "Disability")]


def test_radios_leave_out_the_blank_choice_and_keep_the_answer():
    drawn = draw(forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, label="Which"), {"answer": "d"})
    assert drawn.all("//input[@type='radio']/@value") == ["a", "d"]
    assert drawn.one("//input[@checked]").get("value") == "d"
    assert drawn.texts("//legend") == ["Which"]


def test_select_says_what_to_do_instead_of_dashes():
    drawn = draw(forms.ChoiceField(choices=CHOICES), {"answer": "a"})
    assert drawn.texts("//option") == ["Choose one", "Age", "Disability"]
    assert drawn.one("//option[@selected]").get("value") == "a"


def test_a_blank_choice_with_words_keeps_them():
    assert draw(forms.ChoiceField(choices=[("", "All"), ("a", "Age")])).texts("//option") == ["All", "Age"]


@pytest.mark.parametrize("widget", [forms.CheckboxSelectMultiple, forms.SelectMultiple])
def test_several_answers_are_checkboxes(widget):
    drawn = draw(forms.MultipleChoiceField(choices=CHOICES[1:], widget=widget), {"answer": ["a", "d"]})
    assert drawn.all("//input[@type='checkbox'][@checked]/@value") == ["a", "d"]


def test_choices_of_a_group_are_all_drawn():
    choices = [("White", [("1", "British"), ("2", "Irish")]), ("3", "Other")]
    assert draw(forms.ChoiceField(choices=choices)).all("//option/@value") == ["1", "2", "3"]


def test_choice_hints():
    field = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    drawn = draw(field, options=FieldOptions(choice_hints={"a": "At any age"}))
    assert drawn.texts("//*[contains(@class, 'govuk-radios__hint')]") == ["At any age"]
    assert drawn.one("//input[@value='a']").get("aria-describedby") == "id_answer-item-hint"


@pytest.mark.parametrize(("data", "checked"), [({}, False), ({"answer": "on"}, True)])
def test_one_checkbox_has_no_fieldset_and_keeps_its_tick(data, checked):
    drawn = draw(forms.BooleanField(label="I agree", required=False, help_text="To the policy"), data)
    assert drawn.texts("//label") == ["I agree"]
    assert (drawn.control("answer").get("checked") is not None) is checked
    assert not drawn.all("//fieldset")
    assert drawn.control("answer").get("aria-describedby") == "id_answer-item-hint"


def test_file():
    drawn = draw(forms.FileField(widget=forms.FileInput(attrs={"accept": ".docx"})))
    assert (drawn.control("answer").get("type"), drawn.control("answer").get("accept")) == ("file", ".docx")


def test_hidden_fields_are_drawn_without_a_label():
    drawn = draw(forms.CharField(widget=forms.HiddenInput, initial="7"))
    assert (drawn.control("answer").get("type"), drawn.control("answer").get("value")) == ("hidden", "7")
    assert not drawn.all("//label")


def test_disabled():
    assert draw(forms.CharField(disabled=True)).control("answer").get("disabled") is not None
    radios = draw(forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, disabled=True))
    assert len(radios.all("//input[@disabled]")) == 2


def test_a_widget_without_a_component_is_named():
    with pytest.raises(TypeError, match=r"SplitDateTimeWidget of answer has no GOV\.UK component"):
        draw(forms.SplitDateTimeField())


def test_labels_and_hints_written_by_users_are_escaped():
    drawn = draw(forms.CharField(label="<script>1</script>", help_text="<b>2</b>"))
    assert not drawn.all("//script | //b")
    assert drawn.texts("//label") == ["<script>1</script>"]


def test_a_hint_that_django_marked_safe_is_markup():
    drawn = draw(forms.CharField(help_text=mark_safe("<ul><li>12 letters</li></ul>")))
    assert drawn.texts("//*[@id='id_answer-hint']//li") == ["12 letters"]


# Dates


def date(data=None, **attributes):
    return draw(forms.DateField(widget=GovukDateInput, label="When"), data, **attributes)


def boxes(drawn):
    return [drawn.control(f"answer_{box}").get("value", "") for box in range(3)]


def typed(day, month, year):
    return {"answer_0": day, "answer_1": month, "answer_2": year}


def cleaned(data):
    form = type(
        "DateForm", (forms.Form,), {"answer": forms.DateField(widget=GovukDateInput, required=False)}
    )(data)
    return form.cleaned_data["answer"] if form.is_valid() else form.errors["answer"][0]


def test_the_date_group_and_its_boxes_have_ids_of_their_own():
    drawn = date()
    assert drawn.all("//*[@id='id_answer']")[0].tag == "div"
    assert drawn.all("//input/@id") == ["id_answer_0", "id_answer_1", "id_answer_2"]
    assert drawn.texts("//label") == ["Day", "Month", "Year"]


def test_a_date_known_already_fills_the_boxes():
    assert boxes(date(initial={"answer": datetime.date(2026, 3, 7)})) == ["7", "3", "2026"]


@pytest.mark.parametrize(
    "data",
    [typed("31", "2", "2026"), typed("", "3", ""), typed("x-y", "<", "20-26"), typed(" 5", "07", "26")],
)
def test_what_was_typed_is_kept_when_it_is_no_date(data):
    drawn = date(data)
    assert boxes(drawn) == list(data.values())
    assert len(drawn.all("//input[contains(@class, 'govuk-input--error')]")) == 3


@pytest.mark.parametrize(
    "data", [typed("7", "3", "2026"), typed(" 07", "03 ", "2026"), typed("7", "March", "2026")]
)
def test_dates_are_read(data):
    assert cleaned(data) == datetime.date(2026, 3, 7)


@pytest.mark.parametrize(
    "data",
    [typed("31", "2", "2026"), typed("7", "3", "26"), typed("7", "", "2026"), typed("1", "1", "02026")],
)
def test_no_date_is_guessed(data):
    assert cleaned(data) == "Enter a valid date."


def test_three_empty_boxes_are_no_date():
    assert cleaned(typed("", " ", "")) is None


def test_a_date_that_was_not_sent_at_all_keeps_its_default():
    widget = GovukDateInput()
    assert widget.value_omitted_from_data({}, {}, "answer")
    assert not widget.value_omitted_from_data(typed("", "", ""), {}, "answer")
    assert not widget.value_omitted_from_data({"answer": "2026-03-07"}, {}, "answer")
    assert cleaned({"answer": "2026-03-07"}) == datetime.date(2026, 3, 7)


# Errors


ANSWERS = {
    "status": "late",
    "happened_on_0": "31",
    "happened_on_1": "2",
    "happened_on_2": "2026",
    "people": "many",
}


def ids(root):
    return [element.get("id") for element in root.iter() if element.get("id")]


@pytest.mark.parametrize("data", [None, {}, ANSWERS])
@pytest.mark.parametrize("prefix", [None, "second"])
def test_no_id_is_used_twice_and_every_description_exists(data, prefix):
    root = Drawn(UpdateForm(data, prefix=prefix)).root
    assert [name for name, count in Counter(ids(root)).items() if count > 1] == []
    described = " ".join(root.xpath("//@aria-describedby | //label/@for")).split()
    assert set(described) <= set(ids(root))


def test_errors_stand_at_their_fields_with_their_own_words():
    drawn = Drawn(UpdateForm(ANSWERS))
    assert drawn.texts("//*[@id='id_happened_on-error']") == ["Error: Enter a day that exists"]
    assert drawn.texts("//*[@id='id_note-error']") == ["Error: Write what has happened"]


def test_fields_keep_the_order_of_the_form():
    drawn = Drawn(UpdateForm())
    names = list(dict.fromkeys(name.partition("_on_")[0] for name in drawn.all("//*/@name")))
    assert names == [
        "seen", "status", "reason", "note", "happened", "people", "groups_reached", "unit", "email", "password",
        "evidence", "sure",
    ]  # fmt: skip


def test_errors_of_the_form_come_first_and_hidden_fields_have_no_link():
    class PairForm(forms.Form):
        first = forms.CharField(error_messages={"required": "Enter the first"})
        version = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "The page is stale"})

        def clean(self):
            raise forms.ValidationError("They disagree")

    assert error_list(PairForm({})) == [
        {"text": "They disagree"},
        {"text": "Enter the first", "href": "#id_first"},
        {"text": "The page is stale"},
    ]


def test_several_errors_of_a_field_stand_together_and_are_listed_apart():
    def both(value):
        raise forms.ValidationError(["Too short", "Too common"])

    form = type("NewForm", (forms.Form,), {"answer": forms.CharField(validators=[both])})({"answer": "x"})
    assert Drawn(form).texts("//*[@id='id_answer-error']") == ["Error: Too short Too common"]
    assert [error["text"] for error in error_list(form)] == ["Too short", "Too common"]


def test_a_control_alone_is_djangos_own_so_that_the_admin_is_not_disturbed():
    assert str(UpdateForm()["people"]) == '<input type="number" name="people" id="id_people">'


# Reveals, groups, optional fields


def test_a_revealed_field_is_drawn_once_under_its_choice():
    drawn = Drawn(UpdateForm())
    assert drawn.one("//*[@id='conditional-id_status-2']//input").get("name") == "reason"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (forms.BooleanField(), "on"),
        (forms.MultipleChoiceField(choices=CHOICES[1:], widget=forms.CheckboxSelectMultiple), "d"),
        (forms.ChoiceField(choices=CHOICES[1:], widget=forms.RadioSelect), "d"),
    ],
)
def test_every_kind_of_choice_may_reveal_a_date(field, value):
    class DatedForm(forms.Form):
        answer = field
        since = forms.DateField(widget=GovukDateInput)
        options = {"answer": FieldOptions(reveals={value: "since"})}

    drawn = Drawn(DatedForm({}))
    under = drawn.all("//*[starts-with(@id, 'conditional-')]//input/@name")
    assert under == ["since_0", "since_1", "since_2"]
    assert len(drawn.all("//input[@name='since_0']")) == 1
    assert drawn.one("//*[@data-aria-controls]").get("value") == value


def test_a_revealed_field_is_not_called_optional_since_its_choice_may_require_it():
    assert "Why it is late" in Drawn(UpdateForm()).texts("//label")


def test_optional_fields_say_so():
    assert draw(forms.CharField(label="Note", required=False)).texts("//label") == ["Note (optional)"]


def test_filters_do_not_call_every_field_optional():
    form = type("LeadFilterForm", (FilterForm,), {"lead": forms.CharField(label="Lead", required=False)})
    assert Drawn(form({})).texts("//label") == ["Lead"]
    assert form({"lead": ""}).active == []
    assert form({"lead": "Head"}).active == ["lead"]


def test_a_group_is_drawn_under_its_legend_where_its_first_field_stands():
    class PeriodForm(forms.Form):
        name = forms.CharField()
        starts = forms.CharField()
        note = forms.CharField()
        ends = forms.CharField()
        groups = [FieldGroup("Period", ("starts", "ends"), "Both days count")]

    drawn = Drawn(PeriodForm())
    assert drawn.all("//fieldset//input/@name") == ["starts", "ends"]
    assert drawn.texts("//legend") == ["Period"]
    assert drawn.all("//input/@name") == ["name", "starts", "ends", "note"]
