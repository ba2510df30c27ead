"""Tables and whole plans out again: one module for each kind of file, all with the same one function.

`write_docx`, `write_xlsx`, `write_ods`, `write_csv` and `write_html` take an `ExportTable` or the `Pages` of a
document, and where to write. The same content gives the same bytes: the only date in a file is the one passed in.
"""

from equalities.documents.writers.delimited import write_csv
from equalities.documents.writers.layout import ExportTable
from equalities.documents.writers.opendocument import write_ods
from equalities.documents.writers.sheet import write_xlsx
from equalities.documents.writers.web import write_html
from equalities.documents.writers.word import write_docx

__all__ = ["ExportTable", "write_csv", "write_docx", "write_html", "write_ods", "write_xlsx"]
