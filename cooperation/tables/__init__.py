"""Flat tables: the published facts, one row each, for spreadsheets and dashboards.

Each is an SQL view (`sql/`), read by the API and open to tools that speak SQL.
"""

from cooperation.tables.base import Table
from cooperation.tables.meetings import Meetings, Participants
from cooperation.tables.partnerships import Partnerships
from cooperation.tables.statements import Evidence, Statements
from cooperation.tables.trade import Trade
from cooperation.tables.work import Mechanisms, Proposals

# By name, in the order they are listed in; each view may read those behind it.
TABLES: dict[str, type[Table]] = {
    "partnerships": Partnerships,
    "trade": Trade,
    "meetings": Meetings,
    "participants": Participants,
    "proposals": Proposals,
    "mechanisms": Mechanisms,
    "statements": Statements,
    "evidence": Evidence,
}

__all__ = ["TABLES", "Table"]
