"""Many write the same record at the same time: nobody's change is lost."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests import factories as make

PROCESSES, THREADS, TURNS = 2, 4, 125


def database_url(directory: Path) -> str:
    """The test database for other processes: on SQLite, which has it in memory, a copy."""
    if connection.vendor == "sqlite":
        path = directory / "copy.sqlite3"
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        return f"sqlite:///{path}"
    given = connection.settings_dict
    login = f"{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
    return f"postgres://{login}/{given['NAME']}"


def ask(url: str, query: str) -> list[tuple]:
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as copy:
            return copy.execute(query).fetchall()
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def raced(url: str, user: str, *arguments: str, turns: int) -> Counter[str]:
    """How often each status was answered to all racers."""
    command = [sys.executable, "-W", "error", "-m", "tests.cooperation.api.racing"]
    racers = [
        subprocess.Popen(  # noqa: S603
            [*command, user, str(THREADS), str(turns), *arguments],
            cwd=settings.BASE_DIR,
            env=os.environ
            | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    told = [racer.communicate(timeout=300) for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * PROCESSES, told
    return sum((Counter(json.loads(out)) for out, _err in told), Counter())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_update_is_lost_in_a_thousand_races(tmp_path: Path) -> None:
    counted = make.OrganisationFactory(other_names="0")
    make.UserFactory(username="racer", group="analyst")
    url = database_url(tmp_path)
    address = f"/api/v1/organisations/{counted.key}/"

    ended = raced(url, "racer", "count", address, "other_names", turns=TURNS)

    assert ended.keys() == {"200", "412"}
    assert ended.total() == PROCESSES * THREADS * TURNS == 1000
    found = ask(url, "SELECT other_names FROM cooperation_organisation")
    assert found == [(str(ended["200"]),)]
    versions = ask(url, "SELECT count(*) FROM cooperation_historicalorganisation")
    assert versions == [(ended["200"] + 1,)]  # and one when it was made


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_record_put_by_many_at_once_is_made_once(tmp_path: Path) -> None:
    make.UserFactory(username="racer", group="analyst")
    url = database_url(tmp_path)
    body = json.dumps({"name": "Artem Zdunov", "other_names": "Zdunov A. A."})

    ended = raced(url, "racer", "make", "/api/v1/officials/artem-zdunov/", body, turns=3)

    assert ended == {"201": 1, "200": PROCESSES * THREADS * 3 - 1}
    assert ask(url, "SELECT count(*) FROM cooperation_official") == [(1,)]
    assert ask(url, "SELECT count(*) FROM cooperation_historicalofficial") == [(1,)]
