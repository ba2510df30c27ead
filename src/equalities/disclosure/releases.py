"""What was published when, and what was proved about it.

The public part (`Release.as_dict`, `Receipt`) follows from the published cells and the policy alone. The
private part (`PrivateReceipt`) divides the withheld cells by reason or adds up one kind of them, from
which the sum of the protected counts can be computed: it is kept apart and never published.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from equalities.disclosure.policies import Policy
from equalities.disclosure.readings import Assumption
from equalities.disclosure.relations import Relation, once, read_relation
from equalities.disclosure.tables import SafeTable
from equalities.saying import say


@dataclass(frozen=True)
class CellName:
    """One cell of one table of one release."""

    release: str
    table: str
    codes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"release": self.release, "table": self.table, "cell": list(self.codes)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "CellName":
        """The name that `as_dict` gave."""
        return cls(stored["release"], stored["table"], tuple(stored["cell"]))


@dataclass(frozen=True)
class Interval:
    """The whole values that a withheld cell can have for a reader: two that differ by `high` - `low`."""

    cell: CellName
    low: int
    high: int

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**self.cell.as_dict(), "low": self.low, "high": self.high}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Interval":
        """The interval that `as_dict` gave."""
        return cls(CellName.from_dict(stored), stored["low"], stored["high"])


@dataclass(frozen=True)
class Known:
    """A cell that a release withholds and that what was published before gives away: `by` are the names of what prints
    its count; where nothing does, of what leaves fewer values than were promised, by itself or, where none does so
    by itself, together."""

    cell: CellName
    by: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**self.cell.as_dict(), "by": list(self.by)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Known":
        """What `as_dict` gave."""
        return cls(CellName.from_dict(stored), tuple(stored["by"]))


@dataclass(frozen=True)
class Receipt:
    """What anybody may know about a release.

    cells: how many were decided. withheld: how many of them, for whatever reason. narrowest: a withheld
    cell that can be narrowed most, and how far the search found it can still move; None where nothing is
    withheld, or the tables were too large for the search. exposed: cells with
    one possible value. attackers: whom the figures are about. against: the earlier releases counted in.
    statements_sha256: of the CSV files of the tables; empty for an attack on somebody else's. assumed: of
    which universes nobody says whether they are the same people. only_if_same: those of `exposed` that rest
    on such an assumption. min_interval: the width that the policy promises; 0 for an attack on somebody else's.
    not_joined: sets of dimensions whose combinations stand in no table and were too many to be counted together.
    titles: what those of `against` are called that have a title. known_before: the withheld cells that earlier
    releases give away whatever this one withholds.
    """

    cells: int
    withheld: int
    narrowest: Interval | None
    exposed: tuple[Interval, ...]
    attackers: tuple[str, ...]
    against: tuple[str, ...]
    statements_sha256: str
    assumed: tuple[Assumption, ...] = ()
    only_if_same: tuple[Interval, ...] = ()
    min_interval: int = 0
    not_joined: tuple[tuple[str, ...], ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    known_before: tuple[Known, ...] = ()

    @property
    def proved(self) -> str:
        """What the figures are worth, in a sentence for people; empty for an attack on somebody else's."""
        if not self.min_interval:
            return ""
        what = (
            say("tables of whole people that agree with one another")
            if self.not_joined
            else say("lists of whole people")
        )
        given_away = say(", but for those listed as exposed") if self.exposed else ""
        if self.narrowest and 0 < self.narrowest.high - self.narrowest.low < self.min_interval:
            given_away = say(", but for those that earlier releases narrow already")
        if self.known_before:
            given_away = say(", but for the {number} listed as known_before", number=len(self.known_before))
        joined = f" {self.left_open}" if self.not_joined else ""
        against = say(" and ").join(say("the {attacker}", attacker=one) for one in self.attackers)
        return say(
            "Against {against}: for each count that is kept from readers{given_away} there are two {what}, which fit "
            "everything counted in here and give it values at least {min_interval} apart.{told}{joined}",
            against=against,
            given_away=given_away,
            what=what,
            min_interval=self.min_interval,
            told=self._told,
            joined=joined,
        )

    @property
    def _told(self) -> str:
        """Who gives away what is withheld here, in a sentence; empty where nobody does."""
        names = dict.fromkeys(name for known in self.known_before for name in known.by)
        told = ", ".join(self.titles.get(name, name) for name in names)
        if not names:
            return ""
        return say(
            " Those {number} are given away, whatever is withheld here, by: {told}.",
            number=len(self.known_before),
            told=told,
        )

    @property
    def left_open(self) -> str:
        """What was not asked of the populations, in a sentence; empty where nothing was left out."""
        sets = "; ".join(" by ".join(names) for names in self.not_joined)
        return (
            say("Whether one list of people can have them all was not asked of {sets}.", sets=sets)
            if sets
            else ""
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "cells": self.cells,
            "withheld": self.withheld,
            "narrowest": self.narrowest.as_dict() if self.narrowest else None,
            "exposed": [interval.as_dict() for interval in self.exposed],
            "attackers": list(self.attackers),
            "against": list(self.against),
            "statements_sha256": self.statements_sha256,
            "assumed": [assumption.as_dict() for assumption in self.assumed],
            "only_if_same": [interval.as_dict() for interval in self.only_if_same],
            "min_interval": self.min_interval,
            "not_joined": [list(names) for names in self.not_joined],
            "titles": dict(self.titles),
            "known_before": [known.as_dict() for known in self.known_before],
            "proved": self.proved,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Receipt":
        """The receipt that `as_dict` gave."""
        narrowest = stored["narrowest"]
        return cls(
            stored["cells"],
            stored["withheld"],
            Interval.from_dict(narrowest) if narrowest else None,
            tuple(Interval.from_dict(interval) for interval in stored["exposed"]),
            tuple(stored["attackers"]),
            tuple(stored["against"]),
            stored["statements_sha256"],
            tuple(Assumption.from_dict(assumption) for assumption in stored.get("assumed", ())),
            tuple(Interval.from_dict(interval) for interval in stored.get("only_if_same", ())),
            stored.get("min_interval", 0),
            tuple(tuple(names) for names in stored.get("not_joined", ())),
            stored.get("titles", {}),
            tuple(Known.from_dict(known) for known in stored.get("known_before", ())),
        )


@dataclass(frozen=True)
class PrivateReceipt:
    """What only the organisation may know: protected cells and the price of protecting them.

    withheld_extra(_value): cells withheld for the sake of others, and the people in them.
    min_interval_reached: the least proved width of a protected cell; None where none is protected.
    covered_share: of the protected cells, those proved to take every value from 1 to threshold - 1.
    gaps_kept: of the true differences between groups, the share that the published table still shows;
    None where there is none. blocking: cells that could not be protected; the release is then refused.
    """

    cells: int
    protected: int
    withheld: int
    withheld_extra: int
    withheld_extra_value: int
    min_interval_reached: int | None
    covered_share: float | None
    gaps_kept: float | None
    exposed: tuple[CellName, ...]
    blocking: tuple[CellName, ...]
    seconds: float
    statements_sha256: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            **asdict(self),
            "exposed": [cell.as_dict() for cell in self.exposed],
            "blocking": [cell.as_dict() for cell in self.blocking],
        }


@dataclass(frozen=True)
class Release:
    """Tables decided together. `tables` is empty where the release was refused (`is_refused`).

    `private` is None on a release read back from its public form. relations: what was declared of its
    people and those of other releases. title: what readers know it by, where `name` is an address.
    """

    name: str
    tables: tuple[SafeTable, ...]
    policy: Policy
    receipt: Receipt
    private: PrivateReceipt | None = None
    relations: tuple[Relation, ...] = ()
    title: str = ""

    @property
    def is_refused(self) -> bool:
        return self.private is not None and bool(self.private.blocking)

    def as_dict(self) -> dict[str, Any]:
        """The public form, for JSON: nothing in it tells one withheld cell from another."""
        return {
            "name": self.name,
            "title": self.title,
            "policy": self.policy.as_dict(),
            "tables": [table.as_dict() for table in self.tables],
            "receipt": self.receipt.as_dict(),
            "relations": [relation.as_dict() for relation in self.relations],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Release":
        """The release that `as_dict` gave, without its private part."""
        return cls(
            stored["name"],
            tuple(SafeTable.from_dict(table) for table in stored["tables"]),
            Policy.from_dict(stored["policy"]),
            Receipt.from_dict(stored["receipt"]),
            relations=tuple(read_relation(relation) for relation in stored.get("relations", ())),
            title=stored.get("title", ""),
        )


def relations_of(releases: Iterable[Release]) -> tuple[Relation, ...]:
    """What these releases declare, each relation once."""
    return once(relation for release in releases for relation in release.relations)
