"""Everybody in our groups makes and revokes tokens of their own; editors revoke those of others."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OWN = ("add_accesstoken", "view_accesstoken", "delete_accesstoken")
OTHERS = "manage_accesstoken"


def give_permissions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # Permissions are otherwise made after all migrations have run.
    config = apps.get_app_config("trade")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None

    about_tokens = Permission.objects.filter(
        content_type__app_label="trade", content_type__model="accesstoken"
    )
    for group in Group.objects.filter(name__in=("viewer", "analyst", "editor")):
        group.permissions.remove(*about_tokens)
        group.permissions.add(*about_tokens.filter(codename__in=OWN))
    for group in Group.objects.filter(name="editor"):
        group.permissions.add(*about_tokens.filter(codename=OTHERS))


class Migration(migrations.Migration):
    dependencies = [
        ("cooperation", "0002_groups"),
        ("trade", "0002_access_token"),
    ]

    operations = [migrations.RunPython(give_permissions, migrations.RunPython.noop)]
