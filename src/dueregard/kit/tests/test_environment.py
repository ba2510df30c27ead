"""How values are written, and what the environment escapes."""

import datetime

import pytest
from django.template import engines
from django.utils import timezone, translation

from dueregard.kit.writing import date, moment, number


def render(source, **context):
    return engines["jinja2"].env.from_string(source).render(context)


SUMMER_NIGHT = datetime.datetime(2013, 6, 30, 23, 4, tzinfo=datetime.UTC)


def test_dates_are_written_in_words():
    assert date(datetime.date(2013, 6, 30)) == "30 June 2013"
    assert date(None) == ""


def test_a_moment_falls_on_the_day_of_the_organisations_clock():
    with timezone.override("Europe/London"):
        assert date(SUMMER_NIGHT) == "1 July 2013"
        assert moment(SUMMER_NIGHT) == "1 July 2013 at 12:04am"
        assert moment(SUMMER_NIGHT - datetime.timedelta(hours=12, minutes=4)) == "30 June 2013 at 12:00pm"
    assert moment(None) == ""


def test_months_are_in_the_readers_language():
    with translation.override("cy"):
        assert date(datetime.date(2013, 6, 30)) == "30 Mehefin 2013"


@pytest.mark.parametrize(
    ("value", "written"), [(1250, "1,250"), (0, "0"), (12.5, "12.5"), (1234567.25, "1,234,567.25")]
)
def test_numbers_have_thousands_marked(value, written):
    assert number(value) == written


def test_values_are_escaped_also_inside_a_translation():
    assert render('{{ _("By %(who)s", who=who) }} {{ who }}', who="<b>") == "By &lt;b&gt; &lt;b&gt;"


def test_addresses_come_from_the_names_of_views():
    assert render('{{ url("list") }} {{ static("kit/kit.css") }}') == "/list/ /static/kit/kit.css"


def test_the_environment_is_made_once():
    assert engines["jinja2"].env is engines["jinja2"].env


def test_an_absent_name_is_empty_but_its_parts_are_an_error():
    assert render("{{ absent }}") == ""
    with pytest.raises(Exception, match="'absent' is undefined"):
        render("{{ absent.name }}")


def test_a_capital_at_the_beginning_leaves_the_names_inside_as_they_are():
    assert render("{{ words|capitalised }}", words="sheet Actions Q3, row 2") == "Sheet Actions Q3, row 2"
    assert render("{{ words|capitalised }}", words="") == ""
