"""The SQL views behind the tables: made by `migrate`, from the files in `sql/`.

The files are SQL that SQLite and PostgreSQL share. Where they differ, and where the texts of our
code lists are needed, stands a word that is replaced here:

- `label(cooperation.Meeting.Kind, meeting.kind)`: the English label of a code
- `joined(item)`: all items of a group in one text
- `today()`, `first_of_month()`, `first_of_year()`: days, by UTC
- `by_bytes`: compare as every database does, whatever the language of the server
"""

import re
from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import override

import cooperation.models
import trade.models
from cooperation.tables import TABLES
from cooperation.tables.base import BETWEEN_ITEMS, view_of

SQL = Path(__file__).parent / "sql"
# Reads the views and nothing else; deploy/readonly.sql makes it.
READER = "bilateral_reader"

_APPS = {"cooperation": cooperation.models, "trade": trade.models}
_LABEL = re.compile(r"label\((\w+)\.([\w.]+), ([\w.]+)\)")
_WORDS: Mapping[str, Mapping[str, str]] = {
    "sqlite": {
        "joined(item)": f"group_concat(item, '{BETWEEN_ITEMS}')",
        "first_of_month()": "date('now', 'start of month')",
        "first_of_year()": "date('now', 'start of year')",
        "today()": "date('now')",
        "by_bytes": "COLLATE BINARY",
    },
    "postgresql": {
        "joined(item)": f"string_agg(item, '{BETWEEN_ITEMS}')",
        "first_of_month()": "date_trunc('month', now() AT TIME ZONE 'utc')::date",
        "first_of_year()": "date_trunc('year', now() AT TIME ZONE 'utc')::date",
        "today()": "(now() AT TIME ZONE 'utc')::date",
        "by_bytes": 'COLLATE "C"',
    },
}


def create_views(connection: BaseDatabaseWrapper) -> None:
    """Make every view anew; where the database has a role that reads them, it may."""
    drop_views(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name in reversed(TABLES):
            cursor.execute(f"CREATE VIEW {view_of(name)} AS\n{sql_of(name, connection.vendor)}")
        if connection.vendor == "postgresql":
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [READER])
            if cursor.fetchone():
                cursor.execute(f"GRANT SELECT ON {', '.join(map(view_of, TABLES))} TO {READER}")


def drop_views(connection: BaseDatabaseWrapper) -> None:
    """Take every view away: while it is there, what it reads cannot be changed."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name in TABLES:
            cursor.execute(f"DROP VIEW IF EXISTS {view_of(name)}")


def sql_of(name: str, vendor: str) -> str:
    """What the view of a table selects, in the words of one kind of database."""
    sql = _LABEL.sub(_labelled, (SQL / f"{name}.sql").read_text())
    for word, meaning in _WORDS[vendor].items():
        sql = sql.replace(word, meaning)
    return sql


def _labelled(found: re.Match[str]) -> str:
    app, path, column = found.groups()
    codes: Any = attrgetter(path)(_APPS[app])
    with override("en"):
        cases = " ".join(
            f"WHEN {_quoted(code)} THEN {_quoted(label)}" for code, label in codes.choices if code
        )
    return f"CASE {column} {cases} END"


def _quoted(value: Any) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
