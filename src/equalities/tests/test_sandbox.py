import os
import resource
import signal
import time

import pytest

from equalities.refusals import Refused
from equalities.sandbox import Limits, more_time, run_limited

HERE = "equalities.tests.test_sandbox"


def double(number):
    return number * 2


def refuse():
    raise Refused("This is a picture: send the document itself.")


def fill_memory():
    return len(bytearray(4 * 1024**3))


def sleep():
    time.sleep(30)


def spin(seconds):
    more_time(seconds)
    while time.process_time() < 1.6:
        pass
    return time.process_time()


def crash():
    raise ZeroDivisionError


def die():
    os.kill(os.getpid(), signal.SIGSEGV)


def chatter():
    print("a library that prints")
    return "quiet"


def test_the_result_comes_back():
    assert run_limited(f"{HERE}:double", 21) == 42


def test_a_refusal_comes_back_as_its_own_sentence():
    with pytest.raises(Refused, match="This is a picture: send the document itself"):
        run_limited(f"{HERE}:refuse")


def test_too_much_memory_is_one_sentence():
    with pytest.raises(Refused, match="needs more than 512 MB to read"):
        run_limited(f"{HERE}:fill_memory", limits=Limits(megabytes=512))


def test_too_much_time_is_one_sentence():
    with pytest.raises(Refused, match="needs more than 1 second to read"):
        run_limited(f"{HERE}:sleep", limits=Limits(seconds=1))


@pytest.mark.parametrize("deed", ["die", "fill_memory", "sleep"])
def test_a_file_of_rows_has_no_pictures_to_remove(deed):
    with pytest.raises(Refused, match="to read: split it, and try again") as caught:
        run_limited(f"{HERE}:{deed}", limits=Limits(seconds=5, megabytes=512), only_rows=True)
    assert "pictures" not in str(caught.value)


def test_too_much_of_the_processor_is_one_sentence():
    with pytest.raises(Refused, match="needs more than 1 second to read"):
        run_limited(f"{HERE}:spin", 0, limits=Limits(processor=1))


def test_a_child_that_gets_on_has_more_time():
    assert run_limited(f"{HERE}:spin", 3, limits=Limits(processor=1)) > 1.5


def test_outside_a_child_there_is_no_limit_to_raise():
    before = resource.getrlimit(resource.RLIMIT_CPU)
    more_time(5)
    assert resource.getrlimit(resource.RLIMIT_CPU) == before


def test_a_crash_for_another_reason_is_not_called_a_matter_of_time_or_memory():
    with pytest.raises(Refused, match="something in it is not as it should be") as caught:
        run_limited(f"{HERE}:crash")
    assert "ZeroDivisionError" in str(caught.value.__cause__)


def test_a_library_that_dies_ran_out_of_memory():
    with pytest.raises(Refused, match="needs more than 1,024 MB"):
        run_limited(f"{HERE}:die")


def test_what_a_library_prints_does_not_spoil_the_answer():
    assert run_limited(f"{HERE}:chatter") == "quiet"


def test_the_childs_temporary_files_go_where_they_are_told(tmp_path):
    assert run_limited("tempfile:gettempdir", scratch=tmp_path) == str(tmp_path)


def long_text():
    return "Gŵyl\n\ud83d" * 3


def test_a_text_comes_back_as_it_is():
    assert run_limited(f"{HERE}:long_text") == "Gŵyl\n\ud83d" * 3
