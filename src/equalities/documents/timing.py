"""When: the timescale of a phrase within the plan's own period."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Timescale:
    phrase: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Timescale":
        return cls(**data)


def timescale(phrase: str | None, period: str | None) -> Timescale | None:
    return Timescale(" ".join(phrase.split())) if phrase else None
