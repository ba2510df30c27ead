from equalities.cubes import Column, Layout, read_apart, read_apart_as_dict

FILE = "id,Sex,Religion\n1,F,Hindu\n2,M,Sikh\n3,F,\n"


def file(tmp_path):
    path = tmp_path / "users.csv"
    path.write_text(FILE)
    return path


def test_each_column_is_counted_by_itself(tmp_path):
    layout = Layout((Column("Sex", "sex"), Column("Religion", "religion", "religion_census2021_ew")))
    sex, religion = read_apart(file(tmp_path), layout)
    assert [each.name for each in sex.cube.dimensions] == ["sex"]
    assert [each.name for each in religion.cube.dimensions] == ["religion"]
    assert (sex.cube.total, religion.cube.total) == (3, 3)
    assert dict(religion.missing["religion"]) == {"not_recorded": 1}


def test_another_process_gets_the_same(tmp_path):
    path = file(tmp_path)
    layout = {"columns": [{"heading": "Sex"}], "row": "person"}
    assert read_apart_as_dict(str(path), layout) == [read_apart(path, Layout((Column("Sex"),)))[0].as_dict()]
