import json

from equalities.cubes import Dimension
from equalities.disclosure import SafeCell, SafeTable, Status


def test_a_table_survives_json_with_its_missing_answers_and_its_list():
    sex = Dimension(
        "sex", ("F", "not_asked"), parents={"F": "known"}, missing=("not_asked",), classification="sex"
    )
    codes = ("F", "not_asked", "known", "Total")
    cells = {(code,): SafeCell((code,), None, Status.WITHHELD) for code in codes}
    table = SafeTable(
        "Sex", (sex,), cells, "people", {"period": ("2023", "2024")}, "Counts of 1 to 4 are withheld."
    )
    assert SafeTable.from_dict(json.loads(json.dumps(table.as_dict()))) == table
