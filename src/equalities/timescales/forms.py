"""The ways of writing a time: the lower half of the grammar.

The more particular forms stand before the more general.
"""

import re
from collections.abc import Callable, Sequence

from . import mentions
from .mentions import Mention
from .words import DAYS, MONTHS, SEASONS, TERMS, WEEKDAY, WEEKDAYS, either

Form = tuple[re.Pattern[str], Callable[[mentions.Found], Mention]]
_NOT_A_MONTH = (
    "be|need|not|have|also|vary|change|include|require|take|become|continue|wish|result|affect|only"
)
_MONTH = rf"(?<![a-z])(?<!dydd )(?P<month>(?!may (?:{_NOT_A_MONTH})\b){either(MONTHS)})(?![a-z])\.?\x01*"
_FOUR = r"(?<![\d£$])(?:19[5-9]\d|20\d\d)"
_TWO = r"(?<![\d£$])'?\d\d"
_END = r"(?!\d|%| ?per ?cent|[.,]\d)"
_SHORT_END = rf"{_END}(?! \d)"
_NTH = r" ?(?:st|nd|rd|th|af|ain|ydd|fed|eg)(?![a-z])"
_DAY = rf"(?:(?<![\d.,/£$])|(?<=[a-z ]20\d\d/))(?<!week )(?<!wk )(?P<day>\d{{1,2}})(?:{_NTH})?(?![\d%])"
_SINCE = rf"(?<![\d.,/£$])(?P<since>\d{{1,2}})(?:{_NTH})?"
_WEEKDAY = rf"(?:(?<![a-z]){WEEKDAY},? (?:the )?)?"
_GAP = r"[ ,./'(-]*(?:of )?"
_NARROW = r"(?P<gap>(?:[ './-]|, |\. | of ))"
_NARROW_OR_NONE = r"(?P<gap>(?:[ './-]|, |\. | of )?)"
_NO_YEAR = r"(?=(?:,? (?:and|&) \d{1,2}/\d{1,2})?,? \(?(?:(?:each|every) year|annually))"
_EACH_YEAR = (
    ",? (?:(?:of |in )?(?:each|every) (?:financial |fiscal |calendar |academic |school )?year|annually)"
)
_A_DAY_AFTER = rf"{either(MONTHS)} \d{{1,2}}(?:{_NTH})?,? {_FOUR}"
_TO_A_NUMBER = r"(?:-|to|until|/|&|and|,(?= ?'?\d\d\W*$))"
_NO_MONTH = rf"(?! ?(?:{_NTH})?[ -]?(?:of )?{either(MONTHS)})"
_WHICH_WEEKDAY = r"(?<![a-z\d])(?<!second )(?P<which>first|second|third|fourth|last|1st|2nd|3rd|4th)"
_NO_LENGTH = r"(?! ?(?:day|week|wk|month|mth|year|yr)s?\b)"
_YEAR_AFTER = rf"{_GAP}(?P<year>{_FOUR}){_END}|{_NARROW}(?P<yy>{_TWO}){_SHORT_END}{_NO_MONTH}"
_YEARS_OF_A_DAY = (
    rf"(?P<year>{_FOUR}|{_TWO})(?P<sep>[/-])(?P<to>(?:20)?\d\d)(?P<more>(?:/\d\d)*)"
    rf"{_END}(?!/|{_NTH}){_NO_MONTH}"
)
_LABEL = (
    r"(?:(?<![a-z])|(?<=\beo))(?P<label>f\.?y\.?[es]?|f/y|fin(?:ancial)? y(?:ea)?rs?|"
    r"(?:fiscal|budget) y(?:ea)?rs?(?: \(fy\))?"
    r"|[bf]lwyddyn ariannol"
    r"|c\.?y\.?|calendar years?(?: \(cy\))?|[bf]lwyddyn galendr"
    r"|a\.?y\.?|ac(?:ad(?:emic)?)?\.? y(?:ea)?rs?\.?|academic session|academic|school y(?:ea)?rs?\.?|session"
    r"|(?:municipal|civic|mayoral|council|tax) years?|[bf]lwyddyn (?:academaidd|ysgol))(?![a-z])"
)
_PAIR = rf"(?P<year>{_FOUR}) ?(?P<sep>/|-|\bto\b) ?(?P<to>(?:19|20)?\d\d|\d){_END}(?!/)"
_SPAN = rf"(?P<year>{_FOUR}|{_TWO})(?: ?(?P<sep>/|-|\bto\b) ?(?P<to>(?:20)?\d\d))?{_END}(?!/\d)"
_SPEC = rf"(?:{_LABEL}[ -]?)?{_SPAN}"
_SPEC_IN_FULL = rf"(?=\D*(?:{_FOUR}|\d\d[/-]\d\d)){_SPEC}"  # months 1-12 run to no year
_OF = r"(?: ?\((?P<months>[^()\d]{0,40})\))?(?:[ ,:/-]|\((?![^()]*(?:and|&)))*(?:of |in |for )?(?:the )?"
_ONE_TO_FOUR = r"(?P<which>[1-4]|one|two|three|four)(?!\d|(?![fc]y)[a-z])"
_AND = r" ?(?:-|to|and|&|,|/) ?"
_OR_ON = r" ?(?:(?:-|to) ?{again}|(?:and|&|,|/) ?(?!q|y))"  # Q1 and Q3 are two times; Q1 to Q3 is one
_QUARTER_WORD = r"(?<![a-z])(?:q[aurt]{3,4}ers?|chwarter|qtrs?\.?|qu?\.?|chw?\.?) ?"
_MORE_QUARTERS = r"(?P<between>(?: ?, ?[1-4](?=[ ,]))*)"
_QUARTER = (
    rf"{_QUARTER_WORD}{_ONE_TO_FOUR}"
    rf"(?:{_MORE_QUARTERS}(?P<joined>{_OR_ON.format(again='(?:q ?)?')})(?P<last>[1-4])(?![\da-z/]))?"
)
_NTH_OF_FOUR = "1st|2nd|3rd|4th|first|second|third|fourth"
_NTH_QUARTER = (
    rf"(?<![a-z\d])(?P<which>{_NTH_OF_FOUR})(?:(?P<joined> ?(?:and|&|to|-) ?)(?:the )?(?P<last>{_NTH_OF_FOUR}))?"
    r"[ -](?:quarter|qtr)s?\b"
)
_LAST_QUARTER = r"(?<![a-z])(?:last|final) (?:quarter|qtr)\b"
_CHWARTER = r"(?<![a-z\d])(?P<which>1af|2il|3ydd|4ydd|cyntaf|ail|trydydd|pedwerydd) chwarter\b"
_CHWARTER_CYNTAF = r"(?<![a-z])chwarter (?P<which>cyntaf|olaf)\b"
_HALF = r"(?<![a-z])(?:hy?|half )(?P<which>[12])(?![\da-z])"
_NTH_HALF = r"(?<![a-z\d])(?P<which>1st|2nd|first|second) half\b"
_SEASON = (
    rf"(?<![a-z])(?P<tymor>tymor (?:y )?)?(?P<season>{either(SEASONS)}|{either(TERMS)}(?= terms?\b))(?![a-z])"
    r"(?:[ -](?P<term>terms?)\b)?"
)
_ONE_TO_99 = r"[1-9]\d?)(?![\da-z/])"
_MONTHS_OF_A_PLAN = rf"(?P<which>{_ONE_TO_99}(?: ?(?:-|to|and|&) ?(?:months? ?|m)?(?P<last>{_ONE_TO_99})?"
_NUMBERED_MONTH = rf"(?=m)(?<!\d)(?<!\d )(?<!\d-)(?:months?|mths?) ?{_MONTHS_OF_A_PLAN}{_NO_LENGTH}"
_MONTH_OF_A_YEAR = r"(?=m)(?<!\d)(?:months?|mths?|m) ?(?P<which>0?[1-9]|1\d)(?![\da-z/])"
_M = rf"(?=m\d)(?:(?<=^)|(?<=^by )|(?<=end of )|(?<=^from )|(?<=^in ))m{_MONTHS_OF_A_PLAN}(?=\W*$)"
# Alone, or with no more than the words that lead to a date: 3/4 of staff is a part of them.
_DATED = r"(?:(?<=^)|(?<=by )|(?<=from )|(?<=before )|(?<=until )|(?<=between )|(?<=due )|(?<=to )|(?<=- ))"
_DATE_ENDS = r"(?=\W*$| ?(?:-|to|until|and) ?\d| (?:each|every|annually))"
_SMALL = r"(?:\d|one|two|three|four|five)(?![\da-z])"
_YEAR_WORD = r"(?<![a-z])(?:years?|yrs?\.?|blwyddyn|y) ?"
_PLAN_YEAR = (
    rf"{_YEAR_WORD}(?P<which>{_SMALL})(?:{_OR_ON.format(again='(?:ye?a?r ?|y)?')}(?P<last>{_SMALL}))?"
)
_PLAN_QUARTER = (
    rf"{_YEAR_WORD}(?P<plan_year>{_SMALL})[ ,:/(-]*{_QUARTER_WORD}{_ONE_TO_FOUR}(?![\da-z/])(?!\W*\d)"
)
_QUARTER_OF_PLAN = (
    rf"{_QUARTER_WORD}{_ONE_TO_FOUR}[ ,:/(-]*(?:of )?{_YEAR_WORD}(?P<plan_year>{_SMALL})(?!\W*\d)"
)
_NTH_YEAR = (
    r"(?<![a-z\d])(?<!every )(?<!each )(?P<which>first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th) year"
    r"(?: of (?:the|this|our) \w+)?\b"
)
_FINAL_YEAR = r"(?<![a-z])(?:final|last) year of (?:the|this|our) (?:plan|strategy|scheme|programme)\b"
_PLAN = (
    r"(?:(?:life(?:time|span)?|duration|term|period) of (?:(?:the|this|our) (?:\w+ )?)?"
    r"|(?<=end of )(?:(?:the|this|our) )?)"
    r"(?:action plan|plan|strategy|scheme)(?: period)?\b"
)


# What a time begins with, and so which forms can stand there.
OPENINGS = {
    "figure": "0123456789",
    "month": MONTHS,
    "months": ("month", "mth", "m ", *(f"m{digit}" for digit in "0123456789")),
    "weekday": WEEKDAYS,
    "nth": (*DAYS, "last", "final", "cyntaf", "ail", "trydydd", "pedwerydd"),
    "season": (*SEASONS, *TERMS, "tymor"),
    "quarter": ("q", "ch"),
    "half": ("h1", "h2", "hy", "half 1", "half 2"),
    "label": (
        *("fi", "f/", "f.", "fy", "ca", "cy", "c.", "ci", "counc", "ac", "ay", "a.", "se", "sc"),
        *("budget", "mayor", "municipal", "tax", "'"),
    ),
    "year": ("y", "blwyddyn", "flwyddyn"),
    "plan": (
        "life",
        "duration",
        "term",
        "period",
        "the",
        "this",
        "our",
        "action",
        "plan",
        "strategy",
        "scheme",
    ),
}
FORMS = {
    "iso_day": (
        "figure",
        rf"(?:(?<![/.-])|(?<=[/-]\d\d-))(?P<year>{_FOUR})[-/.](?P<number>\d\d?)[-/.](?P<day>\d\d?)(?!\d|/(?!20\d\d[-/])\d)(?:t[\d:.]+(?:z|[+-]\d\d:?\d\d)?)?",
        mentions.iso_day,
    ),
    "numeric_day": (
        "figure weekday",
        rf"{_WEEKDAY}(?<![\d/.])(?P<day>\d{{1,2}}) ?[/.-] ?(?P<number>\d{{1,2}}) ?[/.-] ?"
        rf"(?P<year>{_FOUR}(?!\d)|\d\d(?!\d|[/.]\d))",
        mentions.numeric_day,
    ),
    "day_run": (
        "figure",
        rf"{_SINCE}{_AND}{_WEEKDAY}(?P<day>\d{{1,2}})(?:{_NTH})?[ -]?(?:of )?{_MONTH}(?:{_YEAR_AFTER})?",
        mentions.day,
    ),
    "day_of_year": (
        "figure weekday",
        rf"{_WEEKDAY}{_DAY}[ /.-]*(?:of |o )?{_MONTH}{_GAP}{_YEARS_OF_A_DAY}",
        mentions.day_of_year,
    ),
    "day": (
        "figure weekday",
        rf"{_WEEKDAY}{_DAY}[ /.-]*(?:of |o )?{_MONTH}(?:{_YEAR_AFTER})?",
        mentions.day,
    ),
    "month_day": (
        "month weekday",
        rf"{_WEEKDAY}{_MONTH} {_DAY}(?:{_NTH})?,? ?(?P<year>{_FOUR}){_END}",
        mentions.day,
    ),
    "month_day_run": (
        "month",
        rf"{_MONTH} {_SINCE}{_AND}(?P<day>\d{{1,2}})(?:{_NTH})?,? (?P<year>{_FOUR}){_END}",
        mentions.day,
    ),
    "month_day_again": (
        "month",
        rf"(?:(?<=every )|(?<=annually by )|(?<=on )){_MONTH} (?P<day>\d{{1,2}})(?![\d/]|,? '?\d\d)",
        mentions.day,
    ),
    "month_nth": (
        "month",
        rf"{_MONTH} (?:the )?(?P<day>\d{{1,2}}(?={_NTH}|{_EACH_YEAR}| ?(?:-|to|through|until) ?{_A_DAY_AFTER}))"
        rf"(?:{_NTH})?",
        mentions.day,
    ),
    "worded_day": (
        "nth",
        rf"(?<![a-z])(?P<worded>{either(DAYS)})(?: day)? of {_MONTH}(?:{_YEAR_AFTER})?",
        mentions.day,
    ),
    "which_weekday": (
        "figure nth",
        rf"{_WHICH_WEEKDAY} {WEEKDAY} (?:of|in) "
        rf"{_MONTH}(?:{_GAP}(?P<year>{_FOUR}){_END})?",
        mentions.which_weekday,
    ),
    "month_of_years": (
        "month",
        rf"{_MONTH}{_GAP}(?P<year>{_FOUR})(?:/\d\d){{2,}}{_END}",
        mentions.month_of_years,
    ),
    "month_of_short_years": (
        "month",
        rf"{_MONTH}{_NARROW}(?P<year>'\d\d)(?:(?:, ?| ?& ?| and )'\d\d)+{_END}",
        mentions.month_of_years,
    ),
    "month_of_year": ("month", rf"{_MONTH}{_GAP}(?:{_LABEL} ?)?{_PAIR}", mentions.month),
    "month": ("month", rf"{_MONTH}{_GAP}(?P<year>{_FOUR}){_END}", mentions.month),
    "short_month": (
        "month",
        rf"{_MONTH}{_NARROW_OR_NONE}(?P<year>{_TWO})"
        rf"(?: ?{_TO_A_NUMBER} ?(?P<last>'?\d\d){_SHORT_END}(?!{_NTH}|[/.-]\d\d?[/.-]\d){_NO_MONTH}{_NO_LENGTH})?"
        rf"{_SHORT_END}(?!/(?!{either(MONTHS)}))",
        mentions.short_month,
    ),
    "year_month": ("figure", rf"(?P<year>{_FOUR})[ /-]{_MONTH}(?!.?(?:{_FOUR}|\d))", mentions.month),
    "numeric_month": (
        "figure",
        rf"(?<![\d/.])(?P<number>\d{{1,2}}) ?[/.-] ?(?P<year>{_FOUR}){_END}",
        mentions.numeric_month,
    ),
    "iso_month": (
        "figure",
        rf"(?P<year>{_FOUR})(?P<sep>-)(?P<number>0[1-9]|1[0-2]){_END}",
        mentions.iso_month,
    ),
    "quarter_of": ("quarter", rf"{_QUARTER}{_OF}{_SPEC}", mentions.which("quarter")),
    "nth_quarter_of": ("figure nth", rf"{_NTH_QUARTER}{_OF}{_SPEC}", mentions.which("quarter")),
    "last_quarter_of": ("nth", rf"{_LAST_QUARTER}{_OF}{_SPEC}", mentions.last_quarter),
    "chwarter_of": ("figure nth", rf"{_CHWARTER}{_OF}{_SPEC}", mentions.which("quarter")),
    "chwarter_cyntaf": ("quarter", rf"{_CHWARTER_CYNTAF}{_OF}{_SPEC}", mentions.which("quarter")),
    "year_quarter": ("figure label year", rf"{_SPEC}[ ,:(-]*{_QUARTER}", mentions.which("quarter")),
    "year_label_quarter": ("label year", rf"{_LABEL} {_QUARTER}[ ,]*{_SPAN}", mentions.which("quarter")),
    "year_half": ("figure label year", rf"{_SPEC}[ ,:(-]*{_HALF}", mentions.which("half")),
    "half_of": ("half", rf"{_HALF}{_OF}{_SPEC}", mentions.which("half")),
    "nth_half_of": ("figure nth", rf"{_NTH_HALF}{_OF}{_SPEC}", mentions.which("half")),
    "plan_quarter": ("year", _PLAN_QUARTER, mentions.plan_quarter),
    "quarter_of_plan": ("quarter", _QUARTER_OF_PLAN, mentions.plan_quarter),
    "quarter": ("quarter", _QUARTER, mentions.which("quarter")),
    "nth_quarter": ("figure nth", _NTH_QUARTER, mentions.which("quarter")),
    "season_of": ("season", rf"{_SEASON}{_OF}{_SPEC}", mentions.season),
    "season": ("season", _SEASON, mentions.season),
    "labelled": ("label year", rf"{_LABEL}[ -]?{_SPAN}", mentions.year),
    "labelled_after": ("figure", rf"{_SPAN} \(?{_LABEL}", mentions.year),
    "years": ("figure", _PAIR, mentions.year),
    "day_each_year": (
        "figure",
        rf"(?<![\w/.£$-])(?P<day>\d{{1,2}}) ?/ ?(?P<number>1[0-2]|0?[1-9]){_NO_YEAR}",
        mentions.day_each_year,
    ),
    "numbers": (
        "figure",
        rf"(?<![\d/.])(?P<number>\d{{1,2}}) ?/ ?(?P<year>\d\d){_END}(?!/){_NO_LENGTH}",
        mentions.numbers,
    ),
    "day_and_month": (
        "figure",
        rf"(?<![\w/.£$-])(?!24/7)(?P<day>1[3-9]|[23]\d) ?/ ?(?P<number>[1-9])(?![\d/%]){_NO_LENGTH}",
        mentions.day_and_month,
    ),
    "part": (
        "figure",
        rf"{_DATED}(?P<day>0?[1-9]|1[0-2]) ?/ ?(?P<number>[1-9])(?![\d/%]){_DATE_ENDS}",
        mentions.day_and_month,
    ),
    "serial": ("figure", r"^(?P<serial>(?:3[6-9]|4\d|5[0-4])\d{3})(?:\.\d+)?$", mentions.serial),
    "year": ("figure", rf"(?P<year>{_FOUR}){_END}(?!/\d)", mentions.year),
    "month_of_a_year": (
        "months",
        rf"{_MONTH_OF_A_YEAR}{_OF}{_SPEC_IN_FULL}",
        mentions.which("numbered-month"),
    ),
    "numbered_month": ("months", _NUMBERED_MONTH, mentions.which("numbered-month")),
    "m": ("months", _M, mentions.which("numbered-month")),
    "plan_year": ("year", _PLAN_YEAR, mentions.which("plan-year")),
    "nth_year": ("figure nth", _NTH_YEAR, mentions.which("plan-year")),
    "final_year": ("nth", _FINAL_YEAR, mentions.final_year),
    "plan": ("plan", _PLAN, mentions.plan),
    "bare_month": ("month", _MONTH, mentions.month),
}
_READY = {
    opening: [
        (re.compile(pattern), build) for opens, pattern, build in FORMS.values() if opening in opens.split()
    ]
    for opening in OPENINGS
}
_BY_WORD = {word: _READY[opening] for opening, words in OPENINGS.items() for word in words}
_OPENING = re.compile(rf"[0-9]|(?:(?<![a-z])|(?<=\beo)){either(_BY_WORD)}")


def find(text: str) -> list[Mention]:
    """Every time named in a text that `tidying.tidy` has prepared, in order, with its place."""
    found, place = [], 0
    while opening := _OPENING.search(text, place):
        mention = _mention(text, opening.start(), _BY_WORD[opening[0]])
        place = mention.end if mention else opening.start() + 1
        if mention:
            found.append(mention)
    return found


def _mention(text: str, place: int, forms: Sequence[Form]) -> Mention | None:
    """The time that stands at a place, by the first of the forms that can begin so."""
    for pattern, build in forms:
        if found := pattern.match(text, place):
            words = {name: word for name, word in found.groupdict().items() if word is not None}
            return build(words).at(place, found.end())
    return None
