"""Migrates as Django does, with the SQL views out of the way."""

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from cooperation.tables.views import create_views, drop_views


class Command(migrate.Command):
    """Django's `migrate`, which makes the views of the flat tables anew (docs/decisions/0019).

    A table that a view reads can be changed on neither database, so no migration could be
    written without thinking of the views: they go before and come back after.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"] or DEFAULT_DB_ALIAS]
        changes_nothing = options["plan"] or options["check_unapplied"]
        if not changes_nothing:
            drop_views(connection)
        super().handle(*args, **options)
        if not changes_nothing and _is_up_to_date(connection):
            create_views(connection)


def _is_up_to_date(connection: Any) -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
