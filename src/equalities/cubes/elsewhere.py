"""Rows counted where they are, in a database or a cluster, by an expression of Ibis: only the combinations leave.

The expression uses nothing but what DuckDB, PostgreSQL and Spark give the same answer to: counts, sums of decimals,
least and greatest, and the value at the greatest. It says what `statements` says of one file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from equalities.cubes.grouping import BESIDE_FIGURES, COUNT, NUMBER, Frame
from equalities.cubes.mapping import Layout, place_of
from equalities.refusals import Refused

if TYPE_CHECKING:
    from ibis.expr.types import Column, Table

DECIMAL = "decimal(18, 4)"


@dataclass(frozen=True)
class Elsewhere:
    """A table of a database, as Ibis knows it."""

    table: "Table"

    def combinations(self, layout: Layout, most: int) -> Frame:
        """As every engine gives them. Raises Refused for people whose rows have no order."""
        rows = self._people(layout) if layout.reference else self.table.select(**self._asked(layout))
        tallies = {"people": rows.count(), "rows": rows.count()}
        if layout.reference:
            tallies |= _of_people(rows, layout)
        if layout.count:
            tallies |= _of_counts(rows["counted"])
        for place in range(len(layout.sums)):
            tallies |= _sum(rows[f"amount_{place}"], place)
        answers = [f"answer_{place}" for place in range(len(layout.columns))]
        return _fetched(rows.group_by(answers).agg(**tallies).limit(most))

    def unread(self, heading: str, pattern: str) -> Mapping[str, int]:
        rows = self.table.select(value=_text(self._column(heading)))
        rows = rows.filter(~_matches(rows["value"], pattern))
        found = _fetched(rows.group_by("value").agg(rows=rows.count()))
        return dict(zip(found["value"], found["rows"], strict=True))

    def _column(self, heading: str) -> "Column":
        return self.table[place_of(heading, self.table.columns)]

    def _asked(self, layout: Layout) -> "dict[str, Column]":
        """What is read and nothing else: answers as they are, numbers as text."""
        asked = {f"answer_{place}": self._column(each.heading) for place, each in enumerate(layout.columns)}
        for place, each in enumerate(layout.sums):
            asked[f"amount_{place}"] = _text(self._column(each.heading))
        return asked | ({"counted": _text(self._column(layout.count))} if layout.count else {})

    def _people(self, layout: Layout) -> "Table":
        """A row for each person, told apart by the reference, with the answers that are kept; a row without a
        reference is a person of its own."""
        texts = {name: _text(column).strip() for name, column in self._asked(layout).items()}
        rows = self.table.select(**texts, who=self._who(layout), moment=self._moment(layout))
        if not _stands_twice(rows["who"]):
            return _one_each(rows, texts)
        named, nameless = rows.filter(rows["who"] != ""), rows.filter(rows["who"] == "")
        moments = named.group_by("who", "moment").agg(
            seen=named.count(),
            **{name: named[name].nullif("").max() for name in texts},
            **{f"least_{name}": named[name].lower().nullif("").min() for name in texts},
            **{f"most_{name}": named[name].lower().nullif("").max() for name in texts},
        )
        people = moments.group_by("who").agg(
            seen=moments["seen"].sum().cast("int64"),
            **{name: _kept(moments, name, layout) for name in texts},
            **{f"changed_{name}": _changed(moments, name) for name in texts},
        )
        return people.union(_one_each(nameless, texts))

    def _who(self, layout: Layout) -> "Column":
        return _text(self._column(str(layout.reference))).replace(" ", "").lower()

    def _moment(self, layout: Layout) -> "Column":
        """What orders the rows. Raises Refused where nothing does, or not every row."""
        if not layout.order:
            raise Refused(
                "The rows of a database have no order: name the column that says which answer came last."
            )
        moment = self._column(layout.order)
        if self.table.filter(moment.isnull()).count().to_pyarrow().as_py():
            raise Refused(
                "Some rows have nothing in {column}: their answers cannot be put in order.",
                column=layout.order,
            )
        return moment


def _stands_twice(who: "Column") -> bool:
    """Whether a reference stands in two rows: to find that out is far quicker than to put people's rows in order."""
    named = who.nullif("")
    return bool((named.nunique() < named.count()).to_pyarrow().as_py())


def _one_each(rows: "Table", texts: "Mapping[str, Column]") -> "Table":
    """Rows that are a person each: nothing is to be sorted out."""
    one = rows["who"].notnull().ifelse(1, 0).cast("int64")
    unchanged = {f"changed_{name}": one - 1 for name in texts}
    return rows.select("who", seen=one, **{name: name for name in texts}, **unchanged)


def _kept(moments: "Table", name: str, layout: Layout) -> "Column":
    """The last (or first) answer that is no blank; "" where there is none."""
    given, moment = moments[name], moments["moment"]
    kept = given.argmax if layout.keep == "last" else given.argmin
    return kept(moment, where=given.notnull()).fill_null("")


def _changed(moments: "Table", name: str) -> "Column":
    differ = moments[f"least_{name}"].min() != moments[f"most_{name}"].max()
    return differ.ifelse(1, 0).cast("int64")


def _of_people(rows: "Table", layout: Layout) -> "dict[str, Column]":
    changed = {
        f"changed_{place}": rows[f"changed_answer_{place}"].sum() for place in range(len(layout.columns))
    }
    return {"rows": rows["seen"].sum(), "nameless": (rows["who"] == "").sum(), **changed}


def _of_counts(counted: "Column") -> "dict[str, Column]":
    return {"people": _number(counted, COUNT).sum(), "unread": (~_matches(counted, COUNT)).sum()}


def _sum(amount: "Column", place: int) -> "dict[str, Column]":
    read = _matches(amount, NUMBER)
    return {
        f"total_{place}": _number(amount, NUMBER).sum(),
        f"given_{place}": read.sum(),
        f"unread_{place}": (~read & (amount.strip() != "")).sum(),
    }


def _text(column: "Column") -> "Column":
    """A column as text, blank where there is nothing. Engines write large floats each in their own way, decimals
    in one."""
    plain = column.cast(DECIMAL) if column.type().is_floating() else column
    return plain.cast("string").fill_null("")


def _bare(text: "Column") -> "Column":
    """A number as it was matched, without what stands between its figures or before them."""
    for sign in BESIDE_FIGURES:
        text = text.replace(sign, "")
    return text


def _matches(text: "Column", pattern: str) -> "Column":
    return text.strip().re_search(pattern)


def _number(text: "Column", pattern: str) -> "Column":
    return _matches(text, pattern).ifelse(_bare(text).cast(DECIMAL), None)


def _fetched(rows: "Table") -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = rows.to_pyarrow().to_pydict()
    return found
