"""The databases behind the servers: PostgreSQL with the questions, and its rows in SQLite."""

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg2

from bench.databases import FOLDER
from bench.generate import PROJECT
from bench.serving_questions import Drawn

LIMIT_SQL = PROJECT / "bench" / "serving_limit.sql"
READER = "bench-reader"
TABLES = (
    *("trade_region", "trade_product", "trade_source", "cooperation_partnership"),
    *("cooperation_official", "cooperation_post", "cooperation_tenure", "cooperation_sector"),
    *("cooperation_meeting", "cooperation_meeting_partnerships", "cooperation_participant"),
    *("cooperation_proposal", "cooperation_proposalchange", "cooperation_mechanism"),
    "trade_tradefigure",
)


def add_questions(url: str) -> list[Drawn]:
    """The functions of the limit and the drawn questions, in the database; the questions."""
    managed(url, "migrate", "-v0")  # it may have been filled by an older checkout
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(LIMIT_SQL.read_text())
        cursor.execute(f"SELECT {', '.join(Drawn._fields)} FROM bench_question ORDER BY number")
        drawn = [Drawn(*row[:-1], row[-1].isoformat()) for row in cursor.fetchall()]
    connection.close()
    return drawn


def managed(url: str, *arguments: str) -> str:
    """What a management command prints on this database."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {done.stderr}")
    return done.stdout.strip()


def token_of_a_reader(url: str) -> str:
    """A token of an account that may read what is published."""
    managed(
        url,
        "shell",
        "-v0",
        "-c",
        "from django.contrib.auth.models import Group, User\n"
        f"reader, _ = User.objects.get_or_create(username='{READER}')\n"
        "reader.groups.add(Group.objects.get(name='viewer'))",
    )
    return managed(url, "create_token", READER, "--name", "bench")


def in_sqlite(url: str, figures: int) -> Path:
    """The same rows in SQLite, in our own tables with their indexes; made if not there."""
    path = FOLDER / f"serving_{figures}" / "serving.sqlite3"  # Datasette takes the name from it
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_suffix(".making")
    making.unlink(missing_ok=True)
    managed(f"sqlite:///{making}", "migrate", "-v0")
    server, file = psycopg2.connect(url), sqlite3.connect(making)
    file.execute("PRAGMA journal_mode = OFF")
    file.execute("PRAGMA synchronous = OFF")
    # PostgreSQL has checked these rows; some checks call functions that only Django brings.
    file.execute("PRAGMA ignore_check_constraints = ON")
    for table in TABLES:
        _copy_table(server, file, table)
    file.commit()
    file.execute("ANALYZE")
    file.close()
    server.close()
    making.rename(path)
    return path


def _copy_table(server: Any, file: sqlite3.Connection, table: str) -> None:
    columns = [row[1] for row in file.execute(f"PRAGMA table_info({table})")]
    names = ", ".join(f'"{column}"' for column in columns)
    rows = server.cursor(name=f"of_{table}")
    rows.itersize = 20_000
    rows.execute(f"SELECT {names} FROM {table}")
    places = ", ".join("?" * len(columns))
    file.execute(f"DELETE FROM {table}")
    file.executemany(
        f"INSERT INTO {table} ({names}) VALUES ({places})",
        (tuple(map(_as_sqlite, row)) for row in rows),
    )
    rows.close()


def _as_sqlite(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date):  # and moments, which are dates too
        return value.isoformat(*([" "] if isinstance(value, dt.datetime) else []))
    return str(value) if isinstance(value, list | dict) else value
