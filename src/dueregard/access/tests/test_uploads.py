import tracemalloc
from contextlib import ExitStack, closing

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory

from dueregard.access import uploads
from dueregard.access.uploads import Scrambled, kept_scrambled


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def received():
    """What a view is handed: received(content)."""
    with ExitStack() as files:

        def receive(content, limit=4):
            request = RequestFactory().post("/", {"file": SimpleUploadedFile("users.csv", content)})
            request._dont_enforce_csrf_checks = True
            found = kept_scrambled(megabytes=limit)(lambda request: request.FILES["file"])(request)
            return files.enter_context(closing(found))

        yield receive


def test_a_file_that_django_would_write_to_disk_has_no_name_there(received, data_dir):
    file = received(b"age\n" * 1_000_000)
    assert not hasattr(file, "temporary_file_path")
    assert (file.name, file.size, file.read()) == ("users.csv", 4_000_000, b"age\n" * 1_000_000)
    assert b"".join(file.chunks(1000)) == b"age\n" * 1_000_000
    assert list((data_dir / "tmp").iterdir()) == []


def test_what_is_on_disk_says_nothing(received):
    file = received(b"age\n" * 1_000).file
    file._file.seek(0)
    written = file._file.read()
    assert len(written) == 4_000
    assert b"age" not in written


def test_a_large_file_is_never_in_memory_whole():
    tracemalloc.start()
    with closing(Scrambled()) as scrambled:
        for _ in range(50):
            scrambled.write(b"x" * 1_000_000)
        scrambled.seek(0)
        while scrambled.read(1 << 20):
            pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8_000_000


def test_it_is_read_from_the_beginning_alone(received):
    with pytest.raises(OSError, match="from the beginning"):
        received(b"age\n").file.seek(2)


def test_of_a_file_over_the_limit_only_the_size_is_kept(received):
    file = received(b"age\n" * 1_000_001)
    assert (file.size, file.read()) == (4_000_004, b"")


@pytest.mark.django_db
def test_a_request_without_its_token_is_still_refused():
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("users.csv", b"age\n1\n")})
    assert kept_scrambled(megabytes=4)(lambda request: None)(request).status_code == 403
    request.close()


def test_what_cannot_be_read_to_its_end_is_let_go(monkeypatch):
    begun = []

    def begin():
        begun.append(Scrambled())
        return begun[-1]

    monkeypatch.setattr(uploads, "Scrambled", begin)
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="users.csv"\r\n'
    body = head + b"Content-Transfer-Encoding: base64\r\n\r\nnot base64 \xff\r\n--edge--\r\n"
    request = RequestFactory().generic("POST", "/", body, "multipart/form-data; boundary=edge")
    request._dont_enforce_csrf_checks = True
    with pytest.raises(MultiPartParserError):
        kept_scrambled(megabytes=4)(lambda request: request.FILES["file"])(request)
    assert [each._file.closed for each in begun] == [True]
