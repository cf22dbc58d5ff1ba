"""Fixtures of the tests of trade statistics."""

from tests.trade.figures.own_database import database, manage

__all__ = ["database", "manage"]
