"""Working days, against the days that gov.uk/bank-holidays lists."""

from datetime import date

import pytest

from equalities.timescales.working_days import (
    NATIONS,
    bank_holidays,
    is_working_day,
    working_day_from,
    working_days_after,
)

LISTED = {
    ("england-wales", 2022): "0103 0415 0418 0502 0602 0603 0829 0919 1226 1227",
    ("england-wales", 2026): "0101 0403 0406 0504 0525 0831 1225 1228",
    ("scotland", 2022): "0103 0104 0415 0502 0602 0603 0801 0919 1130 1226 1227",
    ("scotland", 2023): "0102 0103 0407 0501 0508 0529 0807 1130 1225 1226",
    ("scotland", 2024): "0101 0102 0329 0506 0527 0805 1202 1225 1226",
    ("scotland", 2026): "0101 0102 0403 0504 0525 0615 0803 1130 1225 1228",
    ("northern-ireland", 2018): "0101 0319 0330 0402 0507 0528 0712 0827 1225 1226",
    ("northern-ireland", 2020): "0101 0317 0410 0413 0508 0525 0713 0831 1225 1228",
    ("northern-ireland", 2025): "0101 0317 0418 0421 0505 0526 0714 0825 1225 1226",
}


@pytest.mark.parametrize(("nation", "year"), LISTED)
def test_the_bank_holidays_of_a_year(nation: str, year: int) -> None:
    found = " ".join(f"{day:%m%d}" for day in sorted(bank_holidays(nation, year)))
    assert found == LISTED[nation, year]


def test_st_andrews_day_is_one_since_2007() -> None:
    assert date(2006, 11, 30) not in bank_holidays("scotland", 2006)
    assert date(2007, 11, 30) in bank_holidays("scotland", 2007)


def test_several_nations_count_as_any_of_them_or_as_all() -> None:
    st_patrick = date(2026, 3, 17)
    assert not is_working_day(st_patrick, NATIONS)
    assert is_working_day(st_patrick, NATIONS, everywhere=True)
    assert not is_working_day(date(2026, 12, 25), NATIONS, everywhere=True)
    assert not is_working_day(date(2026, 3, 14), ["scotland"])


def test_the_day_itself_is_not_counted() -> None:
    assert working_days_after(date(2026, 12, 24), 1, ["england-wales"]) == date(2026, 12, 29)
    assert working_days_after(date(2026, 12, 24), 0, ["england-wales"]) == date(2026, 12, 24)


def test_the_next_working_day() -> None:
    assert working_day_from(date(2026, 12, 25), ["england-wales"]) == date(2026, 12, 29)
    assert working_day_from(date(2026, 12, 29), ["england-wales"]) == date(2026, 12, 29)


def test_the_calendar_ends() -> None:
    with pytest.raises(OverflowError):
        working_days_after(date(9999, 12, 31), 1, [])
