"""Make somebody who can sign in to the demonstration."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError

ADDRESSES = """
  Pages     http://127.0.0.1:8000/
  Admin     http://127.0.0.1:8000/admin/
  API       http://127.0.0.1:8000/api/v1/
  API docs  http://127.0.0.1:8000/api/docs/

  Sign in as “{name}” with the password {password}
"""


class Command(BaseCommand):
    help = (
        "Makes the analyst of the demonstration, who may also publish, and prints where to sign in. "
        "Works with local settings only; the password is made up on this machine, once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("A demonstration analyst is made with local settings only.")
        kept = settings.VAR_DIR / "demo-password.txt"
        user, is_new = User.objects.get_or_create(username="analyst", defaults={"is_staff": True})
        if is_new or not kept.exists():
            password = secrets.token_urlsafe(9)
            user.set_password(password)
            user.save()
            user.groups.set(Group.objects.filter(name__in=["analyst", "editor"]))
            kept.touch(mode=0o600)
            kept.write_text(password)
        self.stdout.write(ADDRESSES.format(name=user.username, password=kept.read_text()))
