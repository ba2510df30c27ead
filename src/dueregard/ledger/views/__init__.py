"""One function per page."""

from dueregard.ledger.views.outside import check, outside, record, strike_out
from dueregard.ledger.views.policies import adopt, policy
from dueregard.ledger.views.releases import releases

__all__ = ["adopt", "check", "outside", "policy", "record", "releases", "strike_out"]
