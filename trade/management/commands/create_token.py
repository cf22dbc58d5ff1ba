"""Make a token by which a program uses the API."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from trade.models import AccessToken
from trade.tokens import LASTS, LASTS_AT_MOST, make_token


class Command(BaseCommand):
    help = "Makes a token by which a program uses the API in the name of a user, and prints it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="whose rights the token has")
        parser.add_argument("--name", required=True, help="what it is for")
        parser.add_argument("--write", action="store_true", help="may write too, not only read")
        parser.add_argument(
            "--days", type=int, default=LASTS, help=f"how long it lasts (default {LASTS})"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user “{options['username']}”.")
        if not 1 <= options["days"] <= LASTS_AT_MOST:
            raise CommandError(f"A token lasts from 1 to {LASTS_AT_MOST} days.")
        scope = AccessToken.Scope.WRITE if options["write"] else AccessToken.Scope.READ
        try:
            token = make_token(user=user, name=options["name"], scope=scope, days=options["days"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(token.words)
