"""What a person sees on a page, for tests: Jinja pages have no `response.context`, and none is needed.

seen = page(officer.get("/plan/"))
assert seen.h1 == "Plan"
assert seen.table("Actions of the plan")[0]["Status"] == "Overdue"
"""

from dataclasses import dataclass
from typing import Any

from lxml import html


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def page(response: Any) -> "Page":
    """What a Django response shows, whatever its status."""
    return Page(html.fromstring(response.content.decode()))


@dataclass(frozen=True)
class Page:
    root: html.HtmlElement

    def all(self, path: str) -> list[str]:
        """The words of every element of an XPath."""
        return [words(element) for element in self.root.xpath(path)]

    @property
    def title(self) -> str:
        return self.all("//head/title")[0]

    @property
    def h1(self) -> str:
        (heading,) = self.all("//h1")
        return heading

    @property
    def main(self) -> str:
        return self.all("//main")[0]

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return self.all("//*[contains(@class, 'govuk-error-summary__list')]/li")

    @property
    def messages(self) -> list[str]:
        return self.all("//*[contains(@class, 'govuk-notification-banner__content')]")

    @property
    def links(self) -> dict[str, str]:
        """Address by words; of two links with the same words, the later."""
        return {words(link): link.get("href") for link in self.root.xpath("//main//a[@href]")}

    @property
    def summary(self) -> dict[str, str]:
        """The rows of every summary list."""
        rows = self.root.xpath("//*[contains(@class, 'govuk-summary-list__row')]")
        return {words(row.find("dt")): words(row.find("dd")) for row in rows}

    def value(self, name: str) -> str | None:
        """What a control holds, as it would be sent."""
        (form,) = [form for form in self.root.forms if name in form.fields]
        return form.fields[name]

    def table(self, caption: str) -> list[dict[str, str]]:
        """The rows of the table with this caption, each cell under its heading."""
        (found,) = [table for table in self.root.xpath("//table") if words(table.find("caption")) == caption]
        headings = [words(cell) for cell in found.xpath("./thead//th")]
        return [
            dict(zip(headings, map(words, row.xpath("./th | ./td")), strict=True))
            for row in found.xpath("./tbody/tr")
        ]
