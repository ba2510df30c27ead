import pytest

from tests.pages import page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", []),
        ("/plans/", ["Plans"]),
        ("/actions/", ["Plans"]),
        ("/deeds/", ["Plans"]),
        ("/remit/", ["My remit"]),
        ("/calendar/", ["Calendar"]),
        ("/releases/", ["Publications"]),
        ("/nowhere/", []),
    ],
)
def test_the_menu_says_where_one_is(officer, path, current):
    marked = page(officer.get(path)).root.xpath("//header//a[@aria-current] | //nav//a[@aria-current]")
    assert [link.text_content().strip() for link in marked] == current
