"""A paper as headings, sentences and tables, the same in every format. The first page is for whoever reads no more."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.kit.writing import date as written
from dueregard.kit.writing import number
from dueregard.papers.reports.content import Content, PaperAction
from dueregard.plans.models import Gap, Standing
from dueregard.plans.models.words import in_months
from equalities.documents.blocks import Cell, Pages, Paragraph, Source, Table

Block = Paragraph | Table
Say = Callable[[PaperAction], str]

HERE = Source()
MOST_TO_ASK = 3
LONGEST_NAME = 160


@dataclass(frozen=True)
class Exceptions:
    """One list of exceptions: what the first page says of it, what to ask about each, and its table."""

    heading: str
    actions: tuple[PaperAction, ...]
    in_short: str
    rule: str
    question: Say
    columns: dict[str, Say]


def pages(content: Content, *, title: str, committee: str) -> Pages:
    return Pages(tuple(_blocks(content, title, committee)))


def _blocks(content: Content, title: str, committee: str) -> Iterator[Block]:
    lists = [each for each in (_overdue(content), _off_target(content), _unheard(content)) if each.actions]
    yield _heading(title, 1)
    if committee:
        yield _text(_("For: %(committee)s") % {"committee": committee})
    about = {"name": content.organisation, "day": written(content.as_at), "scope": content.scope}
    yield _text(_("%(name)s, as at %(day)s. This paper is about: %(scope)s.") % about)
    yield _heading(_("In short"), 2)
    yield from map(_item, _in_short(content, lists))
    yield from _questions(lists)
    for each in lists:
        yield _heading(f"{each.heading} ({number(len(each.actions))})", 2)
        yield _text(each.rule)
        yield _table(each.columns, each.actions)
    yield from _register(content)
    yield from _rules()


def _in_short(content: Content, lists: Iterable[Exceptions]) -> Iterator[str]:
    total, still = len(content.actions), content.open_count
    in_paper = ngettext("%(n)s action is in this paper.", "%(n)s actions are in this paper.", total)
    are_open = ngettext("%(n)s of them is still open.", "%(n)s of them are still open.", still)
    yield f"{in_paper % {'n': number(total)}} {are_open % {'n': number(still)}}"
    found = [each.in_short % {"n": number(len(each.actions))} for each in lists]
    yield from found or [
        _("None is overdue or off target, and all have been heard from in the last quarter.")
    ]


def _questions(lists: Iterable[Exceptions]) -> Iterator[Block]:
    """The worst few of each list, each with whom to ask, and none of them twice."""
    asked: dict[PaperAction, str] = {}
    for each in lists:
        new = [action for action in each.actions if action not in asked]
        asked |= {action: each.question(action) for action in new[:MOST_TO_ASK]}
    if asked:
        yield _heading(_("What to ask"), 2)
        yield from map(_item, asked.values())
        yield _text(
            _("These are the longest outstanding of each kind. The lists that follow have every one.")
        )


def _overdue(content: Content) -> Exceptions:
    def late(action: PaperAction) -> str:
        return in_months((content.as_at - (action.due_on or content.as_at)).days)

    def question(action: PaperAction) -> str:
        return _(
            "%(action)s It was due on %(day)s, %(time)s ago. What held it up, and by what day will it be done? %(who)s"
        ) % _named(action, day=written(action.due_on), time=late(action))

    count = len(content.overdue)
    return Exceptions(
        _("Overdue"),
        content.overdue,
        ngettext("%(n)s is overdue: its day has passed.", "%(n)s are overdue: their day has passed.", count),
        str(Gap.OVERDUE.rule),
        question,
        _first_columns()
        | {_("Was due"): lambda action: written(action.due_on), _("Late by"): late, **_said_column()},
    )


def _off_target(content: Content) -> Exceptions:
    def question(action: PaperAction) -> str:
        return _(
            "%(action)s The lead says: “%(words)s”. What would bring it back on target? %(who)s"
        ) % _named(action, words=action.status)

    count = len(content.off_target)
    return Exceptions(
        _("Off target"),
        content.off_target,
        ngettext(
            "%(n)s is off target: its lead says that it is late or at risk.",
            "%(n)s are off target: their leads say that they are late or at risk.",
            count,
        ),
        _("The lead's own words say that it is late, behind or at risk."),
        question,
        _first_columns() | {_("Due"): lambda action: written(action.due_on), **_said_column()},
    )


def _unheard(content: Content) -> Exceptions:
    def question(action: PaperAction) -> str:
        return _("%(action)s %(since)s What has happened since? %(who)s") % _named(
            action, since=_silence(action)
        )

    count = len(content.unheard)
    return Exceptions(
        _("Not heard from"),
        content.unheard,
        ngettext(
            "%(n)s has not been heard from for a quarter of a year.",
            "%(n)s have not been heard from for a quarter of a year.",
            count,
        ),
        str(Gap.STALE.rule),
        question,
        _first_columns() | {_("Last update"): _last_update, _("Due"): lambda action: written(action.due_on)},
    )


def _register(content: Content) -> Iterator[Block]:
    """Every action, in the order of the plan."""
    columns = {
        **_first_columns(),
        _("Timescale"): lambda action: action.timescale,
        _("Next date"): lambda action: written(action.due_on),
        **_said_column(),
        _("The dates say"): lambda action: str(action.standing.label),
    }
    yield _heading(_("All actions in this paper"), 2)
    several = len({action.plan for action in content.actions}) > 1
    for (plan, objective), actions in groupby(
        content.actions, lambda action: (action.plan, action.objective)
    ):
        words = objective or _("Under no objective")
        yield _heading(f"{plan}: {words}" if several else words, 3)
        yield _table(columns, list(actions))


def _rules() -> Iterator[Block]:
    yield _heading(_("How to read this paper"), 2)
    yield _text(
        _("An action may stand in more than one list. What leads say is in their own words, unchanged.")
    )
    yield _text(
        _("Leads are named by their posts. A lead who is not among the posts of the register is not named.")
    )
    yield _text(_("What the dates say is worked out; the first that holds is said:"))
    for standing in Standing:
        yield _item(f"{standing.label}: {standing.rule}")


def _first_columns() -> dict[str, Say]:
    return {
        _("No."): lambda action: action.ref,
        _("Action"): lambda action: action.text,
        _("Lead"): _lead,
    }


def _said_column() -> dict[str, Say]:
    return {_("The lead says"): lambda action: ": ".join(filter(None, [action.status, action.sentence]))}


def _lead(action: PaperAction) -> str:
    if action.posts:
        return "\n".join(action.posts)
    return _("Not a post") if action.has_other_lead else _("Nobody")


def _last_update(action: PaperAction) -> str:
    return written(action.heard_on) if action.was_heard else _("Never")


def _silence(action: PaperAction) -> str:
    words = (
        _("Its last update is of %(day)s.")
        if action.was_heard
        else _("There has been no update since it came into the register on %(day)s.")
    )
    return words % {"day": written(action.heard_on)}


def _named(action: PaperAction, **words: str) -> dict[str, str]:
    """For a question: the action by its number and words, and whom to ask."""
    who = (
        _("Ask: %(posts)s.") % {"posts": ", ".join(action.posts)} if action.posts else _("No post leads it.")
    )
    named = f"{action.ref} {Truncator(action.text).chars(LONGEST_NAME)}".strip()
    return {"action": named if named.endswith((".", "?", "!", "…")) else f"{named}.", "who": who, **words}


def _heading(text: str, level: int) -> Paragraph:
    return Paragraph(text, HERE, level=level)


def _text(text: str) -> Paragraph:
    return Paragraph(text, HERE)


def _item(text: str) -> Paragraph:
    return Paragraph(text, HERE, is_item=True)


def _table(columns: dict[str, Say], actions: Iterable[PaperAction]) -> Table:
    head = tuple(Cell(heading, HERE, is_head=True) for heading in columns)
    rows = (tuple(Cell(say(action), HERE) for say in columns.values()) for action in actions)
    return Table((head, *rows), HERE)
