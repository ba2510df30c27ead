"""A document without its properties: who wrote it, where a picture was taken, what colleagues remarked."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePath

import pikepdf
from django.utils.translation import gettext as _
from lxml import etree

from dueregard.evidence.cleaning.packages import package
from dueregard.evidence.cleaning.pdf import pdf
from dueregard.evidence.cleaning.pictures import jpeg, png
from equalities.refusals import Refused

__all__ = ["without_properties"]

BROKEN = (
    ValueError,
    LookupError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    etree.LxmlError,
    pikepdf.PdfError,
)
PLAIN = (".csv", ".txt", ".md")  # hold nothing but what they show
CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"), package),
    **dict.fromkeys((".jpg", ".jpeg"), jpeg),
    **dict.fromkeys(PLAIN, bytes),
    ".png": png,
    ".pdf": pdf,
}


def without_properties(filename: str, content: bytes) -> bytes:
    """The same document without author, company, places, remarks and tracked changes. Refused where its kind, or the
    state it is in, leaves any doubt."""
    kind = PurePath(filename).suffix.lower()
    if kind not in CLEANERS:
        raise Refused(
            _(
                "Files that end in %(kind)s say who wrote to whom: save what matters as a PDF, and attach that."
            )
            % {"kind": kind or _("nothing")}
        )
    try:
        return CLEANERS[kind](content)
    except BROKEN as error:
        raise Refused(_("This file cannot be read to its end: save it anew, and attach that.")) from error
