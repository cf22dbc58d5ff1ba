"""The columns of the tables: the same everywhere, and as docs/tables.md promises them."""

import re
from pathlib import Path

import pytest
from django.db import connection

from cooperation.tables import TABLES
from cooperation.tables.base import columns_of, view_of

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "tables.md"


def promised() -> dict[str, list[tuple[str, str]]]:
    """The columns of every table as the document lists them, with what they mean."""
    found = {}
    for part in DOCUMENT.read_text().split("\n## ")[1:]:
        name = re.match(r"`(\w+)`", part)
        if name:
            found[name[1]] = re.findall(r"^\| `(\w+)` \| (.+) \|$", part, flags=re.MULTILINE)
    return found


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_the_promised_ones_in_their_order(name: str) -> None:
    """Programs count on them: add a line at the end of docs/tables.md, never change one."""
    columns = [(column.name, str(column.help_text)) for column in columns_of(TABLES[name])]

    assert columns == promised()[name]


def test_every_table_is_promised() -> None:
    assert set(promised()) == set(TABLES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", TABLES)
def test_the_sql_view_has_the_same_columns(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {view_of(name)} LIMIT 0")  # noqa: S608
        described = [column[0] for column in cursor.description]

    assert described == [column.name for column in columns_of(TABLES[name])]


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_ordered_by_columns_of_the_table(name: str) -> None:
    table = TABLES[name]

    assert set(table.row_order) <= {column.name for column in columns_of(table)}
    assert table._meta.pk.name in table.row_order
