"""The data files that travel with this package."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml


def rows(name: str) -> list[dict[str, str]]:
    """The rows of data/`name` (CSV), each by its column headings."""
    return list(csv.DictReader(_text(name).splitlines()))


@lru_cache
def settings(name: str) -> Mapping[str, Any]:
    """data/`name` (YAML), with dates and nulls."""
    return _parsed(name, yaml.SafeLoader)


@lru_cache
def words(name: str) -> Mapping[str, Any]:
    """data/`name` (YAML), every scalar as written: "no" is a word here."""
    return _parsed(name, yaml.BaseLoader)


def _parsed(name: str, loader: type[yaml.SafeLoader] | type[yaml.BaseLoader]) -> Mapping[str, Any]:
    parsed: Mapping[str, Any] = yaml.load(_text(name), Loader=loader)  # noqa: S506 (both loaders make plain data)
    return parsed


def _text(name: str) -> str:
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")
