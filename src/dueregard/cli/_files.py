"""The files that commands are given."""

from pathlib import Path

from equalities.refusals import Refused


def existing(path: Path) -> Path:
    """The path, if it is a file. Raises Refused."""
    if not path.is_file():
        raise Refused("There is no file {path}.", path=path)
    return path
