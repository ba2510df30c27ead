"""The demonstration's words, read from dueregard/content/demonstration."""

from importlib.resources import files
from typing import Any

import yaml


def load(name: str) -> dict[str, Any]:
    """One file of the demonstration, by its name without ending."""
    path = files("dueregard.content") / "demonstration" / f"{name}.yaml"
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content
