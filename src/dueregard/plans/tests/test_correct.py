import pytest

from tests.pages import page

pytestmark = pytest.mark.django_db

GOOD = {
    "text": "Train everybody",
    "ref": "3",
    "objective": "1",
    "leads": "Head of Staff\nTBC",
    "timescale": "TBC",
}


def url(found, number=2, kind="action"):
    return f"/imports/{found.pk}/correct/{kind}/{number}/"


def test_what_was_read_stands_beside_the_words_of_the_document(officer, waiting):
    seen = page(officer.get(url(waiting)))
    assert seen.summary["Timescale"] == "03/04"
    assert (seen.value("text"), seen.value("timescale")) == ("Train the front line", "03/04")
    assert seen.value("leads") == "Head of Staff"


def test_it_is_corrected(officer, waiting):
    assert officer.post(url(waiting), **GOOD).url == f"/imports/{waiting.pk}/"
    waiting.refresh_from_db()
    changed = waiting.document["actions"][2]
    assert (changed["text"], changed["leads"]) == ("Train everybody", ["Head of Staff", "TBC"])
    assert "corrected by hand" in page(officer.get(f"/imports/{waiting.pk}/", show="new")).main


def test_it_is_left_out(officer, waiting):
    officer.post(url(waiting), **GOOD, left_out="on")
    assert "1 is left out" in page(officer.get(f"/imports/{waiting.pk}/")).main


def test_an_objective_has_neither_objective_nor_status(officer, waiting):
    seen = page(officer.get(url(waiting, 0, "objective")))
    (form,) = [form for form in seen.root.forms if "text" in form.fields]
    assert {"objective", "status"}.isdisjoint(form.fields.keys())
    officer.post(url(waiting, 0, "objective"), text="Know our users", ref="1")
    waiting.refresh_from_db()
    assert waiting.document["objectives"][0]["text"] == "Know our users"


def test_who_corrects_second_is_told_and_loses_nothing(officer, waiting):
    version = page(officer.get(url(waiting))).value("version")
    officer.post(url(waiting), **GOOD, version=version)
    seen = page(officer.post(url(waiting), **(GOOD | {"text": "In other words"}), version=version))
    assert seen.errors[0].startswith("Somebody changed this")
    assert (seen.summary["Words"], seen.value("text")) == ("Train everybody", "In other words")
    officer.post(url(waiting), **(GOOD | {"text": "In other words"}), version=seen.value("version"))
    waiting.refresh_from_db()
    assert waiting.document["actions"][2]["text"] == "In other words"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": ""}, "Write down what it says."),
        ({"timescale": "31 February 2027"}, "No day can be read in this"),
        ({"timescale": "04/05"}, "This can be read in several ways"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(officer, waiting, changes, sentence):
    seen = page(officer.post(url(waiting), **(GOOD | changes)))
    assert len(seen.errors) == 1
    assert seen.errors[0].startswith(sentence)
    assert seen.value("timescale") == (GOOD | changes)["timescale"]
    waiting.refresh_from_db()
    assert "corrected" not in waiting.document["actions"][2]
