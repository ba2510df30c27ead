"""The demonstration plan as a document to try the import with."""

from importlib.resources import files

import yaml

from equalities.documents.writers import ExportTable


def example_table() -> ExportTable:
    """The plan of the demonstration authority, its objectives as rows of their own as councils print them."""
    text = files("dueregard.content").joinpath("demonstration/plan.yaml").read_text("utf-8")
    plan = yaml.safe_load(text)
    blanks = [""] * (len(plan["headings"]) - 1)
    rows = []
    for objective in plan["objectives"]:
        rows.append((objective["text"], *blanks))
        rows += [tuple(_cell(value) for value in action) for action in objective["actions"]]
    return ExportTable(plan["title"], plan["introduction"], tuple(plan["headings"]), tuple(rows))


def _cell(value: object) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value)
