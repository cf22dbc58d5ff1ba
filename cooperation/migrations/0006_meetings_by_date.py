"""Meetings by date, in the order their list has them."""

from django.db import migrations

import trade.models.dates


class Migration(migrations.Migration):
    dependencies = [
        ("cooperation", "0005_snapshot_since"),
        ("trade", "0005_statistics_of_pairs"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="meeting",
            index=trade.models.dates.NewestFirst("date", name="cooperation_meeting_by_date"),
        ),
    ]
