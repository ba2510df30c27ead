import pytest
from django.core.exceptions import ValidationError

from dueregard.audit.models import Event
from dueregard.monitoring import services
from dueregard.monitoring.models import EVERYWHERE, Benchmark
from dueregard.monitoring.tests.factories import census, census_file, of
from equalities.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]


def test_a_population_is_loaded_with_its_areas_and_vintage(analyst):
    benchmark = census(*of(analyst), census_file(areas=("North", "South")), whole_area="Fairshire")
    assert (benchmark.characteristic, benchmark.classification) == ("sex", "sex_census2021")
    assert (benchmark.vintage, benchmark.source, benchmark.title) == ("2021-03-21", "Census office", "Sex")
    assert [area.area for area in benchmark.areas] == ["North", "South"]
    assert [area.cube.total for area in benchmark.areas] == [1000, 2000]
    assert "sex_census2021" in Event.objects.get(kind="monitoring.benchmark_loaded").payload


@pytest.mark.parametrize(
    ("name", "characteristic", "areas", "total"),
    [
        ("2021_population_ethnic_group_ward_trafford.csv", "ethnicity", 21, 235_061),
        ("2021_population_religion_ward_trafford.csv", "religion", 21, 235_052),
        ("2021_disability_ward_trafford.csv", "disability", 21, 235_053),
        ("2021_population_by_sex_ward_trafford.csv", "sex", 21, 235_050),
    ],
)
def test_real_census_files_differ_by_a_few_people_and_that_is_no_error(
    name, characteristic, areas, total, analyst, shared
):
    benchmark = census(
        *of(analyst), (shared / "data/census" / name).read_bytes(), name=name, whole_area="Trafford"
    )
    assert (benchmark.characteristic, len(benchmark.areas)) == (characteristic, areas)
    assert (benchmark.area_name, benchmark.population.cube.total) == ("Trafford", total)


def test_a_file_of_one_area_needs_no_choice(analyst):
    assert census(*of(analyst)).area == "E1"


def test_groups_and_counts_alone_need_a_year(analyst):
    pairs = b"Sex,Number\nFemale,520\nMale,480\n"
    with pytest.raises(Refused, match="of which day or year its figures are: enter it"):
        census(*of(analyst), pairs)
    benchmark = census(*of(analyst), pairs, vintage="2024")
    assert (benchmark.as_at, benchmark.population.cube.counts.tolist()) == ("2024", [520, 480])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            census_file() + b"\nE2,Elsewhere,2011-03-27,Female,9\nE2,Elsewhere,2011-03-27,Male,9",
            "of several days",
        ),
        (b"area_code,period,team,value\nE1,2021,Reds,5\nE1,2021,Blues,6\n", "in no list that is known"),
        (b"one,two,three\n1,2,3\n", "A population file has area_code"),
        (b"Sex,Number\nFemale,many\n", "is not a count"),
    ],
)
def test_a_file_that_is_no_population_is_refused_and_changes_nothing(content, sentence, analyst):
    with pytest.raises(Refused, match=sentence):
        census(*of(analyst), content)
    assert not Benchmark.objects.exists()
    assert not Event.objects.exists()


def test_our_area_is_chosen(analyst):
    benchmark = census(*of(analyst), census_file(areas=("North", "South")))
    services.choose_area(benchmark, area="E2", by=analyst.user)
    assert Benchmark.objects.get().area_name == "South"
    assert '"area": "South"' in Event.objects.get(kind="monitoring.area_chosen").payload
    services.choose_area(benchmark, area=EVERYWHERE, by=analyst.user)
    assert Benchmark.objects.get().area_name == "All areas of the file"


def test_an_area_that_is_not_in_the_file_is_refused(analyst):
    benchmark = census(*of(analyst))
    with pytest.raises(ValidationError, match="Choose an area of the file"):
        services.choose_area(benchmark, area="E9", by=analyst.user)
    assert Benchmark.objects.get().area == "E1"


def test_a_population_is_removed(analyst):
    services.remove_benchmark(census(*of(analyst)), by=analyst.user)
    assert not Benchmark.objects.exists()
    assert "Census office, 21 March 2021" in Event.objects.get(kind="monitoring.benchmark_removed").payload
