"""Code lists: what the groups of a characteristic are called, in one published version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from equalities.codelists.files import rows, settings
from equalities.refusals import Refused


@dataclass(frozen=True)
class Code:
    """One line of a list. `parent` is the code of the group it belongs to, or None."""

    code: str
    label: str
    parent: str | None


@dataclass(frozen=True)
class CodeList:
    """A list as its publisher issued it. `codes` are its groups, in the order to show them, parents included;
    `states` are its codes that say why there is no answer, each with its state of `STATES`.
    `signs` are values, or words of a heading, without one of which a column is not taken to use the list; with one, its
    bare numbers are its codes.
    `characteristic` is None for a list that describes no people (formats, routes, symbols)."""

    name: str
    title: str
    characteristic: str | None
    codes: tuple[Code, ...]
    version: str
    publisher: str
    source: str
    licence: str
    valid_from: date | None
    valid_to: date | None
    rank: int = 1
    states: Mapping[str, str] = field(default_factory=dict)
    signs: tuple[str, ...] = ()

    def __getitem__(self, code: str) -> Code:
        """The line of this code; KeyError where the list has none."""
        return {each.code: each for each in self.codes}[code]

    @property
    def tops(self) -> tuple[str, ...]:
        """The codes that belong to no other: the broad groups, or all of a flat list."""
        return tuple(each.code for each in self.codes if each.parent is None)

    @property
    def leaves(self) -> tuple[str, ...]:
        """The codes that hold no other: the finest groups."""
        parents = {each.parent for each in self.codes}
        return tuple(each.code for each in self.codes if each.code not in parents)

    def members(self, code: str) -> tuple[str, ...]:
        """The finest codes of `code`: itself where it is one."""
        children = [each.code for each in self.codes if each.parent == code]
        if not children:
            return (code,)
        return tuple(fine for child in children for fine in self.members(child))


def names() -> tuple[str, ...]:
    """The names of all lists, in alphabetical order."""
    return tuple(sorted(settings("manifest.yaml")["lists"]))


@lru_cache
def load(name: str) -> CodeList:
    """The list called `name`, as "ethnic_group_census2011_ew". Raises Refused where there is none."""
    manifest = settings("manifest.yaml")["lists"]
    if name not in manifest:
        raise Refused(
            "There is no code list called {name}: the lists are {names}.", name=name, names=", ".join(names())
        )
    about = dict(manifest[name])
    states = {str(code): state for code, state in about.pop("states", {}).items()}
    signs = tuple(about.pop("signs", ()))
    lines = sorted(rows(f"lists/{name}.csv"), key=lambda line: int(line["sort_order"]))
    codes = (Code(line["code"], line["label"], line["parent"] or None) for line in lines)
    return CodeList(
        name=name,
        codes=tuple(code for code in codes if code.code not in states),
        states=states,
        signs=signs,
        **about,
    )


@lru_cache
def lists_for(characteristic: str) -> tuple[CodeList, ...]:
    """The lists of a characteristic, the one most in use first; none for a name that is not known."""
    lists = (load(name) for name in names())
    return tuple(
        sorted((each for each in lists if each.characteristic == characteristic), key=lambda each: each.rank)
    )


@lru_cache
def state_labels() -> Mapping[str, str]:
    """Why an answer may be missing: state -> label. Each is a missing state of response_status.csv."""
    kinds = {"known", "unknown_asked", "unknown_not_asked", "out_of_scope", "valid"}
    return {line["code"]: line["label"] for line in rows("response_status.csv") if line["code"] not in kinds}
