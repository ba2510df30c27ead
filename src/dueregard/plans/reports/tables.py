"""The list of actions as a table to take away."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils.translation import gettext as _

from dueregard.kit.writing import date as day_in_words
from dueregard.plans.models import Action, Label
from equalities.documents.writers import ExportTable

Value = str | int | date | None


def action_table(
    title: str, actions: Iterable[Action], as_at: date, sentence: str, *, every_column: bool
) -> ExportTable:
    """Each action in a row: the columns that a committee reads, or every one. Those that are empty throughout
    are left out, so that the page keeps its room."""
    found = list(actions)
    columns = [(heading, [read(action) for action in found]) for heading, read in _paper().items()]
    if every_column:
        columns += [(heading, [read(action) for action in found]) for heading, read in _more().items()]
        columns += [
            (heading, [action.others.get(heading, "") for action in found]) for heading in _others(found)
        ]
    kept = [(heading, values) for heading, values in columns if any(values) or heading == _("Action")]
    subtitle = _("As at %(day)s: %(filter)s") % {"day": day_in_words(as_at), "filter": sentence}
    return ExportTable(
        title=title,
        subtitle=subtitle,
        headings=tuple(heading for heading, _values in kept),
        rows=tuple(zip(*(values for _heading, values in kept), strict=True)),
    )


def _paper() -> dict[str, Callable[[Action], Value]]:
    return {
        _("No."): lambda action: action.ref,
        _("Objective"): lambda action: _objective(action),
        _("Action"): lambda action: action.text,
        _("Measures"): lambda action: "\n".join(measure.text for measure in action.measures.all()),
        _("Lead"): lambda action: "\n".join(lead.text for lead in action.leads.all()),
        _("Timescale"): lambda action: action.timescale_text,
        _("Last day"): lambda action: action.last_day,
        _("Next due day"): lambda action: action.next_due_on,
        _("Slipped (days)"): lambda action: action.slipped_days or None,
        _("The lead says"): _said,
        _("The dates say"): lambda action: str(action.standing.label),
    }


def _more() -> dict[str, Callable[[Action], Value]]:
    return {
        _("Theme"): lambda action: action.theme,
        _("Outputs"): lambda action: "\n".join(action.outputs),
        _("Outcomes"): lambda action: "\n".join(action.outcomes),
        _("Unit"): lambda action: str(action.unit or ""),
        _("First day"): lambda action: action.first_day,
        _("First last day"): lambda action: action.first_last_day,
        _("Closed on"): lambda action: action.closed_on,
        _("Last update"): lambda action: action.last_update_on,
        _("Aims"): lambda action: _labels(action, Label.Kind.AIM),
        _("Characteristics"): lambda action: _labels(action, Label.Kind.CHARACTERISTIC),
        _("Arising from"): lambda action: action.arising_from,
    }


def _objective(action: Action) -> str:
    return f"{action.objective.ref} {action.objective.text}".strip() if action.objective else ""


def _said(action: Action) -> str:
    return ": ".join(filter(None, [action.status_as_written, action.sentence_as_written]))


def _labels(action: Action, kind: Label.Kind) -> str:
    return ", ".join(str(label) for label in action.labels.all() if label.kind == kind)


def _others(actions: Iterable[Action]) -> list[str]:
    return list(dict.fromkeys(heading for action in actions for heading in action.others))
