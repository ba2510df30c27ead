"""A file that a lead attached goes out to everybody, by two people, and is taken back again."""

from tests.browser import axe

MINUTES = {
    "name": "Notes of J Example.txt",
    "mimeType": "text/plain",
    "buffer": b"Ramps are fitted at nine sites.",
}


def test_evidence_goes_out_and_comes_back(visit):
    # Given the officer has recorded an update with a file
    page = visit("officer")
    page.goto("/actions/1/record-update/")
    page.get_by_label("What has been done, and what is next").fill("See the notes.")
    page.get_by_label("A file as evidence, if there is one").set_input_files(MINUTES)
    page.get_by_label("No, it is made up").check()
    page.get_by_role("button", name="Record the update").click()

    # When they ask for it to be published, under a title that names nobody
    page.get_by_role("link", name="publish it here").first.click()
    assert axe(page) == []
    page.get_by_label("Title for everybody").fill("Where ramps are fitted")
    page.get_by_role("button", name="Make the copy").click()

    # Then nobody outside sees it yet, and they cannot let it out themselves
    assert axe(page) == []
    assert page.get_by_role("button", name="I have looked: publish it").count() == 0
    outside = visit()
    outside.goto("/published/aldermere/")
    assert "Where ramps are fitted" not in outside.inner_text("main")

    # When the director has looked at it and lets it out
    director = visit("director", width=320)
    director.goto("/publications/")
    director.get_by_role("link", name="Evidence for everybody").click()
    assert axe(director) == []
    director.get_by_role("link", name="Where ramps are fitted").click()
    with director.expect_download() as copy:
        director.get_by_role("link", name="the copy that goes out").click()
    assert copy.value.path().read_bytes() == MINUTES["buffer"]
    director.get_by_role("button", name="I have looked: publish it").click()
    assert axe(director) == []

    # Then everybody downloads it under its title
    outside.reload()
    assert axe(outside) == []
    with outside.expect_download() as file:
        outside.get_by_role("link", name="Where ramps are fitted").click()
    assert file.value.suggested_filename == "Where ramps are fitted.txt"

    # And once the director has taken it back, nobody does
    director.get_by_role("button", name="Take it back").click()
    assert "Nobody outside can download it" in director.inner_text("main")
    answer = outside.goto(file.value.url)
    assert answer.status == 410
    assert axe(outside) == []
