import pytest

from dueregard.access.uploads import RealPeopleMixin


def answered(settings, demo, **data):
    settings.DEMO = demo
    form = RealPeopleMixin(data)
    form.is_valid()
    return form.errors.get("real_people", [])


def test_outside_a_demonstration_it_is_not_asked(settings):
    settings.DEMO = False
    assert list(RealPeopleMixin().fields) == []


def test_in_a_demonstration_made_up_people_are_welcome(settings):
    assert answered(settings, True, real_people="no") == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"real_people": "yes"}, "A demonstration may not hold real people"),
        ({}, "Say whether the file is about real people."),
    ],
)
def test_in_a_demonstration_a_yes_and_silence_are_refused(settings, data, sentence):
    assert answered(settings, True, **data)[0].startswith(sentence)
