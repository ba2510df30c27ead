import pytest

from equalities.cubes import read_populations, read_populations_as_dict
from equalities.refusals import Refused

AREAS = {"E1": ("North", 1), "E2": ("South", 2)}
PEOPLE = {("Female", "16 to 64"): 40, ("Female", "65 and over"): 20, ("Male", "16 to 64"): 30}


def long_file(headings="area_code,area_name,period,age,sex,value"):
    lines = [
        f"{code},{name},2021,{age},{sex},{times * n}"
        for code, (name, times) in AREAS.items()
        for (sex, age), n in PEOPLE.items()
    ]
    totals = [f"{code},{name},2021,All ages,Female,{60 * times}" for code, (name, times) in AREAS.items()]
    return "\n".join([headings, *lines, *totals])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "population.csv"

    def write(text):
        path.write_text(text)
        return path

    return write


def counts(benchmark):
    return dict(zip(benchmark.cube.dimensions[0].codes, benchmark.cube.counts.tolist(), strict=True))


def test_ages_beside_groups_give_benchmarks_by_group_without_the_totals(file):
    found = read_populations(file(long_file()), source="Census office")
    assert [(each.area, each.vintage, each.source) for each in found.benchmarks] == [
        ("North", "2021", "Census office"),
        ("South", "2021", "Census office"),
    ]
    assert [counts(each) for each in found.benchmarks] == [{"1": 60, "2": 30}, {"1": 120, "2": 60}]
    assert set(found.ages["E2"]) == {("1", "16 to 64", 80), ("1", "65 and over", 40), ("2", "16 to 64", 60)}


def test_a_file_without_areas_is_one(file):
    found = read_populations(file("sex,age,count\nFemale,16 to 64,40\nMale,16 to 64,30\n"))
    assert [counts(each) for each in found.benchmarks] == [{"1": 40, "2": 30}]
    assert found.ages == {"": (("1", "16 to 64", 40), ("2", "16 to 64", 30))}


def test_a_file_of_groups_alone_has_no_ages(file):
    found = read_populations(file("sex,count\nFemale,40\nMale,30\n"))
    assert (counts(found.benchmarks[0]), found.ages) == ({"1": 40, "2": 30}, {})
    ages_alone = read_populations(file("age,count\n16 to 64,40\n"))
    assert ages_alone.ages == {}


def test_groups_in_no_list_have_no_ages(file):
    assert read_populations(file("religion,age,count\nPastafari,16 to 64,9\n")).ages == {}


def test_a_file_of_totals_alone_is_refused(file):
    with pytest.raises(Refused, match="No line of this population file"):
        read_populations(file("sex,age,count\nFemale,All ages,9\n"))


def test_another_process_reads_the_same(file):
    found = read_populations_as_dict(str(file(long_file())))
    assert sorted(found) == ["ages", "benchmarks"]
    assert ["1", "65 and over", 20] in found["ages"]["E1"]
