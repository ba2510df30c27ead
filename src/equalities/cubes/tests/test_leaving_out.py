import hmac

import pytest

from equalities.cubes import Column, Layout, LeftOut, read, read_apart_as_dict, read_together
from equalities.refusals import Refused

KEY = b"a secret of forty-four bytes, as Fernet makes"
FILE = "Card,Sex,Ward\nM 1,F,North\nM 2,M,South\nm 3 ,F,North\n,F,South\nM 2,M,North\n"
SEX, WARD = Column("Sex", "sex", "sex_census2021"), Column("Ward", "place", "as written")


def hashed(reference):
    return hmac.new(KEY, reference.encode(), "sha256").hexdigest()


def layout(*references, **said):
    return Layout((SEX, WARD), left_out=LeftOut(KEY.hex(), tuple(map(hashed, references))), **said)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "users.csv"
    path.write_text(FILE)
    return path


def people(cube):
    return dict(zip(cube.dimension("sex").codes, cube.by("sex").counts.tolist(), strict=True))


@pytest.mark.parametrize(
    ("references", "left"),
    [
        ((), {"1": 3, "2": 1}),
        (("m 1",), {"1": 2, "2": 1}),
        (("m 2",), {"1": 3, "2": 0}),  # both rows
        (("m 3",), {"1": 2, "2": 1}),  # spaces at its end
        (("m 1", "m 3"), {"1": 1, "2": 1}),
        (("nobody",), {"1": 3, "2": 1}),
    ],
)
def test_rows_of_these_people_are_not_counted(file, references, left):
    assert people(read(file, layout(*references, reference="Card")).cube) == left


def test_without_a_column_of_references_nobody_can_be_left_out():
    with pytest.raises(Refused, match="say which column tells them apart"):
        layout("m 1")


def test_a_hash_is_hexadecimal_and_nothing_else(file):
    hostile = Layout((SEX,), reference="Card", left_out=LeftOut(KEY.hex(), ("') OR 1=1 --",)))
    with pytest.raises(ValueError, match="hex"):
        read(file, hostile)


def test_another_process_leaves_them_out_too(file):
    said = {
        "columns": [{"heading": "Sex", "name": "sex", "classification": "sex_census2021"}],
        "reference": "Card",
        "left_out": {"key": KEY.hex(), "hashes": [hashed("m 1")]},
    }
    (reading,) = read_apart_as_dict(str(file), said)
    assert reading["cube"]["cells"] == [[0, 2], [1, 1]]


def test_columns_counted_together_have_the_codes_that_they_have_apart(file):
    (crossed,) = read_together(file, layout("m 1", reference="Card"), [("sex", "place")])
    alone = read(file, Layout((WARD,), reference="Card"))
    assert crossed.dimension("place").codes == alone.cube.dimensions[0].codes == ("North", "South")
    assert crossed.counts.tolist() == [[1, 1], [1, 0]]
