"""The SQL that counts the rows of one file in DuckDB. Columns are c0, c1, ...: no text of a file stands in it."""

from typing import Protocol

from equalities.cubes.grouping import BESIDE_FIGURES, COUNT, NUMBER
from equalities.cubes.mapping import Layout
from equalities.cubes.references import plain_in_sql


class Named(Protocol):
    """What knows the SQL of a column by its heading: as text, and in its own type."""

    def column(self, heading: str) -> str: ...

    def native(self, heading: str) -> str: ...


def combinations(table: Named, layout: Layout, *, each_once: bool = False) -> str:
    """The statement whose columns `Engine.combinations` lists, on the table `rows`; quicker where each reference is
    known to stand there once."""
    if layout.reference:
        people = _rows_as_people if each_once else _people
        return _grouped(layout, f"({people(table, layout)})", _tallies_of_people(layout))
    answers = [f"{table.native(column.heading)} AS answer_{n}" for n, column in enumerate(layout.columns)]
    amounts = [f"{_text(table, amount.heading)} AS amount_{n}" for n, amount in enumerate(layout.sums)]
    if layout.count:
        counted = [f"{_text(table, layout.count)} AS counted"]
        return _grouped(layout, _selected(answers + counted), _tallies_of_counts())
    tallies = ["count(*) AS people", "count(*) AS rows"]
    return _grouped(layout, _selected(answers + amounts), tallies)


def repeated(table: Named, reference: str) -> str:
    """The statement that says whether a reference stands in two rows."""
    who = plain_in_sql(_text(table, reference))
    return f"SELECT count(DISTINCT {who}) FILTER ({who} <> '') < count(*) FILTER ({who} <> '') FROM rows"


def unread(table: Named, heading: str, pattern: str) -> str:
    """The values of a column that are no number, and how many rows have each."""
    text = _text(table, heading)
    return f"SELECT {text}, count(*) FROM rows WHERE NOT {_matches(text, pattern)} GROUP BY ALL"


def _selected(columns: list[str]) -> str:
    return f"(SELECT {', '.join(columns)} FROM rows)"


def _grouped(layout: Layout, relation: str, tallies: list[str]) -> str:
    answers = [f"answer_{n}" for n in range(len(layout.columns))]
    sums = [each for n in range(len(layout.sums)) for each in _sum(n)]
    return f"SELECT {', '.join([*answers, *tallies, *sums])} FROM {relation} GROUP BY ALL"


def _tallies_of_people(layout: Layout) -> list[str]:
    changed = [f"sum(changed_{n}) AS changed_{n}" for n in range(len(layout.columns))]
    return ["count(*) AS people", "sum(seen) AS rows", *changed, "sum(nameless) AS nameless"]


def _tallies_of_counts() -> list[str]:
    number = f"CASE WHEN {_matches('counted', COUNT)} THEN {_bare('counted')}::DECIMAL(18, 4) END"
    people = f"coalesce(sum({number}), 0)::BIGINT AS people"
    return [people, "count(*) AS rows", f"count(*) FILTER (NOT {_matches('counted', COUNT)}) AS unread"]


def _sum(n: int) -> list[str]:
    good = _matches(f"amount_{n}", NUMBER)
    return [
        f"sum(CASE WHEN {good} THEN {_bare(f'amount_{n}')}::DECIMAL(18, 4) END) AS total_{n}",
        f"count(*) FILTER ({good}) AS given_{n}",
        f"count(*) FILTER (NOT {good} AND trim(amount_{n}) <> '') AS unread_{n}",
    ]


def _people(table: Named, layout: Layout) -> str:
    """A row for each person, told apart by the reference, with the answers that are kept; a row without a
    reference is a person of its own."""
    kept = "arg_max" if layout.keep == "last" else "arg_min"
    texts = _texts(table, layout)
    rows = "".join(f"{text} AS {name}, " for name, text in texts.items())
    answers = "".join(
        f"coalesce({kept}({name}, place) FILTER (trim({name}) <> ''), '') AS {name}, " for name in texts
    )
    changed = "".join(
        f"coalesce((min({_plain(f'answer_{n}')}) <> max({_plain(f'answer_{n}')}))::INT, 0) AS changed_{n}, "
        for n in range(len(layout.columns))
    )
    who = plain_in_sql(_text(table, str(layout.reference)))
    return (
        f"SELECT {answers} {changed} count(*) AS seen, (any_value(who) = '')::INT AS nameless FROM "
        f"(SELECT {rows} {who} AS who, row_number() OVER () AS place FROM rows) "
        "GROUP BY who, CASE WHEN who = '' THEN place END"
    )


def _rows_as_people(table: Named, layout: Layout) -> str:
    """What `_people` gives where each row is a person of its own: nothing is to be sorted out."""
    texts = _texts(table, layout)
    rows = "".join(f"{text} AS {name}, " for name, text in texts.items())
    unchanged = "".join(f"0 AS changed_{n}, " for n in range(len(layout.columns)))
    who = plain_in_sql(_text(table, str(layout.reference)))
    return f"SELECT {rows} {unchanged} 1 AS seen, ({who} = '')::INT AS nameless FROM rows"


def _texts(table: Named, layout: Layout) -> dict[str, str]:
    """What is kept of a person, by its name in the statement."""
    answers = {f"answer_{n}": _text(table, column.heading) for n, column in enumerate(layout.columns)}
    return answers | {f"amount_{n}": _text(table, amount.heading) for n, amount in enumerate(layout.sums)}


def _text(table: Named, heading: str) -> str:
    return f"coalesce({table.column(heading)}, '')"


def _plain(name: str) -> str:
    """An answer without regard to case, NULL where there is none: "f" after "F" is no change."""
    return f"nullif(lower(trim({name})), '')"


def _bare(text: str) -> str:
    """A number as it was matched, without what stands between its figures or before them."""
    return f"translate({text}, '{BESIDE_FIGURES}', '')"


def _matches(text: str, pattern: str) -> str:
    return f"regexp_matches(trim({text}), '{pattern}')"
