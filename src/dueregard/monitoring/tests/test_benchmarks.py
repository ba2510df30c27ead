import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.monitoring.models import EVERYWHERE, Benchmark
from dueregard.monitoring.tests.factories import census, census_file, of
from tests.pages import page

pytestmark = pytest.mark.django_db

LOAD = "/monitoring/benchmarks/load/"


def send(person, content=None, **changes):
    file = SimpleUploadedFile("census.csv", census_file() if content is None else content)
    return person.post(LOAD, **({"file": file, "source": "Census office"} | changes))


def url(benchmark, deed=""):
    return f"/monitoring/benchmarks/{benchmark.pk}/{deed}"


def two_areas(person):
    return census(*of(person), census_file(areas=("North", "South")), whole_area="Fairshire")


def test_an_empty_list_says_what_that_means(reader, officer):
    seen = page(reader.get("/monitoring/benchmarks/"))
    assert "None has been loaded." in seen.main
    assert "Load a population" not in seen.links
    assert page(officer.get("/monitoring/benchmarks/")).links["Load a population"] == LOAD


def test_the_list_shows_whose_people_they_are(analyst, reader, stranger):
    benchmark = two_areas(analyst)
    seen = page(reader.get("/monitoring/benchmarks/"))
    assert seen.table("Populations") == [
        {
            "Characteristic": "Sex",
            "Our area": "Fairshire",
            "As at": "21 March 2021",
            "Source": "Census office",
        }
    ]
    assert seen.links["Sex"] == url(benchmark)
    assert "None has been loaded." in page(stranger.get("/monitoring/benchmarks/")).main


def test_the_officer_loads_a_population_and_chooses_the_area(officer):
    response = send(officer, census_file(areas=("North", "South")), whole_area="Fairshire")
    benchmark = Benchmark.objects.get()
    assert response.url == url(benchmark, "choose-area/")
    seen = page(officer.get(response.url))
    assert seen.value("area") == EVERYWHERE
    assert officer.post(response.url, area="E2").url == url(benchmark)
    seen = page(officer.get(url(benchmark)))
    assert "Users are compared with the people of South" in seen.messages[-1]
    assert seen.summary["Areas in the file"] == "2"
    assert seen.table("People of South")[0] == {"Group": "Female", "People": "1,040", "Share": "52.0%"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"file": ""}, "Choose a file."),
        ({"source": ""}, "Enter who published the figures."),
        (
            {"content": b"one,two,three\n1,2,3\n"},
            "A population file has",
        ),
        (
            {"content": b"Sex,n\nFemale,1\nMale,2\n"},
            "The file does not say of which day or year its figures are: enter it.",
        ),
    ],
)
def test_what_is_wrong_is_said(changes, sentence, analyst):
    (error,) = page(send(analyst, **changes)).errors
    assert error.startswith(sentence)
    assert not Benchmark.objects.exists()


def test_an_area_that_is_not_offered_is_refused(analyst):
    benchmark = two_areas(analyst)
    assert len(page(analyst.post(url(benchmark, "choose-area/"), area="E9")).errors) == 1
    assert Benchmark.objects.get().area == EVERYWHERE


def test_it_is_removed_after_being_asked(analyst):
    benchmark = census(*of(analyst))
    assert page(analyst.get(url(benchmark, "remove/"))).h1 == "Remove this population?"
    assert Benchmark.objects.exists()
    response = analyst.client.post(url(benchmark, "remove/"), follow=True)
    assert "The population is removed" in page(response).messages[0]
    assert not Benchmark.objects.exists()


@pytest.mark.parametrize("deed", ["choose-area/", "remove/"])
def test_others_may_not_and_strangers_find_nothing(deed, analyst, reader, stranger):
    benchmark = two_areas(analyst)
    assert reader.post(url(benchmark, deed)).status_code == 403
    assert send(reader).status_code == 403
    assert stranger.post(url(benchmark, deed)).status_code == 404
    assert stranger.get(url(benchmark)).status_code == 404
    assert Benchmark.objects.get().area == EVERYWHERE
