"""Small PDFs written out by hand, so that a test knows what stands where."""

from collections.abc import Sequence

HEIGHT, WIDTH = 842, 595


class PdfPage:
    """A page on which one writes and rules, in points from the top left corner."""

    def __init__(self) -> None:
        self._drawn: list[str] = []

    def write(self, x: float, y: float, text: str, size: float = 10, *, bold: bool = False) -> "PdfPage":
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self._drawn.append(f"BT /F{2 if bold else 1} {size} Tf 1 0 0 1 {x} {HEIGHT - y} Tm ({escaped}) Tj ET")
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> "PdfPage":
        self._drawn.append(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self

    def turned(self, x: float, y: float, text: str, turn: tuple[float, float], size: float = 10) -> "PdfPage":
        """Write along a direction: (0, 1) reads upwards, (0, -1) downwards, (0.7, 0.7) across the page."""
        along, up = (size * part for part in turn)
        self._drawn.append(f"BT /F1 1 Tf {along} {up} {-up} {along} {x} {HEIGHT - y} Tm ({text}) Tj ET")
        return self

    def sign(self, x: float, y: float, letter: str, size: float = 10) -> "PdfPage":
        """A sign of ZapfDingbats."""
        self._drawn.append(f"BT /F3 {size} Tf 1 0 0 1 {x} {HEIGHT - y} Tm ({letter}) Tj ET")
        return self

    def shade(self, x0: float, y0: float, x1: float, y1: float) -> "PdfPage":
        self._drawn.append(f"q 0.8 g {x0} {HEIGHT - y1} {x1 - x0} {y1 - y0} re f Q")
        return self

    def rows(
        self, xs: Sequence[float], top: float, rows: Sequence[Sequence[str]], between: float = 20
    ) -> "PdfPage":
        """A table without rules, its cells at the tops of its rows; the lines of a text are parted by "\\n"."""
        for row in rows:
            for left, text in zip(xs, row, strict=False):
                for at, line in enumerate(text.split("\n")):
                    self.write(left, top + 12 * at, line)
            top += between + 12 * max(text.count("\n") for text in row)
        return self

    def table(self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> "PdfPage":
        """A fully ruled table: `xs` and `ys` are its rules; the lines of a text are parted by "\\n"."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for top, row in zip(ys, rows, strict=False):
            for left, text in zip(xs, row, strict=False):
                for at, line in enumerate(text.split("\n")):
                    self.write(left + 3, top + 12 + 12 * at, line)
        return self

    def picture(self) -> "PdfPage":
        self._drawn.append("q 400 0 0 600 50 100 cm /I1 Do Q")
        return self

    @property
    def content(self) -> bytes:
        return "\n".join(self._drawn).encode("cp1252")


def pdf(*pages: PdfPage) -> bytes:
    """A PDF of the pages, with Helvetica in Windows-1252."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica{} /Encoding /WinAnsiEncoding >>"
    picture = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n\0\nendstream"
    kids = " ".join(f"{7 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font.format("").encode(),
        font.format("-Bold").encode(),
        picture,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>",
    ]
    resources = "<< /Font << /F1 3 0 R /F2 4 0 R /F3 6 0 R >> /XObject << /I1 5 0 R >> >>"
    for at, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources {resources} /Contents {8 + 2 * at} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page.content), page.content))
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return content + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(content)
    )  # fmt: skip
