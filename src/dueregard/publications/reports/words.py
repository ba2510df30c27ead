"""The words of a report that somebody wrote freely: a second person reads them before they go out."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dueregard.publications.models import Version
from dueregard.publications.reports.progress import Progress


@dataclass(frozen=True)
class FreeText:
    """`where` it stands in the report."""

    where: str
    words: str


def free_texts(version: Version) -> tuple[FreeText, ...]:
    """All that is neither a figure nor the plan's own wording, in the order of the report."""
    return tuple(text for text in _texts(version) if text.words.strip())


def digest(texts: Sequence[FreeText]) -> str:
    """Who read the words read these and no others."""
    return hashlib.sha256(json.dumps([text.words for text in texts]).encode()).hexdigest()


def _texts(version: Version) -> Iterator[FreeText]:
    yield FreeText(_("Title"), version.title)
    yield FreeText(_("What changed"), version.what_changed)
    yield FreeText(_("Introduction"), version.introduction)
    for section in version.sections:
        yield FreeText(_("Other parts"), f"{section['heading']}\n\n{section['body']}")
    for action in Progress.from_dict(version.taken["progress"]).actions:
        where = _("The lead of action %(ref)s") % {"ref": action.ref or action.text}
        yield FreeText(where, "\n".join(filter(None, [action.status, action.sentence])))
