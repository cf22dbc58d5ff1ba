"""Let PostgreSQL know how many figures each pair of regions has.

It takes reporter and partner for independent and expects a hundredth of what Belarus and Russia
report; it then sorts all of it where the index holds it in order.
"""

from typing import Any

from django.db import migrations

NAME = "trade_tradefigure_pairs"


def create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE STATISTICS {NAME} (mcv) ON reporter_id, partner_id FROM trade_tradefigure"
        )


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP STATISTICS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("trade", "0004_upload_by_program")]

    operations = [migrations.RunPython(create, drop)]
