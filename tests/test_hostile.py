"""Every form that can be reached, sent with what nobody should send: refused with a sentence, never an error of ours."""

from functools import partial

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from lxml import html

from dueregard.access.roles import Role
from tests.crawl import crawl
from tests.in_process import no_child

HOSTILE = {
    "nothing": "",
    "a null": "a\0b",
    "a megabyte": "x" * 1_000_000,
    "right to left": "\u202e\u200f\U0001f469\u200d\U0001f469\u200d\U0001f466 \ud7ff",
    "markup": "<script>alert(1)</script>'\"><img src=x onerror=alert(1)>{{7*7}}",
    "sql": "'; DROP TABLE plans_action; --",
    "a huge number": "9" * 400,
    "more digits than Python reads": "9" * 4_400,
    "a negative number": "-1",
    "not a number": "NaN",
    "no date": "31/02/99999",
    "a path": "../../../../etc/passwd",
    "half a letter": "\udcff",
}
FILES = {
    "a null": ("a\0b.csv", b"\0\0"),
    "a megabyte": ("x" * 300 + ".xlsx", b"PK\x03\x04" + b"\0" * 1_000_000),
    "markup": ("<script>.docx", b"PK\x03\x04nothing"),
    "a path": ("../../x.pdf", b"%PDF-1.7 nothing"),
    "sql": ("a.csv", b"\xff\xfea,b\n1\n2,3,4\n"),
}
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=edge"
LETTERS = b"%ED%A0%80%FF%00\xff\xed\xa0\x80"  # half a letter, none, and as they are


def urlencoded(names, value, times=1):
    return b"&".join([name.encode() + b"=" + value for name in sorted(names)] * times)


def parts(names, filename, value=b"x"):
    """Each field as a file, by this name."""
    heads = (
        b'--edge\r\nContent-Disposition: form-data; name="'
        + name.encode()
        + b'"; '
        + filename
        + b"\r\n\r\n"
        + value
        for name in sorted(names)
    )
    return b"\r\n".join([*heads, b"--edge--\r\n"])


BODIES = {
    "bytes that are no letters": lambda names: (FORM, urlencoded(names, LETTERS)),
    "each field twice": lambda names: (FORM, urlencoded(names, b"1", times=2)),
    "each field a thousand times": lambda names: (FORM, urlencoded(names, b"1", times=1_000)),
    "ten megabytes": lambda names: (FORM, urlencoded(list(names)[:1], b"x" * 10_000_000)),
    "letters of another alphabet": lambda names: (f"{FORM}; charset=utf-16", urlencoded(names, b"1")),
    "no alphabet": lambda names: (f"{FORM}; charset=nothing", urlencoded(names, b"1")),
    "no boundary": lambda names: ("multipart/form-data", parts(names, b'filename="a.csv"')),
    "cut short": lambda names: (MULTIPART, parts(names, b'filename="a.csv"')[:-12]),
    "another kind": lambda _names: ("application/json", b'{"a": ['),
    "a file name without end": lambda names: (
        MULTIPART,
        parts(names, b'filename="' + b"x" * 5_000 + b'.docx"'),
    ),
    "a file name from the right": lambda names: (
        MULTIPART,
        parts(names, 'filename="\u202excod.=1+1.xlsx"'.encode()),
    ),
    "a file name of no letters": lambda names: (MULTIPART, parts(names, b'filename="\xff\xed\xa0\x80.pdf"')),
    "a file name in code": lambda names: (MULTIPART, parts(names, b"filename*=utf-9''%FF%00.pdf")),
    "packed as nothing": lambda names: (
        MULTIPART,
        parts(names, b'filename="a.csv"\r\nContent-Transfer-Encoding: base64', b"not base64 \xff"),
    ),
}
LEFT = {"access:sign-out", "access:set-up"}


def forms(text, path):
    """Each form that sends: its address, the names of its fields and of those that take a file."""
    for form in html.fromstring(text).xpath("//form[@method='post']"):
        named = form.xpath(".//*[self::input or self::textarea or self::select or self::button][@name]")
        files = {field.get("name") for field in named if field.get("type") == "file"}
        names = {field.get("name") for field in named} - files - {"csrfmiddlewaretoken"}
        yield form.get("action") or path, names, files


def fetch(client, path):
    response = client.get(path, follow=True)
    return response.content.decode() if response.headers["Content-Type"].startswith("text/html") else None


def sent(client, address, names, files, kind):
    """The status of the answer; whatever was changed is as it was again."""
    data = dict.fromkeys(names, HOSTILE[kind].encode("utf-8", "surrogateescape").decode("latin-1"))
    if kind in FILES:
        data |= {name: SimpleUploadedFile(*FILES[kind]) for name in files}
    with transaction.atomic():
        status = client.post(address, data).status_code
        transaction.set_rollback(True)
    return status


def sent_as_no_browser_does(client, address, names, kind):
    content_type, body = BODIES[kind](names)
    with transaction.atomic():
        status = client.generic("POST", address, body, content_type).status_code
        transaction.set_rollback(True)
    return status


def sign_in(role):
    client = Client(raise_request_exception=False)
    if role:
        who = {"username": f"{role}@aldermere.example", "password": settings.DEMO_PASSWORD}
        client.post("/sign-in/", who)
    return client


def broken_forms(pages, client, seen):
    for name, path, text in pages:
        for address, names, files in forms(text, path):
            if name not in LEFT and address != "/sign-out/" and (name, frozenset(names)) not in seen:
                seen.add((name, frozenset(names)))
                for kind in HOSTILE:
                    if sent(client, address, names, files, kind) >= 500:
                        yield f"{address} with {kind}"
                for kind in BODIES:
                    if sent_as_no_browser_does(client, address, names | files, kind) >= 500:
                        yield f"{address} with {kind}"


def broken_lists(pages, client, seen):
    """What stands in an address is as hostile as what stands in a form."""
    for name, path, text in pages:
        forms = html.fromstring(text).xpath("//form[@method='get']")
        names = {field.get("name") for form in forms for field in form.xpath(".//*[@name]")} | {
            "page",
            "plan",
        }
        asked = {form.get("action") for form in forms} | {
            button.get("formaction") for form in forms for button in form.xpath(".//button")
        }
        for address in {path.partition("?")[0], *filter(None, asked)} if name not in seen else ():
            seen.add(name)
            for kind, value in HOSTILE.items():
                if kind != "a megabyte":  # no server takes such an address
                    query = dict.fromkeys(names, value.encode("utf-8", "surrogateescape"))
                    if client.get(address, query).status_code >= 500:
                        yield f"{address} with {kind}"


@pytest.mark.slow_test
@pytest.mark.django_db
def test_nothing_that_is_sent_breaks_a_page():
    with no_child():
        call_command("load_demonstration")
    sent_already, asked_already, broken = set(), set(), []
    for role in (Role.OFFICER, Role.ANALYST, None):
        client = sign_in(role)
        pages = list(crawl(partial(fetch, client), "/" if role else "/sign-in/"))
        broken += broken_forms(pages, client, sent_already)
        broken += broken_lists(pages, client, asked_already)
    assert len(sent_already) > 30
    assert not broken, "\n".join(broken)
