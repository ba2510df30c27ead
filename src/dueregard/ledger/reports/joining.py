"""Which groups a text names that counts several in one number. What is not certain is left to be asked about."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext as _

from dueregard.releases.reports.joined import ALL_BUT, all_but, is_joined, named_in, together
from equalities.codelists import CodeList, Recognition, recognise
from equalities.refusals import Refused

BETWEEN = re.compile(r"\s*(?:/|,|;|&|\+|\band\b|\bor\b)\s*", re.IGNORECASE)
OUTSIDE = re.compile(r"(?:non[- ]|not |all (?:but|except) |everyone (?:but|except) )(.+)", re.IGNORECASE)
OTHERS = re.compile(
    r"(?:all |any |the )(?:others?|remaining)"
    r"(?: (?:ethnic |religious |faith |age )?(?:groups?|people|religions?|faiths?|ages?|categories))?",
    re.IGNORECASE,
)
OTHER_LINES = "other lines"
"""What a text means that counts everybody who answered and whom no other line of its column names."""


def taken_apart(values: Mapping[str, int]) -> Counter[str]:
    """The values of a column with each joined text as the texts it joins, to tell by them which list it uses."""
    found: Counter[str] = Counter()
    for text, rows in values.items():
        outside = OUTSIDE.fullmatch(text.strip())
        for part in BETWEEN.split(outside[1] if outside else text.strip()):
            found[part] += 0 if OTHERS.fullmatch(part) else rows
    return +found


def joined_meanings(codelist: CodeList, found: Recognition) -> dict[str, str]:
    """Text -> the code of the groups it joins, or OTHER_LINES, of those that name no single group."""
    read = {text: _read(codelist, text) for text in found.unrecognised}
    return {text: meaning for text, meaning in read.items() if meaning}


def _read(codelist: CodeList, text: str) -> str:
    words = text.strip()
    if OTHERS.fullmatch(words):
        return OTHER_LINES
    outside = OUTSIDE.fullmatch(words)
    codes = _codes(codelist, outside[1] if outside else words)
    if outside:
        return all_but(codes) if codes else ""
    return together(codes) if len(codes) > 1 else ""


def _codes(codelist: CodeList, words: str) -> tuple[str, ...]:
    """The groups that words name; none where a part of them is no group, or one of another
    that they name too."""
    whole = _mapped(codelist, [words])
    parts = [part for part in BETWEEN.split(words) if part]
    named = whole or _mapped(codelist, parts)
    if len(named) < (1 if whole else len(parts)):
        return ()
    chosen = set(named.values())
    fine = [leaf for code in chosen for leaf in codelist.members(code)]
    if len(set(fine)) < len(fine):
        return ()
    return tuple(sorted(chosen))


def _mapped(codelist: CodeList, texts: list[str]) -> Mapping[str, str]:
    return recognise(Counter(texts), classification=codelist.name).mapping


def joined_choices(codelist: CodeList | None, meaning: str) -> Iterator[tuple[str, str]]:
    """What else a text may mean that names no single group: what it was read as, and everybody whom no line names."""
    if codelist is None:
        return
    if is_joined(meaning):
        yield meaning, in_words({code.code: code.label for code in codelist.codes}, meaning)
    yield OTHER_LINES, _("Everybody who answered and stands in no other line")


def in_words(labels: Mapping[str, str], code: str) -> str:
    """A joined code, for people."""
    groups = "; ".join(labels.get(part, part) for part in named_in(code))
    words = _("All but: %(groups)s") if code.startswith(ALL_BUT) else _("Together: %(groups)s")
    return words % {"groups": groups}


def of_other_lines(meanings: Mapping[str, str], not_groups: Collection[str]) -> str:
    """The code of everybody who answered and stands in no other line of a column with these meanings. Refused where
    another line counts everybody else too."""
    named = [meaning for meaning in meanings.values() if meaning not in not_groups]
    if any(meaning.startswith(ALL_BUT) for meaning in named):
        raise Refused(_("Two lines count everybody else: say of one of them which groups it counts."))
    return all_but(tuple(dict.fromkeys(part for meaning in named for part in named_in(meaning))))
