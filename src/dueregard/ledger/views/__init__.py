"""One function per page."""

from dueregard.ledger.views.outside import check, outside, record, strike_out
from dueregard.ledger.views.releases import releases

__all__ = ["check", "outside", "record", "releases", "strike_out"]
