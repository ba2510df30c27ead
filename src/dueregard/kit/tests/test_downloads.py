"""Downloads: names that are safe everywhere, and bytes that stay what they are called."""

import pytest

from dueregard.kit.downloads import attachment, safe_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("Plan 2026-27.docx", "Plan 2026-27.docx"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\plans\\a.csv", "C-plans-a.csv"),
        ('a"; filename="b.exe.csv', "a- filename-b.exe.csv"),
        ("line\r\nSet-Cookie: x.csv", "line-Set-Cookie- x.csv"),
        (".htaccess", "htaccess"),
        ("Cynllun Llŷn.xlsx", "Cynllun Llŷn.xlsx"),
        ("???.csv", "csv"),
        ("", "download"),
        ("x" * 300 + ".csv", "x" * 90 + ".csv"),
    ],
)
def test_names(given, safe):
    assert safe_name(given) == safe


def test_an_attachment_is_a_download_that_no_browser_reinterprets():
    response = attachment("Plan.csv", "text/csv; charset=utf-8", b"a,b\n")
    assert response.content == b"a,b\n"
    assert response["Content-Disposition"] == 'attachment; filename="Plan.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_names_in_any_language_are_encoded():
    disposition = attachment("Llŷn.csv", "text/csv", b"")["Content-Disposition"]
    assert disposition == "attachment; filename*=utf-8''Ll%C5%B7n.csv"


def test_pieces_are_sent_as_they_are_made():
    response = attachment("big.csv", "text/csv", (line for line in [b"a\n", b"b\n"]))
    assert response.streaming
    assert b"".join(response.streaming_content) == b"a\nb\n"
