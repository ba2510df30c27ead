"""What plain tables say beside counts: by hand, and against every population of whole people."""

import csv
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalities.disclosure import attack
from equalities.disclosure.attack import examine
from equalities.disclosure.measures import Said, read_count, read_share
from equalities.disclosure.plain import (
    CONTRADICTED,
    NO_MEASURE,
    NOT_LISTED,
    OF_ROUNDED,
    OF_WHAT,
    OF_WHOM,
    Reading,
    read_plain,
)
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Statements
from equalities.refusals import Refused

SMALL_AREAS = {"a": "N", "b": "N", "c": "S", "d": "S", "N": "", "S": ""}


def folder_of(tmp_path, *rows, name="table"):
    with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return tmp_path


def exposed(folder, reading=Reading()):
    return {interval.cell.codes: interval.low for interval in attack(read_plain(folder, reading)).exposed}


def intervals(folder, reading=Reading()):
    """Codes -> (low, high) of every withheld cell, searched to its ends."""
    statements = Statements(read_plain(folder, reading))
    audit = examine(statements, 1000)
    found = zip(audit.puzzle.cells.tolist(), audit.low.tolist(), audit.high.tolist(), strict=True)
    return {
        statements.place(cell)[1]: (low, high)
        for (cell, low, high), asked in zip(found, audit.puzzle.asked, strict=True)
        if asked
    }


@pytest.mark.parametrize(
    ("text", "least", "most", "withheld"),
    [
        ("12", 12, 12, False), ("1,234", 1234, 1234, False), ("12.0", 12, 12, False),
        ("1 234", 1234, 1234, False), ("1\u00a0234\u202f567", 1234567, 1234567, False), ("x", 0, NO_LIMIT, True),
        ("<5", 0, 4, True), ("< 5", 0, 4, True), ("fewer than 5", 0, 4, True), ("Under 5", 0, 4, True),
        ("1-4", 1, 4, True), ("1 to 4", 1, 4, True), ("1\u20134", 1, 4, True), ("10 - 19", 10, 19, True),
        ("\u22644", 0, 4, True), ("4 or fewer", 0, 4, True), ("up to 4", 0, 4, True), ("<1", 0, 0, True),
        (">5", 6, NO_LIMIT, True), ("more than 5", 6, NO_LIMIT, True), ("5+", 5, NO_LIMIT, True),
        ("5 or more", 5, NO_LIMIT, True), ("\u22651,000", 1000, NO_LIMIT, True),
    ],
)  # fmt: skip
def test_what_a_count_says(text, least, most, withheld):
    assert read_count(text, ("x", "")) == Said(least, most, withheld)


@pytest.mark.parametrize(
    "text", ["1.5", "about 5", "4-1", "-3", "5%", "<", "1,23", "1 23", "NaN", "\u0661\u0662-", "9" * 30]
)
def test_what_says_nothing_of_a_count(text):
    assert read_count(text, ("x", "")) is None


def test_a_mark_that_looks_like_an_interval_is_the_users_word():
    assert read_count("<5", ("<5",)) == Said(0, NO_LIMIT, withheld=True)


@pytest.mark.parametrize("text", ["33.3", "33.3%", "33", "0.0", "100", "66.67"])
@pytest.mark.parametrize("base", [1, 3, 7, 40])
def test_the_counts_behind_a_percentage(text, base):
    """Every whole number whose percentage rounds to the text, a half rounded either way, and no other."""
    shown, half = Fraction(text.rstrip("%")), Fraction(1, 2 * 10 ** len(text.rstrip("%").partition(".")[2]))
    whole = [n for n in range(2 * base) if abs(Fraction(100 * n, base) - shown) <= half]
    said = read_share(text, 100).of(Said(base, base, withheld=False))
    assert list(range(said.least, said.most + 1)) == whole


def test_a_percentage_that_pins_a_withheld_count_exposes_it(tmp_path):
    rows = [("A", "x", "12.5", "8"), ("B", "x", "37.5", "8"), ("C", "x", "x", "8"), ("Total", "x", "x", "")]
    folder = folder_of(tmp_path, ("ward", "count", "percent", "base"), *rows)
    assert exposed(folder) == {("A",): 1, ("B",): 3}


def test_a_percentage_of_many_leaves_an_interval(tmp_path):
    folder = folder_of(tmp_path, ("ward", "count", "percent", "base"), ("A", "x", "12", "1000"))
    assert intervals(folder) == {("A",): (115, 125)}


def test_a_percentage_alone_counts_against_another_table(tmp_path):
    folder_of(tmp_path, ("ward", "count"), ("A", "x"), ("B", "x"), ("Total", "8"), name="counts")
    folder = folder_of(tmp_path, ("ward", "percent", "base"), ("A", "25.0", "8"), name="shares")
    assert exposed(folder) == {("A",): 2, ("B",): 6}


def test_a_percentage_of_a_cell(tmp_path):
    """Per cent of the ward's people, whose number stands in another row."""
    head = ("ward", "sex", "count", "percent", "of")
    rows = [("A", "F", "x", "30.0", "ward"), ("A", "M", "x", "70.0", "ward"), ("A", "Total", "10", "", "")]
    assert exposed(folder_of(tmp_path, head, *rows)) == {("A", "F"): 3, ("A", "M"): 7}


def test_a_base_beside_of_is_that_cells_count(tmp_path):
    head = ("ward", "sex", "count", "percent", "base", "of")
    rows = [
        ("A", "F", "x", "x", "10", "ward"),
        ("A", "M", "x", "70.0", "10", "ward"),
        ("A", "Total", "x", "", "", ""),
    ]
    assert exposed(folder_of(tmp_path, head, *rows)) == {("A", "F"): 3, ("A", "M"): 7, ("A", "Total"): 10}


def test_a_mean_is_people_per_unit_of_its_base(tmp_path):
    rows = [("A", "x", "2.33", "3"), ("B", "x", "2.5", "400")]
    folder = folder_of(tmp_path, ("school", "count", "mean", "base"), *rows)
    assert intervals(folder) == {("A",): (7, 7), ("B",): (980, 1020)}


def test_shares_that_contradict_their_own_counts_are_of_something_else(tmp_path):
    head = ("ward", "count", "percent", "base")
    folder = folder_of(tmp_path, head, ("A", "x", "12.5", "8"), ("B", "3", "90.0", "8"))
    assert exposed(folder) == {}


def test_many_bases_that_are_multiples_of_ten_are_rounded(tmp_path):
    rows = [(f"W{at}", "x", "50", str(10 * at)) for at in range(1, 13)]
    assert intervals(folder_of(tmp_path, ("ward", "count", "percent", "base"), *rows))["W1",] == (3, 7)


def test_fewer_than_five_twice_under_a_total_of_eight(tmp_path):
    rows = [("A", "<5"), ("B", "fewer than 5"), ("C", "20"), ("Total", "28")]
    folder = folder_of(tmp_path, ("ward", "count"), *rows)
    assert exposed(folder) == {("A",): 4, ("B",): 4}
    assert exposed(folder, Reading(("<5", "fewer than 5", ""))) == {}


def test_words_that_the_totals_contradict_are_refused(tmp_path):
    folder = folder_of(tmp_path, ("ward", "count"), ("A", "<5"), ("B", "20"), ("Total", "28"))
    with pytest.raises(Refused, match="contradict"):
        attack(read_plain(folder, Reading()))


def test_a_share_as_a_computer_prints_it(tmp_path):
    """Two thirds of 900,000, with more decimals than are used."""
    rows = [("A", "x", repr(200 / 3), "900000"), ("B", "x", repr(100 / 7), "700000")]
    folder = folder_of(tmp_path, ("ward", "count", "percent", "base"), *rows)
    assert exposed(folder) == {("A",): 600_000, ("B",): 100_000}


def test_a_table_of_totals_only(tmp_path):
    folder = folder_of(tmp_path, ("ward", "count", "percent", "of"), ("Total", "9", "100.0", "Total"))
    assert exposed(folder) == {}


def test_groups_that_somebody_added_up(tmp_path):
    rows = [("Asian", "x"), ("Black", "x"), ("White", "90"), ("Asian + Black", "9"), ("Asian + White", "94")]
    folder = folder_of(tmp_path, ("eth", "count"), *rows)
    assert exposed(folder) == {("Asian",): 4, ("Black",): 5}


def test_a_sum_that_counts_a_part_twice_is_refused(tmp_path):
    folder = folder_of(tmp_path, ("area", "count"), ("a", "3"), ("N", "x"), ("N + a", "9"))
    with pytest.raises(Refused, match="counts some of its parts twice"):
        read_plain(folder, Reading(parents={"area": SMALL_AREAS}))


def test_two_geographies_of_the_same_small_areas(tmp_path):
    """Wards N = a + b, S = c + d; constituencies E = a + b + c, W = d."""
    other = {"a": "E", "b": "E", "c": "E", "d": "W", "E": "", "W": ""}
    rows = [
        ("N", "20"),
        ("S", "30"),
        ("E", "24"),
        ("W", "26"),
        ("c", "x"),
        ("d", "x"),
        ("a", "x"),
        ("b", "x"),
    ]
    folder = folder_of(tmp_path, ("area", "count"), *rows)
    reading = Reading(parents={"area": SMALL_AREAS}, others={"area": [other]})
    assert exposed(folder, reading) == {("c",): 4, ("d",): 26}
    assert exposed(folder, Reading(parents={"area": SMALL_AREAS})) == {}


def test_a_group_whose_parts_fall_short_has_a_part_that_is_not_listed(tmp_path):
    rows = [("a", "2"), ("b", "10"), ("N", "14"), ("c", "x"), ("d", "5"), ("S", "9")]
    folder = folder_of(tmp_path, ("area", "count"), *rows)
    (sheet,) = read_plain(folder, Reading(parents={"area": SMALL_AREAS}))
    assert f"{NOT_LISTED} N" in sheet.dimensions[0].codes
    assert exposed(folder, Reading(parents={"area": SMALL_AREAS})) == {("c",): 4}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("ward", "percent"), ("A", "12")], 'in a column "base" or "of"'),
        ([("ward", "percent", "base"), ("A", "many", "8")], '"many" as a percent'),
        ([("ward", "percent", "base"), ("A", "12", "few")], '"few" as a count'),
        ([("ward", "percent", "of"), ("A", "12", "ward")], "name some of its dimensions, not all"),
        ([("ward", "percent", "of"), ("A", "12", "sex")], "name some of its dimensions, not all"),
        ([("ward", "ward", "count"), ("A", "A", "12")], "two columns of one name"),
    ],
)
def test_shares_that_cannot_be_used_are_refused(tmp_path, rows, sentence):
    with pytest.raises(Refused, match=sentence):
        read_plain(folder_of(tmp_path, *rows), Reading())


def shown_or(hide, count):
    return "x" if hide else str(count)


def words(draw, count):
    """A count as a publisher might write it."""
    low = count - draw(st.integers(0, min(2, count)))
    forms = [str(count), "x", f"{low}-{count + 1}", f"<{count + 2}", f"{low} or more"]
    return draw(st.sampled_from(forms))


def percentage(part, whole, decimals):
    return f"{100 * part / whole:.{decimals}f}" if whole else ""


def as_read(text, value):
    said = read_count(text, ("x", ""))
    return (said.least <= value) & (value <= said.most)


POPULATIONS = np.array(list(product(range(9), repeat=4))).reshape(-1, 2, 2)


@pytest.mark.slow_test
@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_counts_in_words_and_percentages_of_withheld_bases_by_brute_force(tmp_path_factory, data):
    """Two wards by sex: each ward's women as a percentage of the ward, whose number may be withheld too."""
    counts = np.array(data.draw(st.lists(st.integers(0, 4), min_size=4, max_size=4))).reshape(2, 2)
    decimals = data.draw(st.integers(0, 1))
    rows, fits = [], np.ones(len(POPULATIONS), bool)
    asked = {}
    for place, codes in enumerate(product("AB", "FM")):
        ward, sex = divmod(place, 2)
        text = words(data.draw, int(counts[ward, sex]))
        percent = percentage(counts[ward, 0], counts[ward].sum(), decimals) if sex == 0 else ""
        rows.append((*codes, text, percent, "ward"))
        fits &= as_read(text, POPULATIONS[:, ward, sex])
        asked[codes] = POPULATIONS[:, ward, sex]
        if percent:
            part, whole = POPULATIONS[:, ward, 0], POPULATIONS[:, ward].sum(axis=1)
            scale = 10**decimals
            twice = 2 * round(float(percent) * scale)
            fits &= ((twice - 1) * whole <= 200 * scale * part) & (200 * scale * part <= (twice + 1) * whole)
    for ward, code in enumerate("AB"):
        text = shown_or(data.draw(st.booleans()), int(counts[ward].sum()))
        rows.append((code, "Total", text, "", ""))
        fits &= as_read(text, POPULATIONS[:, ward].sum(axis=1))
        asked[code, "Total"] = POPULATIONS[:, ward].sum(axis=1)
    rows.append(("Total", "Total", str(counts.sum()), "", ""))
    fits &= POPULATIONS.sum(axis=(1, 2)) == counts.sum()
    if counts.sum() > 8:
        return
    folder = folder_of(tmp_path_factory.mktemp("plain"), ("ward", "sex", "count", "percent", "of"), *rows)
    expected = {
        codes: (int(asked[codes][fits].min()), int(asked[codes][fits].max()))
        for *codes, text, _, _ in rows
        for codes in [tuple(codes)]
        if codes in asked and not text.isdigit()
    }
    assert intervals(folder) == expected


@pytest.mark.slow_test
@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 3), min_size=4, max_size=4), st.sets(st.sampled_from("abcdNSEW"), min_size=2))
def test_sums_over_groups_and_two_geographies_by_brute_force(tmp_path_factory, counts, hidden):
    areas = {
        **{code: {at} for at, code in enumerate("abcd")},
        "N": {0, 1},
        "S": {2, 3},
        "E": {0, 1, 2},
        "W": {3},
    }
    areas |= {"a + d": {0, 3}}
    every = np.array(list(product(range(13), repeat=4)))
    every = every[every.sum(axis=1) == sum(counts)]
    fits = np.ones(len(every), bool)
    rows = [("Total", str(sum(counts)))]
    for code, places in areas.items():
        rows.append((code, shown_or(code in hidden, sum(counts[at] for at in places))))
        if code not in hidden:
            fits &= every[:, sorted(places)].sum(axis=1) == int(rows[-1][1])
    folder = folder_of(tmp_path_factory.mktemp("plain"), ("area", "count"), *rows)
    other = {"a": "E", "b": "E", "c": "E", "d": "W", "E": "", "W": ""}
    found = intervals(folder, Reading(parents={"area": SMALL_AREAS}, others={"area": [other]}))
    sums = {code: every[fits][:, sorted(areas[code])].sum(axis=1) for code in hidden}
    assert found == {(code,): (int(values.min()), int(values.max())) for code, values in sums.items()}


@pytest.mark.slow_test
@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.integers(1, 5), min_size=3, max_size=3), st.integers(0, 2), st.integers(0, 2))
def test_one_more_percentage_never_widens_an_interval(tmp_path_factory, counts, which, decimals):
    total = sum(counts)
    bare = [(f"w{at}", "x", "", "") for at in range(3)]
    told = list(bare)
    told[which] = (f"w{which}", "x", percentage(counts[which], total, decimals), str(total))
    head, last = ("ward", "count", "percent", "base"), ("Total", str(total), "", "")
    wide = intervals(folder_of(tmp_path_factory.mktemp("wide"), head, *bare, last))
    narrow = intervals(folder_of(tmp_path_factory.mktemp("narrow"), head, *told, last))
    assert all(wide[at][0] <= low and high <= wide[at][1] for at, (low, high) in narrow.items())
    assert narrow[f"w{which}",][1] - narrow[f"w{which}",][0] <= total / 10**decimals / 100 + 1


def test_shares_of_organisations_published_with_rounded_counts_are_read(shared, tmp_path):
    """Counts rounded to 10 beside shares from before rounding: with the base, each share narrows its count."""
    with (shared / "data/suppression/civil_service_2021_organisation_ethnicity_rounded10.csv").open(
        encoding="utf-8-sig"
    ) as file:
        rows = [row for row in csv.DictReader(file) if row["headcount"].isdigit()]
    bases = {}
    for row in rows:
        bases[row["organisation"]] = bases.get(row["organisation"], 0) + int(row["headcount"])
    table = [
        (row["organisation"], row["ethnicity"], row["headcount"])
        for row in rows
        if bases[row["organisation"]]
    ]
    folder = folder_of(tmp_path, ("organisation", "ethnicity", "count"), *table)
    (sheet,) = read_plain(folder, Reading())
    told = sheet.values[: len(sheet.dimensions[0].codes), : len(sheet.dimensions[1].codes)]
    assert (told == UNKNOWN).all()
    assert set(np.unique((sheet.most - sheet.least)[sheet.most < NO_LIMIT])) <= {5, 10}


def test_headings_in_capitals(tmp_path):
    (tmp_path / "t.csv").write_text("Ward,Count\nA,x\nB,1 000\nTotal,1 003\n", encoding="utf-8")
    (sheet,) = read_plain(tmp_path, Reading())
    assert sheet.values.tolist() == [UNKNOWN, 1000, 1003]


def test_a_dimension_may_be_called_percent_where_there_are_counts(tmp_path):
    (tmp_path / "t.csv").write_text("Percent,count\n0 to 50,4\n51 to 100,6\n", encoding="utf-8")
    (sheet,) = read_plain(tmp_path, Reading())
    assert [dimension.name for dimension in sheet.dimensions] == ["Percent"]


FEW = (("W1", "F", "x", "14.3"), ("W1", "M", "6", "85.7"), ("W1", "Total", "7", ""))
TELLING = (*FEW, ("W2", "F", "2", "20.0"), ("W2", "M", "8", "80.0"), ("W2", "Total", "10", ""))


def left_out(folder):
    return [
        (one.file, one.column, one.why) for sheet in read_plain(folder, Reading()) for one in sheet.left_out
    ]


def test_percentages_of_which_few_rows_tell_are_named(tmp_path):
    head = ("ward", "sex", "count", "percent")
    assert left_out(folder_of(tmp_path, head, *FEW)) == [("table.csv", "percent", OF_WHAT)]
    assert left_out(folder_of(tmp_path, head, *TELLING)) == []
    written = ("ward", "sex", "Number", "Percentage")
    assert left_out(folder_of(tmp_path, written, *FEW)) == [("table.csv", "Percentage", OF_WHAT)]


def test_percentages_of_rounded_counts_are_named(tmp_path):
    counts = [(f"W{n}", "F", str(10 * n), str(50)) for n in range(1, 13)]
    counts += [(f"W{n}", "Total", str(20 * n), "") for n in range(1, 13)]
    assert left_out(folder_of(tmp_path, ("ward", "sex", "count", "percent"), *counts)) == [
        ("table.csv", "percent", OF_ROUNDED)
    ]


def test_shares_that_contradict_the_counts_are_named(tmp_path):
    folder = folder_of(tmp_path, ("ward", "count", "percent", "base"), ("A", "3", "90.0", "10"))
    assert left_out(folder) == [("table.csv", "percent", CONTRADICTED)]


def test_rates_and_other_numbers_are_named_and_words_are_not(tmp_path):
    head = ("ward", "count", "Rate per 1,000", "Change", "Note")
    rows = (("A", "3", "1.2", "0.5", "none"), ("B", "4", "2.1", "1.5", "new"))
    assert left_out(folder_of(tmp_path, head, *rows)) == [
        ("table.csv", "Rate per 1,000", OF_WHOM),
        ("table.csv", "Change", NO_MEASURE),
    ]


def test_a_mean_beside_counts_without_its_base_is_named(tmp_path):
    folder = folder_of(tmp_path, ("ward", "count", "mean"), ("A", "30", "1.5"), ("B", "x", "2.5"))
    assert left_out(folder) == [("table.csv", "mean", OF_WHAT)]
