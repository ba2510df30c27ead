"""A paper's files: a web page, a Word document and a PDF of the same words."""

import io
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation

from dueregard.papers.reports.content import Content
from dueregard.papers.reports.pdf import write_pdf
from dueregard.papers.reports.words import pages
from equalities.documents.writers import write_docx, write_html

HTML, PDF = "text/html", "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class File:
    name: str
    content_type: str
    content: bytes


def files(content: Content, *, title: str, committee: str, made_at: datetime) -> list[File]:
    """In the language of the installation, whoever asks."""
    web, word, pdf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with translation.override(settings.LANGUAGE_CODE):
        said = pages(content, title=title, committee=committee)
        write_html(said, web)
        write_docx(said, word, made_at=made_at)
        write_pdf(said, pdf, language=settings.LANGUAGE_CODE, made_at=made_at)
    return [
        File("paper.html", HTML, web.getvalue()),
        File("paper.docx", WORD, word.getvalue()),
        File("paper.pdf", PDF, pdf.getvalue()),
    ]
