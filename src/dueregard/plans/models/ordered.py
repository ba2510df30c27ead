"""JSON whose keys keep their order, such as the columns of a document: PostgreSQL's own kind sorts them."""

import json
from typing import Any

from django.db import models


class OrderedJSONField(models.JSONField):
    """Kept as text, so it is not for searching in."""

    def get_internal_type(self) -> str:
        return "TextField"

    def get_db_prep_value(self, value: Any, *_given: Any, **_named: Any) -> Any:
        return value if value is None else json.dumps(value, ensure_ascii=False)
