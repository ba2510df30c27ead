import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from dueregard.access.uploads import kept_in_memory


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
