"""The privacy notice and the accessibility statement: words that are kept as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class ContentSection:
    heading: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """A page of words. `checked_on` is the day of the last check, for what was checked."""

    title: str
    version: int
    checked_on: date | None
    sections: tuple[ContentSection, ...]


@cache
def content(name: str) -> Content:
    """The page kept in content/publishing/<name>.yaml."""
    text = files("dueregard.content").joinpath("publishing", f"{name}.yaml").read_text(encoding="utf-8")
    kept = yaml.safe_load(text)
    sections = tuple(_section(each) for each in kept["sections"])
    return Content(kept["title"], kept["version"], kept.get("checked_on"), sections)


def _section(kept: Mapping[str, Any]) -> ContentSection:
    return ContentSection(kept["heading"], tuple(kept.get("paragraphs", ())), tuple(kept.get("points", ())))
