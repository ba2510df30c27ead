"""Recording what went out by another way: from a pasted table to an entry that protection counts on."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.audit.models import Event
from dueregard.ledger.reports import reading
from dueregard.monitoring.models.datasets import AS_WRITTEN_PLACE
from dueregard.monitoring.tests.factories import loaded, users
from dueregard.releases.models import OutsideRelease
from dueregard.releases.reports import PrintedTable
from tests.pages import page

URL, CHECK = "/releases/record/", "/releases/record/check/"
TYPED = {
    "title": "FOI 12/34",
    "paper": "request",
    "went_out_on_0": "2",
    "went_out_on_1": "6",
    "went_out_on_2": "2025",
    "seen_at": "https://www.example.org/foi/1234",
    "about": "others",
    "service": "Museums",
    "starts_on_0": "1",
    "starts_on_1": "4",
    "starts_on_2": "2024",
    "ends_on_0": "31",
    "ends_on_1": "3",
    "ends_on_2": "2025",
}
TABLE = "Ethnic group\tPeople\nWhite\t543\nAsian\t180\nTotal\t723\n"


def say(person, table=TABLE, **said):
    return page(person.post(URL, **(TYPED | {"pasted": table} | said)))


def fields(seen):
    """The form of the check page as a browser would send it."""
    found = {each.get("name"): each.get("value") for each in seen.root.xpath("//form//input[@type='hidden']")}
    for select in seen.root.xpath("//form//select"):
        chosen = select.xpath("./option[@selected]") or select.xpath("./option")
        found[select.get("name")] = chosen[0].get("value")
    return {name: value for name, value in found.items() if name}


def again(person, seen, deed="read", **said):
    return person.post(CHECK, **(fields(seen) | {"deed": deed} | said))


def field_of(seen, words):
    """The name of the select whose label has these words."""
    (label,) = [each for each in seen.root.xpath("//label") if words in each.text_content()]
    return seen.root.get_element_by_id(label.get("for")).get("name")


def text(seen):
    return " ".join(seen.root.text_content().split())


def test_a_pasted_table_is_read_shown_and_recorded(officer):
    seen = say(officer)
    assert "Nothing is recorded yet. 3 lines were read." in text(seen)
    assert "There are no figures of Museums in that period here yet" in text(seen)
    rows = seen.root.xpath("//table//tbody/tr")
    assert [" ".join(row.text_content().split()) for row in rows] == [
        "White 543",
        "Asian, Asian British or Asian Welsh 180",
        "Everybody 723",
    ]
    assert not OutsideRelease.objects.exists()
    answer = again(officer, seen, "record", covers="all")
    outside = OutsideRelease.objects.get()
    assert answer.url == f"/releases/outside/{outside.pk}/"
    table = PrintedTable.from_dict(outside.table_kept)
    assert table.rows == (("white", "543"), ("asian", "180"), ("Total", "723"))
    assert (outside.service, outside.covers, outside.recorded_by) == ("Museums", "all", officer.user)
    assert Event.objects.filter(kind="releases.outside_recorded").count() == 1
    assert "543" in text(page(officer.get(answer.url)))


def test_a_workbook_is_read_too(officer):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(
            [["Users of museums"], [], ["Sex", "Number"], ["Female", 60], ["Male", "c"]]
        ):
            sheet.write_row(number, 0, row)
    upload = SimpleUploadedFile("answer.xlsx", content.getvalue())
    seen = page(officer.post(URL, **TYPED, file=upload))
    assert seen.table("The table as it was read")[0] == {"Sex": "Female", "People": "60"}
    answer = again(officer, seen, "record", covers="others")
    assert PrintedTable.from_dict(OutsideRelease.objects.get().table_kept).marks == ("c",)
    assert "it is listed, and not counted together" in text(page(officer.get(answer.url)))


def test_an_address_is_a_link_and_nothing_else_is(officer):
    again(officer, say(officer), "record", covers="all")
    seen = page(officer.get(f"/releases/outside/{OutsideRelease.objects.get().pk}/"))
    assert seen.root.xpath(f"//main//dd/a[@href='{TYPED['seen_at']}']")
    again(officer, say(officer, seen_at="javascript:alert(1)"), "record", covers="all")
    seen = page(officer.get(f"/releases/outside/{OutsideRelease.objects.last().pk}/"))
    assert not seen.root.xpath("//main//dd/a")
    assert "javascript:alert(1)" in seen.all("//dd")


def test_a_column_for_each_group_becomes_lines(officer):
    seen = say(officer, "Ward\tFemale\tMale\tTotal\nNorth\t60\t<5\t64\nSouth\t7\t8\t15\n")
    column = field_of(seen, "“Ward” is")
    ruled = field_of(seen, "“Recorded as gender, question not known” is")
    seen = page(again(officer, seen, **{column: AS_WRITTEN_PLACE, ruled: "sex:sex_census2021"}))
    again(officer, seen, "record", covers="all")
    table = PrintedTable.from_dict(OutsideRelease.objects.get().table_kept)
    assert [dimension.name for dimension in table.dimensions] == ["place", "sex"]
    assert ("North", "2", "<5") in table.rows
    assert ("South", "Total", "15") in table.rows


def test_groups_across_the_top_may_have_the_name_of_what_stands_below(officer):
    seen = say(officer, "Ethnic group\tWhite\tAsian\nUsers\t10\t20\nStaff\t1\t2\n")
    assert seen.all("//main//label")[:3] == ["“Ethnic group (1)” is", "“Ethnic group (2)” is", "“People” is"]


def test_a_percentage_of_everybody_is_kept_as_one(officer):
    seen = say(officer, "Sex\tNumber\t%\nFemale\t60\t53.6%\nMale\t*\t46.4%\nTotal\t112\t100%\n")
    again(officer, seen, "record", covers="all")
    table = PrintedTable.from_dict(OutsideRelease.objects.get().table_kept)
    assert table.measures == ("count", "percent", "of")
    assert table.rows[1] == ("2", "*", "46.4%", "Total")


def test_what_cannot_be_placed_is_asked_and_never_guessed(officer):
    seen = say(
        officer, "Ethnic group\tPeople\nWhite\t543\nAsian\t180\nMartian\t-\nVenusian\t\n\nSource: survey\n"
    )
    assert OutsideRelease.objects.count() == 0
    assert seen.errors == [
        "Say what “Martian” in “Ethnic group” means",
        "Say what “Venusian” in “Ethnic group” means",
        "Say what “-” in “People” means",
        "Say what “nothing” in “People” means",
    ]
    assert "Record it" not in text(seen)
    answers = {field_of(seen, words): "out" for words in ("Martian", "Venusian", "“-”", "“nothing”")}
    seen = page(again(officer, seen, **answers))
    assert "Record it" in text(seen)
    again(officer, seen, "record", covers="all")
    assert PrintedTable.from_dict(OutsideRelease.objects.get().table_kept).rows == (
        ("white", "543"),
        ("asian", "180"),
    )


def test_nobody_is_recorded_without_a_word_on_who_is_counted(officer):
    seen = page(again(officer, say(officer), "record"))
    assert seen.errors == ["Say which of these people it counts"]
    assert not OutsideRelease.objects.exists()


def test_a_table_without_counts_is_asked_about(officer):
    seen = say(officer, "Ethnic group\tPeople\nWhite\tmany\nAsian\tfew\n")
    assert "Say what “People” is" in seen.errors


def test_numbers_that_do_not_add_up_cannot_be_recorded(officer):
    seen = say(officer, "Sex\tPeople\nFemale\t60\nMale\t40\nTotal\t90\n")
    assert "no people can have all these counts" in text(seen)
    again(officer, seen, "record", covers="all")
    assert not OutsideRelease.objects.exists()


def test_the_same_group_twice_is_said(officer):
    seen = say(officer, "Sex\tPeople\nFemale\t60\nWomen\t61\nMale\t3\n")
    assert seen.errors == [
        "These rows count the same group: Female; Women. Say what each means, or leave all but one out."
    ]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"title": ""}, "Say what it is called"),
        ({"paper": ""}, "Say what kind of paper it is"),
        ({"seen_at": ""}, "Say where it can be seen"),
        ({"about": ""}, "Say whom it counts"),
        ({"service": ""}, "Enter the service"),
        ({"pasted": " "}, "Choose a file, or paste the table below"),
        ({"ends_on_2": "2023"}, "The last day comes before the first one"),
        ({"went_out_on_0": "31"}, "The day it went out does not exist: enter one that does"),
        ({"pasted": "Ethnic group\tPeople\n"}, "This file has a heading row and no rows below it."),
    ],
)
def test_what_is_missing_is_said(officer, changed, error):
    assert say(officer, **{"table": TABLE, **changed} if "pasted" not in changed else changed).errors == [
        error
    ]


def test_it_cannot_have_gone_out_in_the_future(officer):
    assert say(officer, went_out_on_2="2999").errors == [
        "It cannot have gone out after today: enter the day it went out"
    ]


def test_a_page_of_the_check_loaded_afresh_leads_to_the_start(officer):
    assert officer.get(CHECK).url == URL
    assert officer.post(CHECK, **TYPED, pasted="no table").url == URL


def test_our_own_figures_stand_beside_it(officer, dataset):
    table = "Ethnic group\tPeople\nWhite\t543\nAsian\t180\nTotal\t723\n"
    seen = say(officer, table, about=str(dataset.pk))
    assert (
        "It was laid beside 1 release recorded here: what staff see of Libraries, 1 April 2024 to 31 March 2025"
        in text(seen)
    )
    assert "work out counts" not in text(seen)
    again(officer, seen, "record", covers="all")
    assert OutsideRelease.objects.get().service == "Libraries"


def test_a_contradiction_is_said_and_then_it_counts_others(officer, dataset):
    seen = say(officer, "Ethnic group\tPeople\nWhite\t543\nAsian\t181\n", about=str(dataset.pk))
    assert "It contradicts our own figures" in text(seen)
    assert "Ethnic group (what staff see of Libraries" in text(seen)
    refused = page(again(officer, seen, "record", covers="all"))
    assert refused.errors == [
        "It contradicts our own figures, so that it cannot: mend what was read, or say whom else it counts."
    ]
    again(officer, seen, "record", covers="others")
    assert OutsideRelease.objects.get().covers == "others"


def test_what_it_gives_away_comes_first_and_without_the_value(officer, dataset):
    """Two of the White groups are withheld: 3 Irish and 40 Roma. The paper prints the latter."""
    hidden = [codes for codes, cell in dataset.release.tables[0].cells.items() if cell.value is None]
    assert hidden == [("14",), ("16",)]
    seen = say(officer, "Ethnic group\tPeople\nWhite Roma\t40\n", about=str(dataset.pk))
    said = text(seen)
    assert "Whoever has this table can work out counts that are withheld" in said
    assert said.index("Whoever has") < said.index("It was laid beside")
    assert "Ethnic group (what staff see of Libraries, 1 April 2024 to 31 March 2025)" in said
    assert "Irish" not in " ".join(seen.all("//p | //table | //ul[contains(@class, 'bullet')]"))


def test_who_may(officer, reader, governance, stranger):
    assert reader.get(URL).status_code == 403
    assert reader.post(CHECK).status_code == 403
    assert governance.get(URL).status_code == 200
    again(officer, say(officer), "record", covers="all")
    pk = OutsideRelease.objects.get().pk
    assert "Strike it out" not in reader.get(f"/releases/outside/{pk}/").content.decode()
    assert stranger.get(f"/releases/outside/{pk}/").status_code == 404
    assert stranger.get(f"/releases/outside/{pk}/strike-out/").status_code == 404
    assert reader.get(f"/releases/outside/{pk}/strike-out/").status_code == 403


def test_an_error_is_struck_out_with_a_reason(officer):
    again(officer, say(officer), "record", covers="all")
    url = f"/releases/outside/{OutsideRelease.objects.get().pk}/"
    assert officer.get(f"{url}strike-out/").status_code == 200
    assert not OutsideRelease.objects.get().is_struck
    assert page(officer.post(f"{url}strike-out/")).errors == ["Say why it is struck out"]
    officer.post(f"{url}strike-out/", reason="It was the table of another year")
    seen = text(page(officer.get(url)))
    assert "Struck out by Olive Officer" in seen
    assert "It was the table of another year" in seen
    officer.post(f"{url}strike-out/", reason="Again")
    assert "This was struck out already." in text(page(officer.get(url)))


def test_a_page_that_asks_too_much_is_refused(officer, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ASKED", 2)
    assert say(officer).errors == ["This table has over 2 different groups and marks: record it in parts."]


def test_a_paper_is_read_by_the_lists_of_our_own_data(officer, dataset):
    """The list of 2001 would explain these words as well; ours is that of 2021, and one line has all who are silent."""
    table = "Ethnicity\tCount\tShare\nWhite - British\t500\t69%\nIndian\t90\t\nUnknown/Not stated\t0\t\nAll\t723\t100%\n"
    seen = say(officer, table, about=str(dataset.pk))
    rows = seen.table("The table as it was read")
    assert [row["Ethnic group"] for row in rows] == [
        "English, Welsh, Scottish, Northern Irish or British",
        "Indian",
        "No usable answer",
        "Everybody",
    ]
    assert "It contradicts" not in text(seen)
    again(officer, seen, "record", covers="all")
    table = PrintedTable.from_dict(OutsideRelease.objects.get().table_kept)
    assert [row[0] for row in table.rows] == ["13", "3", "unknown", "Total"]


def test_gender_is_read_as_the_question_that_our_data_ask(officer, analyst):
    ours = loaded(analyst, users(Female=60, Male=40))
    seen = say(
        officer, "Service\tGender\tNumber\nLibraries\tWomen\t60\nLibraries\tMen\t<50\n", about=str(ours.pk)
    )
    assert [row["Sex"] for row in seen.table("The table as it was read")] == ["Female", "Male"]
    assert "It was laid beside 1 release recorded here:" in text(seen)


def test_what_a_range_leaves_fewer_values_for_is_said_and_no_value(officer, dataset):
    """The 3 Irish and 40 Roma are withheld with 43 between them: under 10 of the first leaves the second fewer too."""
    seen = say(officer, "Ethnic group\tPeople\nWhite Irish\t<10\n", about=str(dataset.pk))
    assert "It leaves fewer values possible for counts that we withhold" in text(seen)
    (line,) = [each for each in seen.all("//li") if "Irish" in each]
    assert line.startswith("Ethnic group (what staff see of Libraries, 1 April 2024 to 31 March 2025): ")
    assert line.endswith("Irish; Roma")
    seen = say(officer, "Ethnic group\tPeople\nWhite Irish\t<100\n", about=str(dataset.pk))
    assert "fewer values possible" not in text(seen)


def test_a_paper_about_some_of_them_is_counted_with_ours_as_a_part(officer, dataset):
    """One branch: 2 Irish of 3 and 60 Pakistani, all there are. It contradicts nothing as a part."""
    seen = say(officer, "Ethnic group\tPeople\nWhite Irish\t2\nPakistani\t55\n", about=str(dataset.pk))
    assert "It contradicts our own figures" in text(seen)
    answer = again(officer, seen, "record", covers="part")
    outside = OutsideRelease.objects.get()
    assert (answer.url, outside.covers) == (f"/releases/outside/{outside.pk}/", "part")
    assert "some of the people whom our own figures count" in text(page(officer.get(answer.url)))
    assert "Counts some of them" in text(page(officer.get("/releases/")))


def test_a_part_is_not_more_than_the_whole(officer, dataset):
    seen = say(officer, "Ethnic group\tPeople\nPakistani\t61\n", about=str(dataset.pk))
    refused = page(again(officer, seen, "record", covers="part"))
    assert "It contradicts our own figures, so that it cannot" in refused.errors[0]
    assert not OutsideRelease.objects.exists()
