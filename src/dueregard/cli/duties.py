"""`dueregard duties`: what the law makes due, and when."""

import argparse
import json
from collections.abc import Sequence
from datetime import date

from equalities.refusals import Refused
from equalities.saying import to_say
from equalities.timescales import clock
from equalities.timescales.clock import Confirmation, Due, Publication

_WITHDRAWN_BEFORE = to_say("It cannot be withdrawn before it is published; give the two days in their order.")
_CORRECTED_BEFORE = to_say("It cannot be corrected before it is published; give the two days in their order.")
_EXAMPLES = """examples:
  dueregard duties --body english-council --headcount 1200 --published 2026-02-01
  dueregard duties --body english-council --headcount 1200 --published 2026-02-01 --json
  dueregard duties --body english-council --on 2013-03-01 --published 2013-01-31
  dueregard duties --body scottish-council --objectives-published 2025-04-30 --event progress=2025-04-30
  dueregard duties --body english-council --assessment-approved 2026-01-31
  dueregard duties --body english-council --event information-request=2025-12-05
  dueregard duties --body english-council --event staff-survey=2025-10-01 --every staff_survey=P2Y
"""


_PUBLISHED = ("published", "withdrawn", "corrected", "objectives_published")


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "duties",
        help="what the law makes due, and when",
        description="The duties of a kind of public body, when each is due next, and which provision says so.",
        epilog=_EXAMPLES + f"\nEVENT is one of {', '.join(clock.counted_from())}.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--body", required=True, metavar="BODY", help=f"one of {', '.join(clock.bodies())}")
    parser.add_argument("--headcount", type=int, metavar="N", help="employees; some duties start at a number")
    parser.add_argument(
        "--on",
        type=_day,
        metavar="DAY",
        help="by the rules in force on this day (default today, or the day of a later publication)",
    )
    parser.add_argument(
        "--published", type=_day, metavar="DAY", help="when the yearly information was last published"
    )
    parser.add_argument("--withdrawn", type=_day, metavar="DAY", help="when that was withdrawn")
    parser.add_argument("--corrected", type=_day, metavar="DAY", help="when a correction of it was published")
    parser.add_argument(
        "--correction-restarts", action="store_true", help="the correction counts as a publication"
    )
    parser.add_argument(
        "--objectives-published", type=_day, metavar="DAY", help="when objectives were last published"
    )
    parser.add_argument(
        "--assessment-approved", type=_day, metavar="DAY", help="when an impact assessment was approved"
    )
    parser.add_argument(
        "--event", action="append", default=[], metavar="EVENT=DAY", help="when something else happened"
    )
    parser.add_argument(
        "--confirmed",
        action="append",
        default=[],
        metavar="ID=WHO=DAY",
        help="who confirmed a duty, and when",
    )
    parser.add_argument(
        "--every",
        action="append",
        default=[],
        metavar="ID=LENGTH",
        help="how often, where the body chooses: staff_survey=P6M or staff_survey=P2Y",
    )
    parser.add_argument("--json", action="store_true", help="write a JSON list")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    on = arguments.on or _today_or_later(arguments)
    _refuse_later_days(arguments, on)
    every = clock.due(
        arguments.body,
        on,
        headcount=arguments.headcount,
        publications=_publications(arguments),
        events=_events(arguments),
        confirmations=[_confirmation(text) for text in arguments.confirmed],
        lengths=dict(_length(text) for text in arguments.every),
    )
    print(json.dumps([one.as_dict() for one in every], indent=2) if arguments.json else _said(every))
    return 0


def _today_or_later(arguments: argparse.Namespace) -> date:
    """The officer's own day, or that of a publication which is planned for later."""
    days: list[date | None] = [getattr(arguments, name) for name in _PUBLISHED]
    return max([date.today(), *(day for day in days if day)])  # noqa: DTZ011


def _refuse_later_days(arguments: argparse.Namespace, on: date) -> None:
    """What was to be published later than the day that is asked about moves no clock on that day."""
    for name in _PUBLISHED:
        day = getattr(arguments, name)
        if day and day > on:
            raise Refused(
                "--{option} {day} is after {on}, the day that is asked about: give an earlier day, or a later one "
                "with --on.",
                option=name.replace("_", "-"),
                day=day,
                on=on,
            )


def _publications(arguments: argparse.Namespace) -> dict[str, list[Publication]]:
    if arguments.published is None:
        if arguments.corrected or arguments.withdrawn:
            raise Refused("Say with --published what was corrected or withdrawn.")
        return {}
    for later, sentence in (
        (arguments.withdrawn, _WITHDRAWN_BEFORE),
        (arguments.corrected, _CORRECTED_BEFORE),
    ):
        if later and later < arguments.published:
            raise Refused(sentence)
    published = [Publication(arguments.published, withdrawn_on=arguments.withdrawn)]
    if arguments.corrected:
        published.append(
            Publication(arguments.corrected, corrects=True, restarts=arguments.correction_restarts)
        )
    return {"information": published}


def _events(arguments: argparse.Namespace) -> dict[str, date]:
    named = {
        "objectives": arguments.objectives_published,
        "assessment-approved": arguments.assessment_approved,
    }
    for text in arguments.event:
        name, found, day = text.partition("=")
        if not found:
            raise Refused(
                "'{text}' is not an event with its day; write it as progress=2025-04-30.", text=text
            )
        named[name] = _day(day)
    return {name: day for name, day in named.items() if day}


def _confirmation(text: str) -> Confirmation:
    parts = text.split("=")
    if len(parts) != 3:
        raise Refused(
            "'{text}' is not a confirmation; write it as wres_submit=Head of Workforce=2026-05-01.", text=text
        )
    if parts[0] not in {duty.id for duty in clock.duties()}:
        raise Refused("'{name}' is not a duty; the names stand in what --json writes.", name=parts[0])
    return Confirmation(parts[0], parts[1], _day(parts[2]))


def _length(text: str) -> tuple[str, str]:
    duty, found, length = text.partition("=")
    if not found:
        raise Refused(
            "'{text}' is not a duty with its length of time; write it as staff_survey=P2Y.", text=text
        )
    return duty, length


def _said(every: Sequence[Due]) -> str:
    lines = []
    for one in every:
        lines.append(f"{f'{one.due:%-d %B %Y}' if one.due else 'no day':<18} {one.duty.title} [{one.status}]")
        lines.append(f"{'':<18} {one.reading}")
    return "\n".join(lines)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("'{text}' is not a day; write it as 2026-02-01.", text=text) from None
