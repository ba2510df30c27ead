"""What a paper for a committee says, and its files."""

from dueregard.papers.reports.content import Content, content
from dueregard.papers.reports.files import HTML, File, files

__all__ = ["HTML", "Content", "File", "content", "files"]
