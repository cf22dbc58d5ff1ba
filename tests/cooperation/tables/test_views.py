"""The SQL views behind the tables, and the role that may read them."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from cooperation.tables import TABLES
from cooperation.tables.base import view_of
from cooperation.tables.views import create_views, drop_views
from tests.factories import MechanismFactory

pytestmark = pytest.mark.django_db
READONLY = Path(__file__).resolve().parents[3] / "deploy" / "readonly.sql"
POSTGRESQL_ONLY = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has no roles"
)


def there() -> set[str]:
    """The views that the database has."""
    with connection.cursor() as cursor:
        tables = connection.introspection.get_table_list(cursor)
    return {table.name for table in tables if table.type == "v"}


def test_migrating_makes_every_view() -> None:
    drop_views(connection)
    before = there()

    call_command("migrate", verbosity=0)

    assert before == set()
    assert there() == {view_of(name) for name in TABLES}


def test_asking_what_would_be_migrated_leaves_the_views() -> None:
    call_command("migrate", plan=True, verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)

    assert there() == {view_of(name) for name in TABLES}


def test_a_code_list_that_grew_is_read_by_new_views(monkeypatch: pytest.MonkeyPatch) -> None:
    MechanismFactory(kind="training")
    monkeypatch.setitem(
        vars(MechanismFactory._meta.model.Kind.TRAINING), "_label_", "school for mechanics"
    )

    create_views(connection)

    labels = TABLES["mechanisms"].objects.values_list("kind_label", flat=True)
    assert list(labels) == ["school for mechanics"]


@pytest.fixture
def reader(db: None) -> None:
    """The session of a tool that speaks SQL, as the role of deploy/readonly.sql."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = user")
        if not cursor.fetchone()[0]:
            pytest.skip("the tests' own role may not create roles")
        cursor.execute(READONLY.read_text())
        cursor.execute("GRANT bilateral_reader TO CURRENT_USER")


def is_refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE bilateral_reader; {sql}")
            cursor.execute("RESET ROLE")
    except DatabaseError as error:
        return bool(re.search("permission denied|cannot delete from view", str(error)))
    return False


@POSTGRESQL_ONLY
@pytest.mark.parametrize("name", TABLES)
def test_the_reader_reads_every_view_and_changes_none(reader: None, name: str) -> None:
    assert not is_refused(f"SELECT * FROM {view_of(name)}")  # noqa: S608
    assert is_refused(f"DELETE FROM {view_of(name)}")  # noqa: S608


@POSTGRESQL_ONLY
@pytest.mark.parametrize(
    "table", ["cooperation_meeting", "trade_source", "auth_user", "django_session"]
)
def test_the_reader_reads_nothing_else(reader: None, table: str) -> None:
    assert is_refused(f"SELECT * FROM {table}")  # noqa: S608
    assert is_refused(f"DELETE FROM {table}")  # noqa: S608
    assert is_refused("CREATE TABLE mine (a int)")


@POSTGRESQL_ONLY
def test_the_reader_still_reads_after_a_migration(reader: None) -> None:
    call_command("migrate", verbosity=0)

    assert not is_refused("SELECT * FROM bilateral_trade")
