"""Several people load the same article at the same time: one of everything, no error."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from tests.cooperation.article_files import article, reference_data, write

LOADERS = 4
TABLES = {
    "trade_source": 1,
    "trade_tradefigure": 1,
    "trade_importrun": 1,
    "cooperation_meeting": 1,
    "cooperation_participant": 2,
    "cooperation_statement": 1,
    "cooperation_historicalmeeting": 5,  # made, its partnership, source, passage, published
}


def database_url(directory):
    """The test database for other processes: on SQLite, which has it in memory, a copy."""
    if connection.vendor == "sqlite":
        path = directory / "copy.sqlite3"
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        return f"sqlite:///{path}"
    given = connection.settings_dict
    return (
        f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
        f"/{given['NAME']}"
    )


def count(url, table):
    query = f"SELECT count(*) FROM {table}"  # noqa: S608
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as copy:
            return copy.execute(query).fetchone()[0]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_loads_at_once_leave_one_of_everything(tmp_path):
    reference_data()
    path = write(tmp_path, article())
    url = database_url(tmp_path)
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }

    loaders = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", "load_article", "--skip-checks", str(path)],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(LOADERS)
    ]
    told = [loader.communicate(timeout=120) for loader in loaders]

    assert [loader.returncode for loader in loaders] == [0] * LOADERS, told
    assert sum(" 0 added, 0 changed" in out for out, _err in told) == LOADERS - 1
    assert {table: count(url, table) for table in TABLES} == TABLES
