"""A file to try the upload with. Nobody in it is real: every answer is drawn by chance, the same on each day."""

import csv
import io
from random import Random

ROWS = 600
HEADINGS = ("Membership number", "Age", "Sex", "Ethnic group", "Religion", "Disability", "Favourite branch")
SEXES = {"Female": 55, "Male": 40, "Prefer not to say": 3, "": 2}
ETHNIC_GROUPS = {
    "White: English, Welsh, Scottish, Northern Irish or British": 60,
    "White: Irish": 3,
    "White: Any other White background": 8,
    "Mixed or Multiple ethnic groups: White and Black Caribbean": 3,
    "Mixed or Multiple ethnic groups: White and Asian": 3,
    "Asian, Asian British or Asian Welsh: Indian": 5,
    "Asian, Asian British or Asian Welsh: Pakistani": 8,
    "Asian, Asian British or Asian Welsh: Bangladeshi": 3,
    "Asian, Asian British or Asian Welsh: Chinese": 2,
    "Black, Black British, Black Welsh, Caribbean or African: African": 4,
    "Black, Black British, Black Welsh, Caribbean or African: Caribbean": 3,
    "Other ethnic group: Arab": 1,
    "Prefer not to say": 4,
    "Pakistanni": 1,
    "see file note": 1,
}
RELIGIONS = {
    "Christian": 42,
    "Muslim": 14,
    "Hindu": 3,
    "Sikh": 2,
    "Jewish": 1,
    "No religion": 32,
    "Not stated": 6,
}
DISABILITIES = {"No": 78, "Yes": 17, "Prefer not to say": 5}
BRANCHES = {"Riverside": 5, "Old Town": 3, "Northgate": 2}


def example_file() -> str:
    """The text of a .csv: one made-up person a row, with a few slips and gaps as real extracts have."""
    chance = Random(2026)  # noqa: S311 (nothing here is a secret)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for number in range(1, ROWS + 1):
        drawn = [
            _drawn(chance, answers) for answers in (SEXES, ETHNIC_GROUPS, RELIGIONS, DISABILITIES, BRANCHES)
        ]
        writer.writerow([f"M{number:05}", int(chance.triangular(5, 92, 35)), *drawn])
    return text.getvalue()


def _drawn(chance: Random, answers: dict[str, int]) -> str:
    return chance.choices(list(answers), list(answers.values()))[0]
