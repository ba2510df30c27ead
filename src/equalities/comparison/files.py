"""A comparison straight from a file."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from equalities.codelists import Recognition
from equalities.comparison.adjusting import adjusted
from equalities.comparison.lines import (
    Lines,
    asked_once,
    lines_of,
    not_understood,
    put_together,
    several_answers,
)
from equalities.comparison.outcomes import compare
from equalities.comparison.questions import Against, Comparison, Published, Question
from equalities.cubes import (
    JointPopulation,
    Wanted,
    header,
    joint_population,
    read,
)
from equalities.cubes.describing import TOP
from equalities.cubes.joint import tallied
from equalities.cubes.population import count_of, same_names
from equalities.refusals import Refused
from equalities.saying import say


@dataclass(frozen=True)
class Standing:
    """Where the figures for who could use a service are: a population file, the headings to adjust for (by
    default those that both files have), the areas of it that count (by default all); and shares typed in
    from a publication, group -> share."""

    population: Path | None = None
    adjust: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    published: Mapping[str, Published] = field(default_factory=dict)


def compare_file(
    path: Path,
    question: Question,
    *,
    count: str | None = None,
    row: str = "person",
    standing: Standing = Standing(),
) -> Comparison:
    """Answer a question of a file. Its `by`, `outcome` and `within` are headings; groups keep the names
    that the file has, spellings of one group put together.

    `count` is the heading of a column of counts, `row` what a row is ("person" or "visit"), `standing` who
    could use the service. Raises Refused for a file, heading or value that cannot be used.
    """
    lines = lines_of(path, _checked(question), count, question.good)
    reading = read(path, lines.layout(row))
    by = reading.columns[question.by]
    groups = list(dict.fromkeys(by.mapping.values()))
    _tells_apart(groups, reading.cube.total, question.by)
    dimension = reading.cube.dimension(question.by)
    shown = replace(by, mapping={value: dimension.label(code) for value, code in by.mapping.items()})
    names = [*(dimension.label(code) for code in dimension.answered), *lines.withheld]
    against = _against(path, lines, shown, names, standing)
    found = compare(reading.cube, replace(question, against=against))
    told = (
        *found.warnings,
        *not_understood(reading),
        *lines.warnings,
        *several_answers(groups, question.by),
        *put_together(by),
    )
    return replace(found, warnings=told)


def _checked(question: Question) -> list[str]:
    """The headings that a question is about. Raises Refused for one that asks half of something, or asks twice."""
    if question.outcome and question.good is None:
        raise Refused("Say which value of the outcome is the good one, with --good.")
    if question.outcome is None and (question.good or question.within or question.order):
        raise Refused("Say which column has the outcome, with --outcome.")
    return asked_once(question.by, question.outcome, question.within)


def _tells_apart(groups: Collection[str], people: int, heading: str) -> None:
    """Raises Refused for a column in which most people have a value of their own."""
    if len(groups) > TOP and 2 * len(groups) > people:
        raise Refused(
            "The column {heading} tells people apart and puts nobody in a group: {groups:,} values for "
            "{people:,} people. Of dates of birth give ages, or bands of them.",
            heading=heading,
            groups=len(groups),
            people=people,
        )


def _against(
    path: Path,
    lines: Lines,
    by: Recognition,
    groups: Sequence[str],
    standing: Standing,
) -> Against:
    """Who could use the service, under the names that the file's own `groups` are shown by; without those whose
    own count is withheld: the others are compared among themselves."""
    heading = lines.columns[0].heading
    typed = _own_names(standing.published, groups, heading)
    published = {
        typed[label]: figure
        for label, figure in standing.published.items()
        if typed[label] not in lines.withheld
    }
    if standing.population is None:
        return Against(published=published)
    mapped = {*(column.heading.casefold() for column in lines.columns), (lines.count or "").casefold()}
    shared = tuple(each for each in header(path) if each.casefold() not in mapped)
    wanted = Wanted(heading, standing.adjust, shared, standing.areas)
    population = joint_population(standing.population, wanted)
    names = _own_names(population.groups, groups, wanted.by)
    population = population.without(label for label, group in names.items() if group in lines.withheld)
    if not any(population.groups.values()) and not population.awaiting:
        raise Refused("The population file counts nobody: give one that says how many could use the service.")
    people, noise = Counter[str](), dict[str, float]()
    for label, n in population.groups.items():
        people[names[label]] += n
    for label, off in (population.noise or {}).items():
        noise[names[label]] = noise.get(names[label], 0.0) + off
    users = _users(path, lines, population.strata, by) if population.strata else {}
    adjustment = adjusted(users, population, names) if users else None
    return Against(
        dict(people),
        noise,
        adjustment,
        published,
        population.awaiting,
        tuple(_notes(population, standing, unadjusted=adjustment is None)),
    )


def _own_names(labels: Mapping[str, object], groups: Sequence[str], heading: str) -> dict[str, str]:
    """For each label the name that the file's own column has for the same people, or the label itself."""
    found = same_names(tuple(labels), groups, heading) if labels else {}
    return {label: found.get(label, label) for label in labels}


def _users(path: Path, lines: Lines, strata: Sequence[str], by: Recognition) -> dict[tuple[str, ...], int]:
    """The people of a file by group and the value of each stratum, as written: years of age are put into
    whatever bands the population has."""
    users: Counter[tuple[str, ...]] = Counter()
    twice = [column.heading for column in lines.besides]
    count = [lines.count] if lines.count else []
    headings = [lines.columns[0].heading, *strata, *twice, *count]
    for (group, *values), n in tallied(path, headings).items():
        people = _people(values.pop()) if count else 1
        places, told = values[: len(strata)], values[len(strata) :]
        again = any(label in column.not_counted for label, column in zip(told, lines.besides, strict=True))
        if group in by.mapping and not again:
            users[by.mapping[group], *places] += n * people
    return dict(users)


def _people(text: str) -> int:
    """How many people a row of a table of counts stands for: none where that is no count, which the reading
    of the file has told already."""
    try:
        return count_of(text)
    except Refused:
        return 0


def _notes(population: JointPopulation, standing: Standing, *, unadjusted: bool) -> list[str]:
    """What to mind about a population: which areas were added, and what could not be adjusted for."""
    found = []
    if len(population.areas) > 1:
        listed = ", ".join(population.areas[:5]) + (", ..." if len(population.areas) > 5 else "")
        chosen = "" if standing.areas else say("; name those whose people could use the service with --area")
        found.append(
            say(
                "The population adds {areas:,} areas ({listed}){chosen}.",
                areas=len(population.areas),
                listed=listed,
                chosen=chosen,
            )
        )
    if population.strata and unadjusted:
        found.append(
            say(
                "Nothing could be adjusted for {strata}: the two files have no two groups of it in common.",
                strata=say(" or ").join(population.strata),
            )
        )
    if population.noise:
        found.append(say("Census counts may be a few people off; the verdicts allow for that."))
    return found
