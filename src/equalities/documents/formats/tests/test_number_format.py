"""What Excel shows, by number format. The built-in formats are those of ECMA-376 part 1, section 18.8.30."""

import pytest

from equalities.documents.formats.number_format import BUILT_IN, displayed

MARCH_2025 = 45717  # 1 March 2025


@pytest.mark.parametrize(
    ("number", "pattern", "shown"),
    [
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (-2.5, "General", "-2.5"),
        (1e20, "General", "1e+20"),
        (1.1, "0.00", "1.10"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.45, "0%", "45%"),
        (0.4567, "0.0%", "45.7%"),
        (-1200, '"£"#,##0', "-£1,200"),
        (1200, "[$£-809]#,##0.00", "£1,200.00"),
        (5, "@", "5"),
        (1200, "0.00E+00", "1200"),
        (1.25, "0.##", "1.25"),
        (7, '"Year "0', "7"),
        (MARCH_2025, "dd/mm/yyyy", "2025-03-01"),
        (MARCH_2025, "[$-809]dd mmmm yyyy;@", "2025-03-01"),
        (MARCH_2025 + 0.5, "dd/mm/yyyy hh:mm", "2025-03-01 12:00"),
        (MARCH_2025, "dd/mm/yyyy hh:mm", "2025-03-01"),
        (MARCH_2025, "mmm-yy", "March 2025"),
        (MARCH_2025, "mmmm yyyy", "March 2025"),
        (MARCH_2025, "yyyy", "2025"),
        (MARCH_2025, "mmmm", "March"),
        (0.75, "h:mm", "18:00"),
        (-1, "dd/mm/yyyy", "-1"),
        (3_000_000, "dd/mm/yyyy", "3000000"),
    ],
)
def test_a_number_is_shown_as_excel_shows_it(number: float, pattern: str, shown: str) -> None:
    assert displayed(number, pattern) == shown


def test_workbooks_from_old_macs_count_days_from_1904() -> None:
    assert displayed(MARCH_2025 - 1462, BUILT_IN[14], from_1904=True) == "2025-03-01"
