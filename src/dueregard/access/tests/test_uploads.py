import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from dueregard.access.uploads import RealPeopleMixin, kept_in_memory


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


def received(content):
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("users.csv", content)})
    request._dont_enforce_csrf_checks = True
    return kept_in_memory(megabytes=4)(lambda request: request.FILES["file"])(request)


def test_a_file_that_django_would_write_to_disk_stays_in_memory():
    file = received(b"age\n" * 1_000_000)
    assert not hasattr(file, "temporary_file_path")
    assert (file.name, file.size, file.read()) == ("users.csv", 4_000_000, b"age\n" * 1_000_000)


def test_of_a_file_over_the_limit_only_the_size_is_kept():
    file = received(b"age\n" * 1_000_001)
    assert (file.size, file.read()) == (4_000_004, b"")


@pytest.mark.django_db
def test_a_request_without_its_token_is_still_refused():
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("users.csv", b"age\n1\n")})
    assert kept_in_memory(megabytes=4)(lambda request: None)(request).status_code == 403
