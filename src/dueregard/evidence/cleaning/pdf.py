"""PDFs: properties, remarks, attached files, and what pictures inside say of themselves."""

import io
from typing import Any

import pikepdf
from pikepdf import Name

from dueregard.evidence.cleaning.pictures import jpeg

BELONG = ("/Link", "/Widget")  # the annotations that are part of the page: links and fields
ABOUT = ("/Metadata", "/PieceInfo", "/LastModified")
OF_NAMES = ("/EmbeddedFiles", "/JavaScript")
PART = "pdfuaid:part"


def pdf(content: bytes) -> bytes:
    """Only the title stays, and that it is tagged for everybody where it says so. Earlier states that the file had
    kept go too. PdfError where it is broken or locked."""
    with pikepdf.open(io.BytesIO(content)) as found:
        title, part = _title(found)
        _drop(found.trailer, ("/Info",))
        _drop(found.Root, (*ABOUT, "/AF", "/OpenAction", "/AA"))
        _drop(found.Root.get("/Names"), OF_NAMES)
        for page in found.pages:
            _clean_page(page.obj)
        for each in found.objects:
            _clean_object(each)
        _say(found, title, part)
        out = io.BytesIO()
        found.save(out, deterministic_id=True)
    return out.getvalue()


def _title(found: pikepdf.Pdf) -> tuple[str, str]:
    with found.open_metadata(set_pikepdf_as_editor=False) as about:
        return str(about.get("dc:title") or found.docinfo.get("/Title", "")), str(about.get(PART) or "")


def _say(found: pikepdf.Pdf, title: str, part: str) -> None:
    with found.open_metadata(set_pikepdf_as_editor=False) as about:
        if title:
            about["dc:title"] = title
        if part:
            about[PART] = part


def _clean_page(page: Any) -> None:
    _drop(page, (*ABOUT, "/AA"))
    if "/Annots" in page:
        page.Annots = pikepdf.Array([each for each in page.Annots if str(each.get("/Subtype")) in BELONG])


def _clean_object(each: Any) -> None:
    if isinstance(each, pikepdf.Stream | pikepdf.Dictionary):
        _drop(each, ABOUT)
    if isinstance(each, pikepdf.Stream) and Name.DCTDecode in (filters := _filters(each)):
        if len(filters) > 1:
            raise ValueError("a JPEG packed twice")
        parameters: Any = each.get("/DecodeParms")
        if isinstance(parameters, pikepdf.Array):
            parameters = parameters[0]
        each.write(jpeg(each.read_raw_bytes()), filter=Name.DCTDecode, decode_parms=parameters)


def _filters(stream: pikepdf.Stream) -> list[Any]:
    """By which it is packed: PDF writes one by itself or as a list."""
    found: Any = stream.get("/Filter")
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _drop(holder: Any, keys: tuple[str, ...]) -> None:
    for key in keys:
        if holder is not None and key in holder:
            del holder[key]
