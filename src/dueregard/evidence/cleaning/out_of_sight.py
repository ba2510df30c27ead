"""What nobody sees who reads a document, and everybody finds who opens it: refused, so that somebody looks at it."""

import re
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml import etree

from equalities.refusals import Refused

WORKBOOK = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SLIDES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"

MACROS = _("It has macros: save it as a kind of file that has none, and attach that.")
CONNECTED = _(
    "It is joined to data elsewhere: end its queries and connections, save it anew, and attach that."
)
LINKED = _("It keeps values of other workbooks: break the links to them, save it anew, and attach that.")
PIVOT = _("A pivot table in it keeps the rows that it was made of: paste it as values, and attach that.")
HISTORY = _("It keeps what stood in it earlier: stop sharing it, save it anew, and attach that.")
HIDDEN = _("It has hidden sheets, rows, columns, slides or text: show or delete them, and attach that.")
PICTURE = _(
    "A picture in it may say where, or by whom, it was made: put it in as .jpg or .png, and attach that."
)
INSIDE = _(
    "Another file stands in it, which we cannot look into: put in as text or picture what it shows, and attach that."
)

PARTS: tuple[tuple[re.Pattern[str], Promise | str], ...] = tuple(
    (re.compile(name, re.IGNORECASE), sentence)
    for name, sentence in (
        (
            r".*/vba(Project|Data|ProjectSignature)\w*\.\w+|xl/(macro|dialog)sheets/.*|(Basic|Scripts)/.+",
            MACROS,
        ),
        (r"xl/(connections\.xml|queryTables/.*|model/.*)|database/.*", CONNECTED),
        (r"xl/externalLinks/[^/]*", LINKED),
        (r"xl/pivotCache/pivotCacheRecords\w*\.xml", PIVOT),
        (r"xl/revisions/[^/]*", HISTORY),
        (r".*\.(emf|emz|wmf|wmz|tif|tiff|heic|heif|webp|bmp|pict|wdp)", PICTURE),
    )
)
FONTS = (".odttf", ".ttf", ".otf", ".fntdata")
PICTURES = (".svg", ".jpg", ".jpeg", ".png", ".gif")
KNOWN = (".xml", ".rels", ".vml", ".rdf", ".docx", ".xlsx", ".pptx", *PICTURES, *FONTS)
"""How the names of parts end that we look into, and of fonts, which say nothing of anybody."""

LEADS_ELSEWHERE = (f"{TABLE}table-source", f"{OFFICE}dde-source", f"{TABLE}database-source-sql")
OLD_ROWS = (f"{WORKBOOK}sharedItems",)
UNSEEN = {
    f"{WORKBOOK}sheet": ("state", ("hidden", "veryHidden")),
    f"{WORKBOOK}row": ("hidden", ("1", "true")),
    f"{WORKBOOK}col": ("hidden", ("1", "true")),
    f"{SLIDES}sld": ("show", ("0", "false")),
    f"{TABLE}table-row": (f"{TABLE}visibility", ("collapse", "filter")),
    f"{TABLE}table-column": (f"{TABLE}visibility", ("collapse", "filter")),
    "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}table-properties": (f"{TABLE}display", ("false",)),
    "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}text-properties": (f"{TEXT}display", ("none",)),
    "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}drawing-page-properties": (
        f"{PRESENTATION}visibility",
        ("hidden",),
    ),
}
"""Elements that one of these values of an attribute hides."""


def check_name(name: str, kind: str) -> None:
    """Refused where a part of that name has no place in a copy that goes out."""
    for pattern, sentence in PARTS:
        if pattern.fullmatch(name):
            raise Refused(str(sentence))
    if kind not in KNOWN and name != "mimetype" and not name.endswith("/"):
        raise Refused(str(INSIDE))


def check(root: etree._Element) -> None:
    """Refused where a part holds what is out of sight."""
    for sentence in _found(root):
        raise Refused(str(sentence))


def _found(root: etree._Element) -> Iterator[Promise | str]:
    if next(root.iter(*LEADS_ELSEWHERE), None) is not None:
        yield CONNECTED
    if any(len(each) for each in root.iter(*OLD_ROWS)):
        yield PIVOT
    if next(root.iter(f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph"), None) is not None:
        yield HIDDEN
    for element in root.iter(*UNSEEN):
        name, values = UNSEEN[str(element.tag)]
        if element.get(name) in values:
            yield HIDDEN
