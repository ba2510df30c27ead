"""What the phrases of plans mean in days, and what the law makes due when."""

from .grammar import read
from .timescale import KINDS, Reading, Timescale

__all__ = ["KINDS", "Reading", "Timescale", "read"]
