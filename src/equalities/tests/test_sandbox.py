import pytest

from equalities.refusals import Refused
from equalities.sandbox import Limits, run_limited

HERE = "equalities.tests.test_sandbox"


def double(number):
    return number * 2


def refuse():
    raise Refused("This is a picture: send the document itself.")


def fill_memory():
    return len(bytearray(4 * 1024**3))


def sleep():
    import time

    time.sleep(30)


def chatter():
    print("a library that prints")
    return "quiet"


def test_the_result_comes_back():
    assert run_limited(f"{HERE}:double", 21) == 42


def test_a_refusal_comes_back_as_its_own_sentence():
    with pytest.raises(Refused, match="This is a picture: send the document itself"):
        run_limited(f"{HERE}:refuse")


def test_too_much_memory_is_one_sentence():
    with pytest.raises(Refused, match="512 MB to read"):
        run_limited(f"{HERE}:fill_memory", limits=Limits(megabytes=512))


def test_too_much_time_is_one_sentence():
    with pytest.raises(Refused, match="1 seconds"):
        run_limited(f"{HERE}:sleep", limits=Limits(seconds=1))


def test_what_a_library_prints_does_not_spoil_the_answer():
    assert run_limited(f"{HERE}:chatter") == "quiet"


def test_the_childs_temporary_files_go_where_they_are_told(tmp_path):
    assert run_limited("tempfile:gettempdir", scratch=tmp_path) == str(tmp_path)
