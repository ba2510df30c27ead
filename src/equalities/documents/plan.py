"""A plan as a document says it: what every reader of plans hands on, and its JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass
from typing import Any

from equalities.documents.blocks import Problem, Source
from equalities.timescales import Timescale


@dataclass(frozen=True)
class Objective:
    """What the plan sets out to reach. `ref` is its number as printed, None where it has none.

    `fields` holds every column of its row under the heading as printed; `sources` says where the value of
    a key (`text`, `theme`) or heading stands, `source` where the objective itself does.
    """

    ref: str | None
    text: str
    source: Source
    theme: str | None = None
    leads: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    timescale: Timescale | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return _fields(self)


@dataclass(frozen=True)
class Action:
    """What will be done. `objective` is the ref of the objective it stands under, or the objective's text
    where that has no ref, or None where the document does not say. `aims` are codes of section 149(1)
    ("a_eliminate", "b_advance", "c_foster") or the value as written ("All"); `status` is as written.
    `fields`, `sources` and `source` are as for Objective."""

    ref: str | None
    text: str
    source: Source
    objective: str | None = None
    theme: str | None = None
    outcomes: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    status: str | None = None
    timescale: Timescale | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return _fields(self)


@dataclass(frozen=True)
class PlanDocument:
    """A plan read from one file.

    `period` is the plan's own, as written; `headings` are those of its tables as printed, each once;
    `measures` and `outcomes` belong to the plan as a whole; `sources` says where title, period, measures and
    outcomes stand, in their order; `unread_headings` are texts that may be headings, and were not recognised
    (`equalities.documents.vocabulary.saying` takes what they mean). Each of the `cells_seen` (a non-blank cell of
    a table, a non-blank line outside tables) is either one of the `cells_kept` or named in a problem with `kept`
    False.
    """

    title: str | None = None
    period: str | None = None
    headings: tuple[str, ...] = ()
    objectives: tuple[Objective, ...] = ()
    actions: tuple[Action, ...] = ()
    measures: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    cells_seen: int = 0
    cells_kept: int = 0
    sources: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)
    unread_headings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The plan as plain values, ready for JSON."""
        return _fields(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "PlanDocument":
        """The plan again from what `as_dict` gave. Raises KeyError or TypeError for anything else."""
        return cls(
            title=data["title"],
            period=data["period"],
            headings=tuple(data["headings"]),
            objectives=tuple(Objective(**_values(each)) for each in data["objectives"]),
            actions=tuple(Action(**_values(each)) for each in data["actions"]),
            measures=tuple(data["measures"]),
            outcomes=tuple(data["outcomes"]),
            problems=tuple(
                Problem(each["what"], Source(**each["source"]), each["kept"], each.get("words", ""))
                for each in data["problems"]
            ),
            cells_seen=data["cells_seen"],
            cells_kept=data["cells_kept"],
            sources={key: tuple(Source(**each) for each in where) for key, where in data["sources"].items()},
            unread_headings=tuple(data["unread_headings"]),
        )


def _fields(record: Any) -> dict[str, Any]:
    """A record as a dictionary in the order of its fields."""
    return {name: value if value is None else _as_dict(value) for name, value in vars(record).items()}


def _as_dict(value: Any) -> Any:
    """Plain values all the way down: records and mappings as dictionaries, tuples as lists."""
    if isinstance(value, str):
        return value
    if isinstance(value, Source | Timescale):
        return value.as_dict()
    if isinstance(value, tuple):
        return [_as_dict(each) for each in value]
    if isinstance(value, Mapping):
        return {key: each if isinstance(each, str) else _as_dict(each) for key, each in value.items()}
    return _fields(value) if is_dataclass(value) else value


def _values(data: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments that make a record again."""
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    values["source"] = Source(**data["source"])
    values["sources"] = {key: Source(**where) for key, where in data["sources"].items()}
    values["timescale"] = Timescale.from_dict(data["timescale"]) if data["timescale"] else None
    return values
