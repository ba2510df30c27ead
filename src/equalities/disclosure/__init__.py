"""Disclosure control: what may be published so that nobody is identified, or deduced."""

from equalities.disclosure.tables import SafeCell, SafeTable, Status

__all__ = ["SafeCell", "SafeTable", "Status"]
