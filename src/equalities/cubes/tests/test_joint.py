import pytest

from equalities.cubes import Wanted, joint_population
from equalities.refusals import Refused


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "population.csv"
        path.write_text(text)
        return path

    return write


LONG = (
    "group,age,count\nAsian,16 to 64,600\nAsian,65 and over,50\nWhite,16 to 64,4000\nWhite,65 and over,2000\n"
)


def test_a_group_and_a_count(file):
    found = joint_population(
        file('group,count\nA,"1,200"\nB,800\nTotal,2000\nNot answered,9\n'), Wanted("team")
    )
    assert (found.strata, found.groups, found.noise) == ((), {"A": 1200, "B": 800}, None)


def test_a_column_that_both_have_is_a_stratum(file):
    found = joint_population(file(LONG), Wanted("Ethnicity", shared=("Postcode", "Age group")))
    assert found.strata == ("Age group",)
    assert found.counts["Asian", "65 and over"] == 50
    assert found.groups == {"Asian": 650, "White": 6000}


def test_no_stratum_is_taken_that_was_not_asked_for(file):
    assert joint_population(file(LONG), Wanted("Ethnicity")).counts == {("Asian",): 650, ("White",): 6000}


def test_a_column_for_each_band_of_ages(file):
    path = file(
        "area_code,area_name,ethnicity,All ages,0 to 15,16 to 64,65 and over\nE1,Hale,All,12,3,4,5\nE1,Hale,Asian,12,3,4,5\n"
    )
    found = joint_population(path, Wanted("ethnicity", shared=("age",)))
    assert found.counts == {("Asian", "0 to 15"): 3, ("Asian", "16 to 64"): 4, ("Asian", "65 and over"): 5}
    assert joint_population(path, Wanted("ethnicity")).groups == {"Asian": 12}


SEXES = (
    "geography,sex,ethnicity,count\nHale,All persons,Asian,30\nHale,Males,Asian,10\nHale,Females,Asian,20\n"
)


def test_totals_by_a_column_that_is_not_asked_for_are_not_added_to_their_parts(file):
    path = file(SEXES)
    assert joint_population(path, Wanted("ethnicity")).groups == {"Asian": 30}
    assert joint_population(path, Wanted("ethnicity", shared=("sex",))).counts == {
        ("Asian", "Males"): 10,
        ("Asian", "Females"): 20,
    }
    parts = file(SEXES.replace("Hale,All persons,Asian,30\n", ""))
    assert joint_population(parts, Wanted("ethnicity")).groups == {"Asian": 30}


def test_a_broad_groups_total_is_the_group_where_none_of_its_parts_stands_there(file):
    text = "group,count\nAll categories: Ethnic group,100\nWhite: Total,80\nAsian - total,15\nGrand - total,100\n"
    assert joint_population(file(text), Wanted("group")).groups == {"White: Total": 80, "Asian - total": 15}
    parts = file(text + "White: Irish,5\nWhite: British,75\n")
    assert joint_population(parts, Wanted("group")).groups == {
        "Asian - total": 15,
        "White: Irish": 5,
        "White: British": 75,
    }


AREAS = "area_code,area_name,group,count\nE1,Hale,A,10\nE2,Leigh,A,20\nE3,Sale,A,40\n"


def test_a_named_set_of_authorities_by_name_or_code(file):
    found = joint_population(file(AREAS), Wanted("team", areas=("hale", "E3")))
    assert (found.areas, found.groups) == (("Hale", "Sale"), {"A": 50})


def test_a_census_count_may_be_off_and_a_sum_of_them_by_more(file):
    noise = joint_population(file(AREAS), Wanted("team")).noise
    assert noise == {"A": pytest.approx(3 * 3**0.5)}


def test_a_count_may_be_awaited(file):
    found = joint_population(file("group,count\nA,10\nRoma,awaiting census\n"), Wanted("team"))
    assert (found.awaiting, found.groups) == (("Roma",), {"A": 10, "Roma": 0})


def test_a_census_file_whose_groups_stand_under_indicator(file):
    path = file(
        "area_code,area_name,indicator,measure,value\nE1,Hale,Males,Count,4\nE1,Hale,Females,Count,6\nE1,Hale,All persons,Count,10\nE1,Hale,Males,Percentage,40\n"
    )
    assert joint_population(path, Wanted("Sex")).groups == {"Males": 4, "Females": 6}


@pytest.mark.parametrize(
    ("text", "wanted", "sentence"),
    [
        ("a,b,c\n1,2,3\n", Wanted("team"), "name a column count"),
        ("count,total\n1,2\n", Wanted("team"), "name a column group"),
        ("group,count\nA,many\n", Wanted("team"), '"many" is not a count'),
        (LONG, Wanted("ethnicity", adjust=("sex",)), "no column sex to adjust for: its columns are age"),
        ("group,year,count\nA,2011,5\nA,2021,6\n", Wanted("team"), r"several times \(2011, 2021\): keep one"),
        (AREAS, Wanted("team", areas=("Leeds",)), "no area Leeds: it has Hale, Leigh, Sale"),
        (LONG, Wanted("team", areas=("Leeds",)), "it has no column of areas"),
    ],
)
def test_other_shapes_are_refused(file, text, wanted, sentence):
    with pytest.raises(Refused, match=sentence):
        joint_population(file(text), wanted)
