"""A database of its own for tests that start real processes, and kill some.

SQLite or PostgreSQL, as the other tests of the run.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent.parent

Manage = Callable[..., subprocess.Popen[str]]


class Database:
    """A database of its own, asked without Django."""

    def __init__(self, url: str, connect: Callable[[], object]) -> None:
        self.url = url
        self._connect = connect

    def ask(self, statement: str) -> list[tuple]:
        opened = self._connect()
        try:
            cursor = opened.cursor()
            cursor.execute(statement)
            found = cursor.fetchall() if cursor.description else []
            opened.commit()
            return found
        finally:
            opened.close()


def _on_postgresql() -> Iterator[Database]:
    given = connection.settings_dict
    where = {
        "host": given["HOST"],
        "port": given["PORT"] or 5432,
        "user": given["USER"],
        "password": given["PASSWORD"],
    }
    name = f"killed_{uuid.uuid4().hex[:12]}"
    maker = psycopg2.connect(dbname="postgres", **where)
    maker.autocommit = True
    maker.cursor().execute(f"CREATE DATABASE {name}")
    login = where["user"] + (f":{where['password']}" if where["password"] else "")
    try:
        yield Database(
            f"postgres://{login}@{where['host']}:{where['port']}/{name}",
            lambda: psycopg2.connect(dbname=name, **where),
        )
    finally:
        maker.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
        maker.close()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    if connection.vendor == "postgresql":
        yield from _on_postgresql()
    else:
        import sqlite3

        path = tmp_path / "killed.sqlite3"
        yield Database(f"sqlite:///{path}", lambda: sqlite3.connect(path, timeout=30))


@pytest.fixture
def manage(database: Database, tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "DATABASE_URL": database.url,
        "TRADE_UPLOAD_DIR": str(tmp_path / "uploads"),
    }

    def start(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    return start


def done(process: subprocess.Popen[str]) -> str:
    """Wait for a process that has to succeed; what it printed."""
    said, _ = process.communicate(timeout=600)
    assert process.returncode == 0, said
    return said
