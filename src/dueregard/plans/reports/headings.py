"""The headings of a document, with how each was read."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dueregard.plans.models import Heading, Import
from dueregard.plans.reports.differences import key
from dueregard.plans.reports.imports import walk
from equalities.documents.vocabulary import field_of, said, saying

EXAMPLES = 2
LONGEST_HEADING = 200  # characters
LONGEST = 60  # characters of an example
MOST = 60  # headings that are asked for; a plan has about ten


@dataclass(frozen=True)
class HeadingRead:
    """A heading as printed; `field` is what the organisation said that it means, "" where nobody did."""

    words: str
    field: str
    read_as: str
    examples: tuple[str, ...]

    @property
    def hint(self) -> str:
        """How its cells were read, and what stands in some of them."""
        quoted = ", ".join(f"“{text}”" for text in self.examples)
        return " ".join(filter(None, [self.read_as, _("For example: %s.") % quoted if quoted else ""]))


def headings_of(found: Import) -> list[HeadingRead]:
    """Those that were read first, then what may be headings of tables that were not."""
    document = found.document
    printed = [*document.get("headings", []), *document.get("unread_headings", [])]
    once: dict[str, str] = {}
    for words in printed:
        if key(words) and len(words) <= LONGEST_HEADING:
            once.setdefault(key(words), words)
    with saying(document.get("said", {})):
        return [_heading(found, words) for words in list(once.values())[:MOST]]


def _heading(found: Import, words: str) -> HeadingRead:
    examples = [text[:LONGEST] for _number, text in zip(range(EXAMPLES), _cells(found, words), strict=False)]
    return HeadingRead(words, said(words) or "", _read_as(found, words), tuple(examples))


def _cells(found: Import, words: str) -> Iterator[str]:
    texts = (entry["fields"].get(words, "").strip() for _kind, _number, entry in walk(found.document))
    yield from dict.fromkeys(text for text in texts if text)


def _read_as(found: Import, words: str) -> str:
    if words in found.document.get("unread_headings", []):
        return _("It was not taken for a heading.")
    field = field_of(words) or "other"
    name = next((choice.label for choice in Heading.Field if field.startswith(choice.value)), field)
    return _("It was read as: %s.") % name
