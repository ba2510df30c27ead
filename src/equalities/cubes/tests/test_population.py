import pytest

from equalities.cubes import Benchmark, combined, read_population
from equalities.cubes.population import same_names
from equalities.refusals import Refused


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "population.csv"
        path.write_text(text)
        return path

    return write


LONG = """area_code,area_name,period,indicator,religion,measure,value
E2,Leigh,2021-03-21,Religion,Christian,Count,60
E2,Leigh,2021-03-21,Religion,Not answered,Count,5
E1,Hale,2021-03-21,Religion,Christian,Count,40
E1,Hale,2021-03-21,Religion,Christian,Percentage,88.9
E1,Hale,2021-03-21,Religion,All persons,Count,45
E1,Hale,2021-03-21,Religion,Muslim,Count,5
"""


def test_one_benchmark_an_area(file):
    hale, leigh = read_population(file(LONG))
    assert (hale.area, hale.area_code, hale.vintage, hale.source) == (
        "Hale",
        "E1",
        "2021-03-21",
        "population.csv",
    )
    assert (hale.cube.total, leigh.cube.total) == (45, 65)
    assert hale.cube.dimensions[0].name == "religion"
    assert hale.cube.dimensions[0].missing == ("not_answered",)


def test_areas_are_put_together(file):
    both = combined(read_population(file(LONG)), "Borough")
    assert (both.area, both.cube.total, both.cube.universe) == ("Borough", 110, {"area": "Borough"})
    assert combined([both], "Borough").cube.counts.tolist() == both.cube.counts.tolist()


def test_areas_of_different_days_are_not_put_together(file):
    with pytest.raises(Refused, match="on the same day"):
        combined(read_population(file(LONG.replace("E2,Leigh,2021", "E2,Leigh,2011"))), "Borough")


def test_a_group_and_a_count(file):
    (benchmark,) = read_population(
        file('group,count\nFemale,"1,200"\nMale,800\nTotal,2000\n'), source="our estimate"
    )
    assert benchmark.cube.dimensions[0].classification == "sex_census2021"
    assert (benchmark.cube.total, benchmark.source, benchmark.area) == (2000, "our estimate", "")


def test_groups_of_no_list_stand_as_they_are(file):
    (benchmark,) = read_population(file("group,count\nGreen,12\nBlue,8\n"))
    assert benchmark.cube.dimensions[0].codes == ("Blue", "Green")
    assert benchmark.cube.counts.tolist() == [8, 12]


def test_a_benchmark_survives_json(file):
    (benchmark,) = read_population(file("group,count\nFemale,12\nMale,8\n"))
    again = Benchmark.from_dict(benchmark.as_dict())
    assert again.cube.counts.tolist() == [12, 8]
    assert again.source == "population.csv"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b,c\n1,2,3\n", "A population file has"),
        ("group,count\nFemale,many\n", '"many" is not a count'),
        ("group,count\nFemale,-3\n", '"-3" is not a count of people'),
        ("group,count\nFemale,\n", "is not a count"),
    ],
)
def test_other_shapes_are_refused(file, text, sentence):
    with pytest.raises(Refused, match=sentence):
        read_population(file(text))


@pytest.mark.slow_test
@pytest.mark.parametrize(
    ("name", "classification", "areas", "total"),
    [
        ("population_ethnic_group_ward", "ethnic_group_census2021_ew", 21, 235_061),
        ("population_religion_ward", "religion_census2021_ew", 21, 235_052),
        ("disability_ward", "disability_census2021_ew", 21, 235_053),
        ("population_by_sex_ward", "sex_census2021", 21, 235_050),
    ],
)
def test_reference_trafford_totals_differ_by_topic(shared, name, classification, areas, total):
    benchmarks = read_population(shared / f"data/census/2021_{name}_trafford.csv")
    assert len(benchmarks) == areas
    assert combined(benchmarks, "Trafford").cube.total == total
    assert benchmarks[0].cube.dimensions[0].classification == classification


CENSUS_2021_WHITE = (
    "English, Welsh, Scottish, Northern Irish or British",
    "Irish",
    "Gypsy or Irish Traveller",
    "Roma",
    "Other White",
)


def test_whom_a_census_counts_apart_go_into_the_group_of_an_older_list():
    groups = ("A", "B", "C", "H", "N")
    found = same_names((*CENSUS_2021_WHITE, "Indian"), groups, "Ethnic category")
    assert [found[label] for label in CENSUS_2021_WHITE] == ["A", "B", "C", "C", "C"]
    assert found["Indian"] == "H"


def test_a_group_of_which_a_population_has_a_part_only_is_not_the_same():
    # schools put Gypsies with Roma, the census with Irish Travellers
    found = same_names(CENSUS_2021_WHITE, ("WBRI", "WIRI", "WROM", "WOTH", "AIND"), "Ethnicity")
    assert "Roma" not in found
    assert found["Other White"] == "WOTH"
