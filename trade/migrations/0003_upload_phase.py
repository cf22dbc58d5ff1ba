from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trade", "0002_access_token"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="phase",
            field=models.CharField(
                choices=[
                    ("waiting", "waits for another import"),
                    ("reading", "reads the file"),
                    ("comparing", "compares it with what is on record"),
                    ("merging", "writes what has changed"),
                ],
                default="reading",
                max_length=10,
                verbose_name="phase",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="phase_started_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="phase started at"),
        ),
        migrations.AlterField(
            model_name="upload",
            name="share_done",
            field=models.FloatField(blank=True, null=True, verbose_name="share of the phase"),
        ),
    ]
