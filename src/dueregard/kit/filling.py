"""A page's form with what somebody typed into it before, put back by the names of its fields."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urljoin

from lxml import html

Typed = Mapping[str, Sequence[str]]
Notice = Callable[[Sequence[str]], str]

NEVER = ("password", "file", "submit", "image", "button", "reset")
UNSEEN = ("deed", "step", "mark")  # which button was pressed, and what the page was about: nobody typed them
ADDRESS = "http://here"


def filled(page: str, path: str, target: str, typed: Typed, notice: Notice) -> str:
    """The page at `path` with what was typed put into its form that is sent to `target`. `notice` makes the markup that
    stands first in its <main>, from the values that found no field."""
    root = html.document_fromstring(page)
    fields: list[html.HtmlElement] = max(
        _forms(root, path, target), key=lambda each: _shared(each, typed), default=[]
    )
    waiting = {name: list(values) for name, values in typed.items()}
    for field in fields:
        _put(field, waiting.get(field.get("name"), []))
    names = {*UNSEEN, *(field.get("name") for field in fields)}
    left = [value for name, values in typed.items() if name not in names for value in values if value.strip()]
    for main in root.iter("main"):
        main.insert(0, html.fragment_fromstring(notice(left), create_parent="div"))
    return str(html.tostring(root, doctype="<!DOCTYPE html>", encoding="unicode"))


def _forms(root: html.HtmlElement, path: str, target: str) -> Iterator[list[html.HtmlElement]]:
    """The fields of each form that sends to the address."""
    for form in root.xpath("//form[@method='post']"):
        if urljoin(f"{ADDRESS}{path}", form.get("action") or path) == f"{ADDRESS}{target}":
            fields = form.xpath(".//*[self::input or self::textarea or self::select][@name]")
            yield [field for field in fields if field.get("type") not in NEVER]


def _shared(fields: Sequence[html.HtmlElement], typed: Typed) -> int:
    return sum(field.get("name") in typed for field in fields)


def _put(field: html.HtmlElement, values: list[str]) -> None:
    """Tick, choose or write; of several boxes with one name, each takes the next value. What is not ticked is not
    sent, so what was not sent was not ticked."""
    if field.get("type") in ("checkbox", "radio"):
        _mark(field, "checked", field.get("value", "on") in values)
    elif field.tag == "select":
        for option in field.iter("option"):
            _mark(option, "selected", option.get("value", option.text) in values)
    elif values and field.tag == "textarea":
        field.text = values.pop(0)
    elif values:
        field.set("value", values.pop(0))


def _mark(element: html.HtmlElement, attribute: str, is_set: bool) -> None:  # noqa: FBT001 - names of HTML
    if is_set:
        element.set(attribute, "")
    else:
        element.attrib.pop(attribute, None)
