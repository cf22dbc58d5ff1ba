"""The groups of people who work with Bilateral: viewers, analysts, editors."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

APPS = ("trade", "cooperation")
# Reference data, the records of imports and what is computed: analysts look at them.
LOADED = {
    "annualtotal",
    "importreject",
    "importrun",
    "product",
    "region",
    "regionname",
    "sector",
    "sectorterm",
    "tradefigurerevision",
}


def create_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # Permissions are otherwise made after all migrations have run.
    for label in APPS:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None

    ours = Permission.objects.filter(content_type__app_label__in=APPS).exclude(
        content_type__model__startswith="historical"
    )
    view = ours.filter(codename__startswith="view_").exclude(codename="view_draft")
    write = ours.exclude(content_type__model__in=LOADED).exclude(codename="publish_meeting")

    Group.objects.get_or_create(name="viewer")[0].permissions.set(view)
    Group.objects.get_or_create(name="analyst")[0].permissions.set(view | write)
    Group.objects.get_or_create(name="editor")[0].permissions.set(ours)


class Migration(migrations.Migration):
    dependencies = [
        ("cooperation", "0001_initial"),
        ("trade", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_groups, migrations.RunPython.noop)]
