"""The folder of published tables that anybody can check without us, as a file to take away."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from django.template.loader import render_to_string

from equalities.disclosure import Receipt, Release
from equalities.disclosure.folders import public_files

READ_FIRST = "README.txt"
ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The time of every file in it, so that the same tables make the same bytes."""


def proof_name(number: int, figures: Mapping[str, Any]) -> str:
    """What the file is called that holds the tables and the proof of the report's check of that number; "" for a draft
    that was taken before there was one, and is taken again before it goes out."""
    return f"tables-and-proof-{number}.zip" if "proof" in figures else ""


def proof_files(taken: Mapping[str, Any]) -> Iterator[tuple[str, str, bytes]]:
    """Name, whom the tables count and content, for each set of tables that was protected together."""
    for number, figures in enumerate(taken["figures"], start=1):
        if name := proof_name(number, figures):
            folder = name.removesuffix(".zip")
            yield name, figures["about"], _zipped(folder, _files(folder, figures))


def _files(folder: str, figures: Mapping[str, Any]) -> dict[str, str]:
    """Name -> text: the files that docs/disclosure.md describes, and one that says in words what they are. What was
    declared of papers is left out: the witnesses are made without them."""
    kept = Release.from_dict(figures["release"])
    receipt = Receipt.from_dict(figures["proof"]["receipt"])
    release = Release(kept.name, kept.tables, kept.policy, receipt)
    shown = {"folder": folder, "about": figures["about"], "release": release}
    return {READ_FIRST: render_to_string("publications/proof.txt", shown)} | public_files(
        release, figures["proof"]["witnesses"]
    )


def _zipped(folder: str, files: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}", ALWAYS), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
